"""Where institutions answer: their menu, their first page, the services on CamDX."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from incentives.wiring.requests import capped, is_here
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_CAP = 1_000


def waiting(user: User) -> int:
    """Requests sent to the person's institution that nobody has answered."""
    from incentives.models import IncentiveRequest

    rows = IncentiveRequest.objects.sent_to(user).filter(state="granted", answers__isnull=True)
    return rows.order_by()[:_CAP].count()


def answers_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    url, count = reverse("answers:list"), capped(waiting(request.user))
    return slots.NavItem(_("Requests to answer"), url, active=is_here(request, "answers"), count=count)


def home_of_partner(_request: HttpRequest, _user: User) -> str:
    return reverse("answers:list")


def register() -> None:
    """Called when the app is ready."""
    from incentives import exchange_services

    exchange_services.register()
    slots.register("nav", answers_item, order=32, permission=Permission.ANSWER_INCENTIVES)
    slots.register("accounts.home", home_of_partner, order=48, permission=Permission.ANSWER_INCENTIVES)
