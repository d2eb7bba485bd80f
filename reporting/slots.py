"""Where this app shows itself on the pages of the ground floor."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    url = reverse("reporting:new_members")
    return slots.NavItem(_("New members"), url, active=request.path == url)


def register_all() -> None:
    slots.register("nav", nav, order=80, permission=Permission.READ_COUNTS)
