"""How entries and items of the coordination log are shown: tags, next steps, what happened."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import name_of
from reporting.enums import CoordinationState, EntryState, Status
from reporting.lateness import OWED, due_of, first_sent, is_late
from reporting.models import CoordinationItem, EnteredValue, Finding, MeasureVersion, ProgressEntry
from reporting.services.entering import TEXTS, WRITABLE, writes

S, C = EntryState, CoordinationState
_FEW = 5
ENTRY_TAGS = {S.CALLED: "waits", S.DRAFTED: "waits", S.RETURNED: "waits", S.SUBMITTED: "progress", S.APPROVED: "ok"}
STATUS_TAGS = {
    Status.NOT_STARTED: "none", Status.ON_TRACK: "progress", Status.BEHIND: "wrong", Status.DONE: "ok",
    Status.CONTINUES: "ok",
}  # fmt: skip
_NAMES = {
    "strengths": gettext_lazy("strengths"), "weaknesses": gettext_lazy("weaknesses"),
    "challenges": gettext_lazy("challenges"), "needs": gettext_lazy("needs for coordination"),
}  # fmt: skip
ITEM_TAGS = {C.OPEN: "waits", C.DECIDED: "progress", C.DONE: "ok", C.DROPPED: "none"}


def titles_of(entries: Iterable[ProgressEntry]) -> dict[Any, str]:
    """What each row says, in the page's language."""
    measures = {one.measure_id for one in entries}
    return {one.measure_id: one.title for one in MeasureVersion.objects.in_force().filter(measure__in=measures)}


def rows_of(entries: list[ProgressEntry], user: User) -> list[dict[str, Any]]:
    """Lines of a list: late ones are marked, whether they came or not."""
    titles, sent = titles_of(entries), first_sent(entries)
    return [
        {
            "of": one,
            "title": titles.get(one.measure_id, ""),
            "tag": ENTRY_TAGS[S(one.state)],
            "status_tag": status_tag(one, user),
            "late": is_late(one, sent.get(one.pk)),
            "owed": one.state in OWED,
            "due": due_of(one),
            "first_sent": sent.get(one.pk),
        }
        for one in entries
    ]


def is_draft_of_others(entry: ProgressEntry, user: User) -> bool:
    """What an institution has not sent is its own."""
    return entry.state in (S.CALLED, S.DRAFTED) and not writes(user, entry)


def status_tag(entry: ProgressEntry, user: User) -> str:
    if not entry.status or is_draft_of_others(entry, user):
        return ""
    return STATUS_TAGS[Status(entry.status)]


def texts_of(entry: ProgressEntry, user: User) -> list[tuple[str, str]]:
    """The four texts with their names, also the empty ones; none that was not sent."""
    if is_draft_of_others(entry, user):
        return []
    return [(str(_NAMES[name]), getattr(entry, name)) for name in TEXTS]


def may_do(entry: ProgressEntry, user: User) -> dict[str, bool]:
    """Which acts this person is offered now."""
    own, reviews = writes(user, entry), user.has_permission(Permission.REVIEW_PROGRESS)
    return {
        "write": own and entry.state in WRITABLE,
        "take_back": own and entry.state == S.SUBMITTED,
        "approve": reviews and entry.state == S.SUBMITTED and entry.submitted_by_id != user.pk,
        "return": reviews and entry.state in (S.SUBMITTED, S.APPROVED),
        "raise": reviews,
    }


def next_step(entry: ProgressEntry, user: User) -> str:
    """What comes next, and for whom."""
    if entry.state in WRITABLE:
        if not writes(user, entry):
            return _("The institution has not sent it yet. Reports show it as owed, and as late after its day.")
        if entry.state == S.RETURNED:
            return _("It came back with comments. Mend it and send it again.")
        return _("Say how the row goes, add papers and figures, then send it.")
    if entry.state == S.SUBMITTED:
        if user.has_permission(Permission.REVIEW_PROGRESS):
            return _("Read it, then approve it or return it with comments.")
        return _("The General Secretariat reads it. Until it is approved you can take it back.")
    return _("It is approved and stands in the report of its quarter.")


