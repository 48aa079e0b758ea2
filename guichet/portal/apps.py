from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guichet.portal"
    label = "portal"

    def ready(self) -> None:
        from guichet.portal import finding, publishing  # noqa: F401  # finding registers itself
        from guichet.portal.views import agenda, associations, written  # noqa: F401  # so do the pages of editors

        publishing.listen()
