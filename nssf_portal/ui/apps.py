from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "nssf_portal.ui"
    label = "ui"
