"""Where the security officer finds the readings: the menu, and the page they land on after signing in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.ui.slots import NavItem


def item(request: HttpRequest, _obj: Any) -> NavItem:
    url = reverse("audit:readings")
    return NavItem(_("Readings of records"), url, active=request.path == url)


def home(_request: HttpRequest, _user: Any) -> str:
    return reverse("audit:readings")
