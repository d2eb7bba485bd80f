"""What this app tells the API's kernel when it is ready."""

from django.utils.translation import gettext_lazy as _

from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.routes import register_routes
from nssf_portal.api.scopes import register_scope


def register() -> None:
    register_routes("enterprises.api.urls")
    register_scope("counts.read", _("read counts of units by province"), ClientKind.PARTNER, ClientKind.APP)
