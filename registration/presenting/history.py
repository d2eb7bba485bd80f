"""Who did what to a roster and when: equal acts of one minute become one line."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registration.models import Roster, RosterEdit
from registration.presenting.words import bound, plural_of

_LINES_READ, _LINES_SHOWN, _ROWS_NAMED = 300, 40, 12
_ACTS = {
    "received": gettext_lazy("List received"),
    "columns_named": gettext_lazy("Columns named"),
    "checked": gettext_lazy("List checked"),
    "unreadable": gettext_lazy("File could not be read"),
    "edited": gettext_lazy("Rows repaired"),
    "dropped": gettext_lazy("Rows left out"),
    "restored": gettext_lazy("Rows taken up again"),
    "confirmed": gettext_lazy("Registration asked for"),
    "registered": gettext_lazy("People registered"),
    "numbers_missing": gettext_lazy("No member numbers were left; nobody was registered yet"),
    "cancelled": gettext_lazy("List put aside"),
    "form": gettext_lazy("Person added by a form"),
    "leaver_ended": gettext_lazy("End of employment entered"),
    "leaver_kept": gettext_lazy("Kept on the staff"),
    "changes_applied": gettext_lazy("Changes taken over"),
    "changes_declined": gettext_lazy("Changes not taken over"),
    "officer_asks": gettext_lazy("An officer asked about a row"),
    "pair_same": gettext_lazy("An officer compared: the same person"),
    "pair_different": gettext_lazy("An officer compared: another person"),
}
BY_OFFICER = ("officer_asks", "pair_same", "pair_different")


def history(roster: Roster) -> list[dict[str, Any]]:
    """Events for the timeline, newest first."""
    edits = RosterEdit.objects.filter(roster=roster).select_related("by").order_by("-id")[:_LINES_READ]
    runs = groupby(edits, key=lambda edit: (edit.act, edit.by_id, edit.at.replace(second=0, microsecond=0)))
    return [_event(list(run)) for _key, run in runs][:_LINES_SHOWN]


def title_of(act: str) -> str:
    """An act of the history in words."""
    return str(_ACTS.get(act, act))


def _event(run: list[RosterEdit]) -> dict[str, Any]:
    latest = run[0]
    return {
        "title": _ACTS.get(latest.act, latest.act),
        "at": latest.at,
        "by": _who(latest),
        "text": _what(run),
        "state": "wrong" if latest.act == "unreadable" else "done",
    }


def _who(edit: RosterEdit) -> str:
    if edit.act in BY_OFFICER:
        return _("National Social Security Fund")
    return str(edit.by) if edit.by else ""


def _what(run: list[RosterEdit]) -> str:
    numbers = sorted({edit.row_no for edit in run if edit.row_no})
    if numbers:
        more = "…" if len(numbers) > _ROWS_NAMED else ""
        return bound(_("Rows: %(rows)s") % {"rows": ", ".join(map(str, numbers[:_ROWS_NAMED])) + more})
    people = int(run[0].note) if run[0].note.isdigit() else len(run)
    if not run[0].note.isdigit() and not run[0].act.startswith("leaver"):
        return ""
    return plural_of(ngettext("%(n)s person", "%(n)s people", people), people)
