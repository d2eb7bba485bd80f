from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nssf_portal.documents"
    label = "documents"
