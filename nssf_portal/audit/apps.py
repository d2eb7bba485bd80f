from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nssf_portal.audit"
    label = "audit"
