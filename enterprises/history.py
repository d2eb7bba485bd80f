"""The timeline of an enterprise from its row history: who, when, what changed."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise
from enterprises.provenance import LABELS
from nssf_portal.accounts.models import User

SHOWN = 20
_ACTS = {
    "enterprises.load": gettext_lazy("Taken over from NSSF's register"),
    "enterprise.change": gettext_lazy("Data changed"),
    "enterprise.settle": gettext_lazy("Settled which value holds"),
    "establishment.add": gettext_lazy("Place of work added"),
    "establishment.change": gettext_lazy("Place of work changed"),
    "establishment.close": gettext_lazy("Place of work closed"),
    "invitation.accept": gettext_lazy("Invitation accepted"),
    "representative.end": gettext_lazy("Somebody no longer acts for the enterprise"),
}
_FIELDS = {**LABELS, "declared_workers": LABELS["workers"], "nssf_number": gettext_lazy("NSSF number")}


def events_of(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Newest first, ready for the timeline; every actor by name, asked once."""
    changes = [*_of_enterprise(enterprise), *_of_children(enterprise)]
    changes.sort(key=lambda change: change["at"], reverse=True)
    newest = changes[:SHOWN]
    names = _names(newest)
    return [_worded(change, names) for change in newest]


def _worded(change: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Nobody's act is the Fund's own: what came from its register, or was made by a rule."""
    by = names.get(change["user"]) or _("National Social Security Fund")
    about = names.get(change["about"], "")
    return change | {"by": by, "text": ", ".join(filter(None, (about, change["text"])))}


def _of_enterprise(enterprise: Enterprise) -> Iterable[dict[str, Any]]:
    rows = list(_events("EnterpriseEvent").filter(pgh_obj_id=enterprise.pk).order_by("pgh_id"))
    for before, row in zip([None, *rows], rows, strict=False):
        changed = _changed(before, row) if before else []
        if before is None or changed:
            title = _("Entered in the register") if before is None else _("Data confirmed or corrected")
            yield _event(row, title, changed)


def _changed(before: Any, after: Any) -> list[str]:
    differing = {name for name in _FIELDS if getattr(before, name, None) != getattr(after, name, None)}
    return [str(label) for name, label in _FIELDS.items() if name in differing]


def _of_children(enterprise: Enterprise) -> Iterable[dict[str, Any]]:
    for row in _events("EstablishmentEvent").filter(enterprise_id=enterprise.pk).order_by("-pgh_id")[:SHOWN]:
        if not _came_with_the_enterprise(row):
            yield _event(row, _("Place of work"), [row.name_km or row.name_latin])
    for row in _events("RepresentativeEvent").filter(enterprise_id=enterprise.pk).order_by("-pgh_id")[:SHOWN]:
        title = _("No longer acts for the enterprise") if row.ended_at else _("Acts for the enterprise")
        yield _event(row, title, []) | {"title": title, "about": str(row.user_id)}


def _came_with_the_enterprise(row: Any) -> bool:
    """The head office is taken over together with its enterprise: one line says both."""
    return row.is_head_office and (row.pgh_context or {}).get("action") == "enterprises.load"


def _events(name: str) -> Any:
    return apps.get_model("enterprises", name).objects


def _event(row: Any, title: str, changed: list[str]) -> dict[str, Any]:
    context = row.pgh_context or {}
    act = _ACTS.get(context.get("action", ""))
    return {
        "title": str(act or title),
        "at": row.pgh_created_at,
        "user": context.get("user") or "",
        "about": "",
        "text": ", ".join(changed),
    }


def _names(events: list[dict[str, Any]]) -> dict[str, str]:
    wanted = {event[key] for event in events for key in ("user", "about") if event[key]}
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=wanted)}
