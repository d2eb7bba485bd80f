"""What an employer does to a roster, each act a POST that may come twice: the second time it changes nothing."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload
from nssf_portal.workflow import NotPossible
from registration.enums import EndReason, LeaverState, Presence, RosterState, RowState
from registration.forms.rosters import ColumnsForm, LeaverDecision, Repairs, read_leavers, read_repairs
from registration.models import Leaver, Roster, RosterColumn, RosterRow
from registration.presenting import problems
from registration.presenting.words import bound, plural_of
from registration.services import employments, repairing, rosters
from registration.services.repairing import EDITABLE, NotEditable, shown_value
from registration.views.employer_rosters import show, to_roster
from registration.views.roster_scope import acting_on

_MOST = 500


def _act(view: Callable) -> Callable:
    """POST only, for those who act for the enterprise; what came too late is said, not raised."""

    @wraps(view)
    @require_POST
    def wrapped(request: HttpRequest, enterprise_id: uuid.UUID, roster_id: uuid.UUID) -> HttpResponse:
        roster = acting_on(request, enterprise_id, roster_id)
        try:
            return view(request, roster)
        except NotEditable:
            messages.warning(request, _("This list is being worked on just now. Wait until it is ready, then go on."))
        except NotPossible as late:
            messages.info(request, str(late))
        return to_roster(roster)

    return wrapped


@_act
def roster_columns(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Name the columns we do not know; remembered for the enterprise."""
    if roster.state != RosterState.MAPPING:
        return to_roster(roster)
    form = ColumnsForm(request.POST, columns=RosterColumn.objects.filter(roster=roster))
    if not form.is_valid():
        return show(request, roster, columns=form)
    rosters.name_columns(roster=roster, chosen=form.chosen, by=request.user)
    return to_roster(roster)


