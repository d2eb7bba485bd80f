from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nssf_portal.jobs"
    label = "jobs"
