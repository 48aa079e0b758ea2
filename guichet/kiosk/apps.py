from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "guichet.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        from guichet.kiosk import showing, town_life  # noqa: F401  # they register themselves
