from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "guichet.visits"
    label = "visits"
