"""The timeline of an enterprise from its row history: who, when, what changed."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import MatchState, Verdict
from enterprises.models import Enterprise, RegistryRecord
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


_RECORD_FIELDS = {**LABELS, "declared_workers": LABELS["workers"]}


def events_of_record(record: RegistryRecord) -> list[dict[str, Any]]:
    """What a source said when, what was compared and decided: newest first."""
    rows = list(_events("RegistryRecordEvent").filter(pgh_obj_id=record.pk).order_by("-pgh_id")[: SHOWN + 1])[::-1]
    told = [event for before, row in pairwise([None, *rows]) if (event := _of_record(before, row))]
    told += [_of_decision(row) for row in _events("MatchDecisionEvent").filter(record_id=record.pk).order_by("pgh_id")]
    newest = sorted(told, key=lambda change: change["at"], reverse=True)[:SHOWN]
    names = _names(newest)
    return [_worded(change, names) for change in newest]


def _of_record(before: Any, row: Any) -> dict[str, Any] | None:
    if before is None:
        return _event(row, _("The source said it first"), [])
    if before.withdrawn_at != row.withdrawn_at:
        return _event(row, _("Taken back with its delivery") if row.withdrawn_at else _("Said again"), [])
    differing = [
        str(label) for name, label in _RECORD_FIELDS.items() if getattr(before, name, None) != getattr(row, name, None)
    ]
    if differing:
        return _event(row, _("The source says something else"), differing)
    if (before.match_state, before.enterprise_id) != (row.match_state, row.enterprise_id):
        return _event(row, str(MatchState(row.match_state).label).capitalize(), [])
    return None


def _of_decision(row: Any) -> dict[str, Any]:
    title = _("Undone: %(verdict)s") if row.undone_at else _("Decided: %(verdict)s")
    told = _event(row, title % {"verdict": Verdict(row.verdict).label}, [row.why] if row.why else [])
    return told | {"title": title % {"verdict": Verdict(row.verdict).label}}


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
