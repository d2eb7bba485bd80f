from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "nssf_portal.work"
    label = "work"
