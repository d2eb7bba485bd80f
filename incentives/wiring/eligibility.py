"""Where award cycles and eligibility show themselves: the menu, and the job that computes."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_ROOMS = ("awards", "award_lists")


def awards_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """Award cycles, for those who prepare or read them."""
    try:
        url = reverse("awards:home")
    except NoReverseMatch:
        return None
    match = request.resolver_match
    return slots.NavItem(_("Awards"), url, active=bool(match and match.app_name in _ROOMS))


def register() -> None:
    """Called when the app is ready."""
    from incentives.services import eligibility
    from nssf_portal.jobs import services as jobs

    jobs.register_handler(eligibility.KIND, eligibility.eligibility_job)
    slots.register("nav", awards_item, order=30, permission=Permission.READ_AWARDS)
