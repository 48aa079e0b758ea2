from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "guichet.config"
    label = "guichet_config"
