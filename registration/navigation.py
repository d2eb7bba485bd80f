"""What registration adds to the clerks' menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.ui.slots import NavItem


def members_item(request: HttpRequest, _obj: Any) -> NavItem:
    match = request.resolver_match
    active = bool(match and match.app_name == "desk_registration" and match.url_name.startswith("member"))
    return NavItem(_("Members"), reverse("desk_registration:members"), active=active)


def studies_item(request: HttpRequest, _obj: Any) -> NavItem:
    match = request.resolver_match
    return NavItem(_("Studies"), reverse("studies:groups"), active=bool(match and match.app_name == "studies"))
