from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "nssf_portal.runtime"
    label = "runtime"
