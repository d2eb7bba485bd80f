"""Who did what to a programme, from its row history and that of its conditions and terms."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incentives.models import Programme
from nssf_portal.accounts.models import User

_SHOWN = 20
_ACTS = {
    "programme.seed": gettext_lazy("Entered from the operational plan"),
    "programme.create": gettext_lazy("Entered"),
    "programme.write": gettext_lazy("Words or days changed"),
    "programme.change": gettext_lazy("New version"),
    "programme.end": gettext_lazy("Last day set"),
    "programme.drop": gettext_lazy("A version that was being prepared was dropped"),
    "programme.confirm": gettext_lazy("Legal ground confirmed"),
    "programme.condition": gettext_lazy("Condition written"),
    "programme.condition_removed": gettext_lazy("Condition removed"),
    "programme.condition_confirmed": gettext_lazy("Condition confirmed"),
    "programme.term": gettext_lazy("Published term added"),
    "programme.term_changed": gettext_lazy("Published term changed"),
}


def events_of(programme: Programme) -> list[dict[str, Any]]:
    """Newest first, one line for each act; every actor by name, asked once."""
    found: dict[tuple, dict[str, Any]] = {}
    for name, of in (
        ("ProgrammeEvent", {"pgh_obj_id": programme.pk}),
        ("ProgrammeConditionEvent", {"programme_id": programme.pk}),
        ("ProgrammeTermEvent", {"programme_id": programme.pk}),
    ):
        rows = apps.get_model("incentives", name).objects.filter(**of).order_by("-pgh_id")[:_SHOWN]
        for row in rows.values("pgh_created_at", "pgh_context"):
            event = _event(row)
            found.setdefault((event["title"], event["user"], f"{event['at']:%Y%m%d%H%M}"), event)
    newest = sorted(found.values(), key=lambda event: event["at"], reverse=True)[:_SHOWN]
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in={e["user"] for e in newest if e["user"]})}
    return [event | {"by": names.get(event["user"]) or _("National Social Security Fund")} for event in newest]


def _event(row: dict[str, Any]) -> dict[str, Any]:
    context = row["pgh_context"] or {}
    title = _ACTS.get(context.get("action", ""), _("Changed"))
    return {"title": str(title), "at": row["pgh_created_at"], "user": context.get("user") or ""}
