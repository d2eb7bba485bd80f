from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nssf_portal.api"
    label = "api"
