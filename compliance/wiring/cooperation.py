"""Where cooperation shows itself: the menu, the first page of partners, and parts of the case page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

P = Permission


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """One entry; it leads to the first room that is the person's."""
    from compliance.views.cooperation_page import BOARD, has_any

    match = request.resolver_match
    active = bool(match and match.app_name == "cooperation")
    if has_any(request, BOARD):
        own = (
            match and match.url_name == "calendar" and request.user.has_permission(P.READ_CASES)
        )  # "Visits" in the menu
        return slots.NavItem(_("Cooperation"), reverse("cooperation:board"), active=active and not own)
    if has_any(request, (P.ANSWER_UNITS,)):
        return slots.NavItem(_("Questions"), reverse("cooperation:questions"), active=active)
    return None


def home_of_labour(_request: HttpRequest, _user: Any) -> str:
    return reverse("cooperation:board")


def home_of_local(_request: HttpRequest, _user: Any) -> str:
    return reverse("cooperation:questions")


def case_panel(request: HttpRequest, case: Any) -> slots.Panel:
    """Questions, referrals and joint visits of a case."""
    from compliance.presenting_cooperation import case_context

    return slots.Panel("compliance/cooperation/case_panel.html", case_context(request.user, case))


def register() -> None:
    """Called when the app is ready."""
    from compliance.services import telling_partners

    telling_partners.register_all()
    slots.register("nav", nav, order=58)
    slots.register("accounts.home", home_of_labour, order=45, permission=P.READ_SHARED_LABOUR)
    slots.register("accounts.home", home_of_local, order=46, permission=P.ANSWER_UNITS)
    slots.register("case.page", case_panel, order=60)
