from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nssf_portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        from nssf_portal.celery import app

        app.set_default()  # whoever enqueues a job, web or command, rings the configured broker
