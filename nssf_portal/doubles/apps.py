from django.apps import AppConfig


class DoublesConfig(AppConfig):
    name = "nssf_portal.doubles"
    label = "doubles"
