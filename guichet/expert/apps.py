from django.apps import AppConfig


class ExpertConfig(AppConfig):
    name = "guichet.expert"
    label = "expert"
