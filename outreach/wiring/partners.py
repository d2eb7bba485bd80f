"""Where partners and what they bring show themselves: the partner's menu and first page, a card on the activity."""

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach.models import Activity, PersonList
from outreach.sections import SLOT, Section


def partner_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    match = request.resolver_match
    here = bool(match and match.app_name == "outreach_partners")
    return slots.NavItem(_("Our activities"), reverse("outreach_partners:home"), active=here)


def home_of_partner(_request: HttpRequest, _user: User) -> str:
    return reverse("outreach_partners:home")


def section(request: HttpRequest, activity: Activity) -> Section | None:
    """For officers of the place: who proposed it, and the lists of people that partners brought."""
    from outreach.scope import may

    if not may(request.user, Permission.READ_OUTREACH, activity.place_code):
        return None
    lines, links = [], []
    if activity.proposed_for:
        lines.append(_("Proposed by: %(who)s") % {"who": activity.proposed_for.name})
    lists = PersonList.objects.filter(activity=activity)
    brought = lists.aggregate(people=Sum("rows"))["people"] or 0
    if brought:
        said = ngettext("%(n)s person brought with consent", "%(n)s people brought with consent", brought)
        lines.append(said % {"n": f"{brought:,}"})
        newest = lists.select_related("institution").order_by("-received_at")[:5]
        links += [(one.institution.name, reverse("outreach_partners:list", args=[one.pk])) for one in newest]
    return Section(_("Brought by partners"), lines, links) if lines else None


def register() -> None:
    """Called when the app is ready."""
    from outreach import list_tasks  # noqa: F401  the clock's task must be known to the worker

    slots.register("nav", partner_item, order=33, permission=Permission.JOIN_OUTREACH)
    slots.register("accounts.home", home_of_partner, order=52, permission=Permission.JOIN_OUTREACH)
    slots.register(SLOT, section, order=20)
