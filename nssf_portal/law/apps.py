from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "nssf_portal.law"
    label = "law"
