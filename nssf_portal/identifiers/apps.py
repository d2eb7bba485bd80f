from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentifiersConfig(AppConfig):
    name = "nssf_portal.identifiers"
    label = "identifiers"
    verbose_name = _("Numbers")
