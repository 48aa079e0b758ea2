from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "guichet.cases"
    label = "cases"

    def ready(self) -> None:
        from guichet.cases.letters import declare

        declare()