@_act
def roster_confirm(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Register those who are ready, if they are as many as the page said."""
    seen = request.POST.get("accepted", "")
    if roster.state == RosterState.READY and roster.accepted and seen != str(roster.accepted):
        text = plural_of(
            ngettext(
                "The list changed since you opened this page: now %(n)s person is ready. Look again, then register.",
                "The list changed since you opened this page: now %(n)s people are ready. Look again, then register.",
                roster.accepted,
            ),
            roster.accepted,
        )
        messages.warning(request, text)
    elif rosters.confirm(roster=roster, by=request.user) is None:
        messages.info(request, _("Nobody waits to be registered, or it is under way already."))
    return to_roster(roster)


@_act
def roster_cancel(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Put the list aside; who is registered stays registered."""
    if roster.state != RosterState.CANCELLED:
        rosters.cancel(roster=roster, by=request.user)
        messages.success(request, _("The list is put aside. Nobody was registered from its open rows."))
    return to_roster(roster)


def _held(roster: Roster) -> None:
    """Locked to the end of the request, before any of its rows: two acts on one list come one after the other."""
    locked = Roster.objects.select_for_update(of=("self",)).get(pk=roster.pk)
    if locked.state not in (RosterState.READY, RosterState.DONE):
        raise NotEditable


@_act
def roster_rows(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Save a group's repairs, leave rows out, and check what was touched."""
    repairs = read_repairs(request.POST, request.FILES, _MOST)
    if repairs is None:
        raise Http404
    with transaction.atomic():
        _held(roster)
        stale = _apply(request, roster, repairs)
    if stale:
        text = _("Rows changed in the meantime, in another window or by a colleague: %(rows)s. "
                 "What you typed there was not saved. Look at them again.")  # fmt: skip
        messages.warning(request, bound(text % {"rows": ", ".join(map(str, stale))}))
    return _back_to_group(request, roster)


def _back_to_group(request: HttpRequest, roster: Roster) -> HttpResponse:
    key = problems.Key.parse(request.POST.get("group", ""))
    return to_roster(roster, f"?group={key}#groups" if key else "")


def _apply(request: HttpRequest, roster: Roster, repairs: Repairs) -> list[int]:
    """Do what the form says to rows that are as the page showed them; the numbers of the others."""
    edits, one_name, leave_out, stale = {}, set(), [], []
    for row in RosterRow.objects.filter(roster=roster, row_no__in=list(repairs.stamps)).order_by("row_no"):
        number, typed = row.row_no, repairs.typed.get(row.row_no, "")
        changed = bool(typed) and typed != shown_value(row, repairs.field)
        wants_out = number in repairs.leave_out and row.state != RowState.DROPPED
        says_one_name = number in repairs.one_name and not row.one_part_name
        if not (changed or wants_out or says_one_name or number in repairs.documents or number in repairs.as_it_is):
            continue
        if row.state not in EDITABLE or problems.stamp(row) != repairs.stamps[number]:
            stale.append(number)
        elif wants_out:
            leave_out.append(number)
        else:
            edits[number] = {repairs.field: typed} if changed else {}
            one_name |= {number} if says_one_name else set()
    _save(request, roster, edits, one_name, repairs)
    if leave_out:
        repairing.drop_rows(roster=roster, numbers=leave_out, by=request.user)
        text = plural_of(ngettext("%(n)s row is left out.", "%(n)s rows are left out.", len(leave_out)), len(leave_out))
        messages.success(request, text)
    return stale


def _save(
    request: HttpRequest, roster: Roster, edits: dict[int, dict[str, str]], one_name: set[int], repairs: Repairs
) -> None:
    evidence = _documents(request, {n: repairs.documents[n] for n in edits if n in repairs.documents})
    if not edits:
        return
    repairing.repair_rows(roster=roster, edits=edits, one_part=one_name, evidence=evidence, by=request.user)
    tell_outcome(request, roster, list(edits))


def _documents(request: HttpRequest, given: dict[int, Any]) -> dict[int, Upload]:
    kept = {}
    for number, file in given.items():
        try:
            kept[number] = documents.take_in(file, kind="evidence", by=request.user)
        except documents.UploadRefused as refused:
            messages.error(request, _("Row %(row)s: %(why)s") % {"row": number, "why": " ".join(refused.messages)})
    return kept


def tell_outcome(request: HttpRequest, roster: Roster, numbers: list[int]) -> None:
    """How many of the touched rows are right now, wait for an officer, or still wait for the employer."""
    states = list(RosterRow.objects.filter(roster=roster, row_no__in=numbers).values_list("state", flat=True))
    right = sum(state in (RowState.ACCEPTED, RowState.ALREADY) for state in states)
    if right:
        messages.success(
            request, plural_of(ngettext("%(n)s row is right now.", "%(n)s rows are right now.", right), right)
        )  # fmt: skip
    if review := states.count(RowState.REVIEW):
        text = plural_of(ngettext("An officer compares %(n)s row.", "An officer compares %(n)s rows.", review), review)
        messages.info(request, text)
    if wrong := states.count(RowState.REPAIR):
        still = ngettext(
            "%(n)s row is not right yet. What you typed is kept.",
            "%(n)s rows are not right yet. What you typed is kept.",
            wrong,
        )
        text = plural_of(still, wrong)
        messages.warning(request, text)


@_act
def roster_same_fix(request: HttpRequest, roster: Roster) -> HttpResponse:
    """The one fix that mends many rows of a group, on all of them."""
    key = problems.Key.parse(request.POST.get("group", ""))
    if key is None:
        raise Http404
    edits = {number: {key.field: value} for number, value in problems.fixes_of_group(roster, key).items()}
    if not edits:
        messages.info(request, _("These rows are repaired already."))
        return to_roster(roster)
    repairing.repair_rows(roster=roster, edits=edits, by=request.user)
    tell_outcome(request, roster, list(edits))
    return _back_to_group(request, roster)


@_act
def roster_restore(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Take left-out rows up again."""
    picked = [int(text) for text in request.POST.getlist("row")[:_MOST] if text.isascii() and text.isdigit()]
    left_out = RosterRow.objects.filter(roster=roster, row_no__in=picked, state=RowState.DROPPED)
    if numbers := list(left_out.values_list("row_no", flat=True)):
        repairing.restore_rows(roster=roster, numbers=numbers, by=request.user)
        tell_outcome(request, roster, numbers)
    return to_roster(roster)


@_act
def roster_leavers(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Decide about people the list does not name; good answers are kept though others have to be corrected."""
    _held(roster)
    named = [int(text) for text in request.POST.getlist("leaver")[:_MOST] if text.isascii() and text.isdigit()]
    waiting = Leaver.objects.filter(roster=roster, pk__in=named, state=LeaverState.PROPOSED)
    answers = read_leavers(request.POST, waiting.select_related("employment", "roster"))
    with transaction.atomic():
        for decision in answers.decisions:
            _decide(decision, request)
    if answers.decisions:
        text = plural_of(
            ngettext("%(n)s answer is kept.", "%(n)s answers are kept.", len(answers.decisions)), len(answers.decisions)
        )
        messages.success(request, text)
    if answers.errors:
        roster.refresh_from_db()
        return show(request, roster, answers=answers)
    return to_roster(roster, "#leavers")


def _decide(decision: LeaverDecision, request: HttpRequest) -> None:
    if decision.presence:
        presence = Presence(decision.presence)
        employments.keep_leaver(leaver=decision.leaver, presence=presence, by=request.user)
        return
    reason = EndReason(decision.reason)
    employments.end_leaver(leaver=decision.leaver, ended_on=decision.ended_on, reason=reason, by=request.user)


@_act
def roster_changes(request: HttpRequest, roster: Roster) -> HttpResponse:
    """Take over new wages, positions and phones: those ticked, or all; or leave those ticked as they were."""
    _held(roster)
    waiting = RosterRow.objects.filter(roster=roster, state=RowState.ALREADY, changes_applied_at__isnull=True)
    waiting = waiting.exclude(changes=[])
    if "all" not in request.POST:
        picked = [int(text) for text in request.POST.getlist("row")[:_MOST] if text.isascii() and text.isdigit()]
        waiting = waiting.filter(row_no__in=picked)
    numbers = list(waiting.values_list("row_no", flat=True))
    if not numbers:
        messages.info(request, _("Nothing was ticked, or it is done already."))
    elif "decline" in request.POST:
        employments.decline_changes(roster=roster, numbers=numbers, by=request.user)
    else:
        done = employments.apply_changes(roster=roster, numbers=numbers, by=request.user)
        messages.success(
            request, plural_of(ngettext("Changed for %(n)s person.", "Changed for %(n)s people.", done), done)
        )  # fmt: skip
    return to_roster(roster, "#changes")
