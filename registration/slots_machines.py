"""The connected programmes on the enterprise's own page."""

from django.http import HttpRequest

from enterprises.models import Enterprise
from enterprises.perms import can_invite
from nssf_portal.api.models import ApiClient
from nssf_portal.ui import slots


def register() -> None:
    slots.register("enterprise.page", machines_panel, order=30)


def machines_panel(request: HttpRequest, enterprise: Enterprise) -> slots.Panel | None:
    """For owners only: nobody else may connect a programme."""
    if not can_invite(request.user, enterprise):
        return None
    connected = ApiClient.objects.of_owner(enterprise.pk).active().count()
    return slots.Panel("registration/machines/panel.html", {"enterprise": enterprise, "connected": connected})
