"""The history of one employment, read from its events: what changed, when, and on which side."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.models import Representative
from nssf_portal.accounts.models import User
from nssf_portal.khmer.dates import format_date
from registration.enums import EndReason, Presence
from registration.models import Employment
from registration.staff_list import wage_text

_MOST = 100
_COMPARED = ("wage", "occupation", "department", "staff_number", "presence")


def history(employment: Employment) -> list[dict[str, Any]]:
    """Newest first, for the timeline."""
    events = apps.get_model("registration", "EmploymentEvent").objects.filter(pgh_obj_id=employment.pk)
    found = list(events.order_by("-pgh_id")[:_MOST])[::-1]
    names = _names(employment, found)
    lines = [
        {"title": title, "text": text, "at": event.pgh_created_at, "by": _who(event, names)}
        for before, event in zip([None, *found], found, strict=False)
        for title, text in _told(before, event)
    ]
    return lines[::-1]


def _names(employment: Employment, events: list[Any]) -> dict[str, str]:
    """Names of the enterprise's own people, past ones too; what an officer did, the Fund did."""
    keys = {str((event.pgh_context or {}).get("user") or "") for event in events} - {""}
    own = Representative.objects.filter(enterprise_id=employment.enterprise_id, user_id__in=keys).values("user_id")
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=own)}


def _who(event: Any, names: dict[str, str]) -> str:
    return names.get(str((event.pgh_context or {}).get("user")), "") or _("National Social Security Fund")


def _told(before: Any, event: Any) -> Iterator[tuple[str, str]]:
    if before is None:
        yield _("Entered on the staff"), wage_text(event)
        return
    for field in _COMPARED:
        if getattr(before, field) != getattr(event, field):
            yield _TITLES[field](), f"{_value(before, field)} → {_value(event, field)}"
    if event.ended_on and not before.ended_on:
        reason = EndReason(event.end_reason).label if event.end_reason else ""
        yield _("Employment ended"), f"{format_date(event.ended_on, get_language() or 'km')} · {reason}"


_TITLES = {
    "wage": lambda: _("Wage changed"),
    "occupation": lambda: _("Position changed"),
    "department": lambda: _("Department changed"),
    "staff_number": lambda: _("Staff number changed"),
    "presence": lambda: _("At work or away: changed"),
}


def _value(event: Any, field: str) -> str:
    if field == "wage":
        return wage_text(event)
    value = getattr(event, field)
    return str(Presence(value).label) if field == "presence" else value or "–"
