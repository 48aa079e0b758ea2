from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "guichet.content"
    label = "content"
