from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "guichet.national"
    label = "national"

    def ready(self) -> None:
        from guichet.national import finding  # noqa: F401  # it registers itself
