from django.apps import AppConfig


class CommunesConfig(AppConfig):
    name = "guichet.communes"
    label = "communes"
