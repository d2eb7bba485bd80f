"""What this app tells the API's kernel when it is ready."""

from django.utils.translation import gettext_lazy as _

from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.routes import register_routes
from nssf_portal.api.scopes import register_scope


def register() -> None:
    register_routes("compliance.api.urls")
    register_scope("declarations.write", _("declare staff and wages of a month"))
    register_scope("declarations.read", _("read declarations and what became of each month"))
    register_scope("payments.write", _("tell us what enterprises paid"), ClientKind.APP)
