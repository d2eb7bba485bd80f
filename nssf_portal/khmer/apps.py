from django.apps import AppConfig


class KhmerConfig(AppConfig):
    name = "nssf_portal.khmer"
    label = "khmer"
