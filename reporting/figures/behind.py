"""The rows behind a figure, as far as a person may see them; no name stands here: each opens where reading is noted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission as P
from nssf_portal.places.names import place_name
from nssf_portal.ui.templatetags.ui import masked
from reporting.periods import Period
from reporting.registry import Definition


@dataclass(frozen=True)
class Line:
    """A row: what it is called, when, where, and the page that shows it."""

    name: str
    when: date | None
    where: str
    url: str = ""


_READ = {
    "Member": P.READ_MEMBERS, "Enterprise": P.READ_ENTERPRISES, "Application": P.READ_WORK, "WorkItem": P.READ_WORK,
    "Declaration": P.READ_DECLARATIONS, "CaseFile": P.READ_CASES, "TargetLine": P.READ_TARGETS,
    "Award": P.READ_AWARDS, "Candidate": P.READ_AWARDS, "IncentiveRequest": P.READ_INCENTIVES,
    "Activity": P.READ_OUTREACH, "UnitStop": P.PLAN_STOPS, "RegistryBatch": P.READ_REGISTRY,
}  # fmt: skip
"""Who reads such rows at all; which of them is `visible_to`'s matter."""


def may_see_some(definition: Definition, period: Period, user: User) -> bool:
    """Without asking the register: whoever has no such role has no rows."""
    if definition.rows is None:
        return False
    needed = _READ.get(definition.rows(period, {}).model.__name__)
    return needed is not None and user.has_permission(needed)


def rows(definition: Definition, period: Period, where: Mapping[str, str], user: User) -> QuerySet | None:
    """Those that the person may see; None where the indicator has no rows to show one by one, or not to this person."""
    if definition.rows is None or not may_see_some(definition, period, user):
        return None
    found = definition.rows(period, where)
    model = found.model
    return found.filter(pk__in=model.objects.visible_to(user).values("pk")).order_by("pk")


def line(row: Model) -> Line:
    """By the kind of row; one without a page is told without a link."""
    told = _KINDS.get(type(row).__name__)
    return told(row) if told else Line(str(row), _day(row), _place(row))


def _member(row: Any) -> Line:
    return Line(masked(row.member_number), row.registered_on, _place(row), _url("desk_registration:member", row.pk))


def _enterprise(row: Any) -> Line:
    return Line(str(row), row.registered_on, _place(row), _url("enterprises:enterprise", row.pk))


def _application(row: Any) -> Line:
    day = timezone.localdate(row.decided_at) if row.decided_at else None
    return Line(row.reference, day, place_name(row.place_code), _url("desk_registration:application", row.pk))


def _case(row: Any) -> Line:
    day = timezone.localdate(row.closed_at) if row.closed_at else None
    return Line(row.reference, day, _place(row), _url("cases:case", row.pk))


def _activity(row: Any) -> Line:
    day = timezone.localdate(row.starts_at)
    return Line(str(row), day, place_name(row.place_code), _url("outreach_activities:activity", row.pk))


def _work(row: Any) -> Line:
    day = timezone.localdate(row.closed_at) if row.closed_at else None
    return Line(row.label, day, place_name(row.place_code))


def _declaration(row: Any) -> Line:
    return Line(
        _("Declaration for %(month)s") % {"month": f"{row.month:%m/%Y}"}, timezone.localdate(row.filed_at),
        place_name(row.province_code),
    )  # fmt: skip


_KINDS: dict[str, Callable[[Any], Line]] = {
    "Member": _member,
    "Enterprise": _enterprise,
    "Application": _application,
    "CaseFile": _case,
    "Activity": _activity,
    "WorkItem": _work,
    "Declaration": _declaration,
}


def _url(name: str, pk: Any) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _place(row: Any) -> str:
    return place_name(getattr(row, "commune_code", "") or getattr(row, "place_code", "") or "")


def _day(row: Any) -> date | None:
    for name in ("closed_at", "done_at", "starts_at", "given_at", "nominated_at", "proposed_at"):
        value = getattr(row, name, None)
        if isinstance(value, datetime):
            return timezone.localdate(value)
    return None
