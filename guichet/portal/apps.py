from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guichet.portal"
    label = "portal"

    def ready(self) -> None:
        from guichet.portal import publishing

        publishing.listen()
