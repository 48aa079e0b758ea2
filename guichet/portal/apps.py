from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guichet.portal"
    label = "portal"

    def ready(self) -> None:
        from guichet.portal import finding, publishing  # noqa: F401  # finding registers itself

        publishing.listen()
