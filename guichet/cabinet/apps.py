from django.apps import AppConfig


class CabinetConfig(AppConfig):
    name = "guichet.cabinet"
    label = "cabinet"
