from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    label = "reporting"

    def ready(self) -> None:
        from reporting.slots import register_all

        register_all()