def events_of(entry: ProgressEntry) -> list[dict[str, Any]]:
    """Newest first, from the row's history: an entry may be sent and returned more than once."""
    told = {("called", entry.call.called_at): (_("Asked for"), entry.call.called_at, entry.call.called_by_id, "")}
    if entry.reminded_at:
        told["reminded", entry.reminded_at] = (_("Reminded"), entry.reminded_at, None, "")
    names = {"submitted": _("Sent"), "returned": _("Returned with comments"), "approved": _("Approved")}
    for row in apps.get_model("reporting", "ProgressEntryEvent").objects.filter(pgh_obj_id=entry.pk):
        for name, title in names.items():
            at, text = getattr(row, f"{name}_at"), row.returned_why if name == "returned" else ""
            if at:
                told[name, at] = (title, at, getattr(row, f"{name}_by_id"), text)
    people = User.objects.in_bulk({by for _title, _at, by, _text in told.values() if by})
    return _newest_first((title, at, people.get(by), text, "done") for title, at, by, text in told.values())


def _newest_first(told: Iterable[tuple[str, Any, Any, str, str]]) -> list[dict[str, Any]]:
    found = [
        {"title": title, "at": at, "by": by or "", "text": text, "state": state} for title, at, by, text, state in told
        if at
    ]  # fmt: skip
    return sorted(found, key=lambda one: one["at"], reverse=True)


def of_figure(code: str) -> dict[str, Any]:
    """What institutions bring to an indicator: approved values with who and when, and findings; the newest few."""
    values = EnteredValue.objects.filter(indicator=code, replaced_at__isnull=True, entry__state=S.APPROVED)
    values = values.select_related("entry__call", "entry__institution", "entered_by")
    findings = Finding.objects.filter(indicators=code).select_related("institution").order_by("-held_on", "id")
    rows = values.order_by("-entry__call__period", "province_code", "pk")[:_FEW]
    return {
        "code": code,
        "values": [_entered(row) for row in rows],
        "findings": list(findings[:_FEW]),
    }


def _entered(row: EnteredValue) -> dict[str, Any]:
    where = name_of(row.province_code) if row.province_code else ""
    return {"of": row, "number": row.value.normalize(), "where": where}


# --- the coordination log ---------------------------------------------------------------------------------------


def is_overdue(item: CoordinationItem) -> bool:
    return item.state == C.DECIDED and item.due_on is not None and item.due_on < timezone.localdate()


def item_rows(items: Iterable[CoordinationItem]) -> list[dict[str, Any]]:
    return [{"of": one, "tag": ITEM_TAGS[C(one.state)], "overdue": is_overdue(one)} for one in items]


def item_next(item: CoordinationItem) -> str:
    """What comes next, or why nothing does."""
    if is_overdue(item):
        return _("Its day is over and it is not done. It opens the next report as late.")
    say = {
        C.OPEN: _("It waits for a decision, or for the institution that was asked. It opens the next report."),
        C.DECIDED: _("It is decided. It opens the next report until it is done."),
        C.DONE: _("It is done."),
        C.DROPPED: _("It was given up. It can be opened again."),
    }
    return str(say[C(item.state)])


def item_may(item: CoordinationItem, user: User) -> dict[str, bool]:
    keeps = user.has_permission(Permission.REVIEW_PROGRESS)
    is_open = item.state in (C.OPEN, C.DECIDED)
    return {
        "intervene": keeps and is_open,
        "decide": keeps and item.state == C.OPEN,
        "finish": keeps and is_open,
        "drop": keeps and is_open,
        "reopen": keeps and not is_open,
    }


def item_events(item: CoordinationItem) -> list[dict[str, Any]]:
    """Newest first; what is planned stands on top, dashed."""
    told = (
        (_("Raised"), timezone.localdate(item.raised_at), item.raised_by, "", "done"),
        (_("Decided"), item.decided_on, item.get_body_display(), "", "done"),
        (_("Done"), item.done_on if item.state == C.DONE else None, item.owner, "", "done"),
        (_("Due"), item.due_on if item.state == C.DECIDED else None, item.owner, "", "planned"),
    )
    return _newest_first(told)
