from django.apps import AppConfig


class IdentifiersConfig(AppConfig):
    name = "nssf_portal.identifiers"
    label = "identifiers"
