from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "nssf_portal.api"
    label = "api"
    verbose_name = _("Programmes that use the API")

    def ready(self) -> None:
        from nssf_portal.api import exports, webhooks
        from nssf_portal.api.models.client import ClientKind
        from nssf_portal.api.scopes import register_scope
        from nssf_portal.jobs.services import register_handler

        register_handler(exports.JOB, exports.make)
        register_handler(webhooks.JOB, webhooks.deliver)
        register_scope("webhooks.manage", _("set up messages about what happens (webhooks)"), *ClientKind.values)
