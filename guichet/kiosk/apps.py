from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "guichet.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        from guichet.kiosk import showing  # noqa: F401  # registers itself
