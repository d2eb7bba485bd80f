"""What an officer decides alone: doubtful rows, corrections, confidential reports."""

import logging
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents import services as documents
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.khmer.cleaning import has_khmer
from nssf_portal.work import services as work
from nssf_portal.work.desk import desk_of, movements
from nssf_portal.workflow import NotPossible
from registration.enums import PairState
from registration.forms import desk as forms
from registration.models import Correction, DuplicatePair, RosterRow, WrongReport
from registration.presenting import desk as presenting
from registration.presenting.checks import checks_of, only_age
from registration.presenting.comparison import compare, side_of_member, side_of_row
from registration.services import pairs

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_WORK)
def pair(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Two records side by side, and the decision."""
    found = _pair(request, pair_id)
    if request.method == "POST":
        return _decide_pair(request, found)
    note_reading(found.member or found, by=request.user, screen="desk.pair")
    return _pair_page(request, found)


def _pair(request: HttpRequest, pair_id: uuid.UUID) -> DuplicatePair:
    visible = DuplicatePair.objects.visible_to(request.user).select_related(
        "member", "row__roster__enterprise", "row__evidence", "decided_by",
        "work_item__claimed_by", "work_item__first_by", "work_item__second_by",
    )  # fmt: skip
    return get_object_or_404(visible, pk=pair_id)


def _pair_page(
    request: HttpRequest, found: DuplicatePair, form: Any = None, reveal_form: Any = None, *, reveal: bool = False
) -> HttpResponse:
    desk, row = desk_of(found.work_item, request.user), found.row
    left = side_of_row(row, reveal=reveal)
    right = side_of_member(found.member, by=request.user, reveal=reveal) if found.member else None
    title = presenting.full_name(row)
    context = {
        "pair": found,
        "desk": desk,
        "title": title,
        "title_lang": "km" if has_khmer(title) else "en",
        "lines": compare(left, right or presenting.NOBODY),
        "alone": right is None,
        "checks": checks_of(found),
        "events": presenting.pair_events(found, movements(found.work_item)),
        "form": form or _pair_form(found),
        "reveal_form": reveal_form or forms.RevealForm(),
        "revealed": reveal,
        "may_reveal": request.user.has_permission(Permission.REVEAL_IDENTIFIERS),
        "outcome": presenting.pair_outcome(found),
    }
    return render(request, "registration/clerk/pair.html", context)


def _pair_form(found: DuplicatePair, data: Any = None) -> forms.DecisionForm:
    if only_age(found):
        choices = [(forms.ACCEPT, _("The date is right: register this person"))]
    else:
        number = found.member.member_number if found.member else ""
        choices = [
            (forms.SAME, _("Same person: member %(number)s") % {"number": number}),
            (forms.DIFFERENT, _("Different people: give a new number")),
        ]
    if found.state == PairState.OPEN:
        choices.append((forms.ASK, _("Ask the employer")))
    return forms.DecisionForm(data, choices=choices, reason_hint=_("A question goes to the employer as you write it."))


def _decide_pair(request: HttpRequest, found: DuplicatePair) -> HttpResponse:
    if refused := may_not_decide(request, found.work_item):
        return refused
    form = _pair_form(found, request.POST)
    if not form.is_valid():
        return _pair_page(request, found, form)
    decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
    try:
        row = _apply_pair(found, decision, reason, request)
    except NotPossible as told:
        messages.warning(request, str(told))
    except pairs.SpellsOverlap:
        messages.error(request, _("This person's last employment at this place ends after the day of hire in the "
                                  "row. Ask the employer for the right day."))  # fmt: skip
    except BlockExhausted:
        log.error("member numbers are used up; the core system must reserve a block: reserve_numbers")
        messages.error(request, _("There is no free member number: the core system must reserve a new block. "
                                  "Nothing was decided; the row waits here."))  # fmt: skip
    else:
        messages.success(request, presenting.pair_message(row, decision))
    return redirect("desk_registration:pair", found.pk)


def _apply_pair(found: DuplicatePair, decision: str, reason: str, request: HttpRequest) -> RosterRow:
    if decision == forms.ASK:
        return pairs.ask_employer(pair=found, question=reason, by=request.user)
    same = decision == forms.SAME or (decision == forms.ACCEPT and found.member_id)
    decide = pairs.decide_same if same else pairs.decide_different
    return decide(pair=found, reason=reason, by=request.user)


def may_not_decide(request: HttpRequest, item: Any) -> HttpResponse | None:
    """403 without the permission; a page that is old, or an item in a colleague's hands, is only said."""
    if not request.user.has_permission(Permission.DECIDE_WORK):
        raise PermissionDenied
    desk = desk_of(item, request.user)
    if desk.may_decide:
        return None
    said = _("A colleague works on this one.") if desk.held_by_other else _("This was already decided.")
    messages.warning(request, said)
    return redirect(request.path)


@require_POST
@require_permission(Permission.REVEAL_IDENTIFIERS)
def pair_reveal(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """The whole numbers, once, for a reason that is kept."""
    found = _pair(request, pair_id)
    form = forms.RevealForm(request.POST)
    if not form.is_valid():
        return _pair_page(request, found, reveal_form=form)
    reason = form.cleaned_data["reason"]
    note_reading(found.member or found, by=request.user, screen="desk.pair", reason=reason, revealed=True)
    return _pair_page(request, found, reveal=True)


@require_safe
@require_permission(Permission.READ_WORK)
def pair_document(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """The picture the employer added to a changed date of birth."""
    found = _pair(request, pair_id)
    if found.row.evidence is None:
        raise Http404
    note_reading(found.member or found, by=request.user, screen="desk.pair.document")
    return documents.respond(found.row.evidence)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_WORK)
def correction(request: HttpRequest, correction_id: uuid.UUID) -> HttpResponse:
    """What an employer's row says differently of a member: take it over, or leave the member as is."""
    visible = Correction.objects.visible_to(request.user).select_related(
        "member", "row__roster__enterprise", "decided_by", "work_item__claimed_by", "work_item__first_by"
    )
    found = get_object_or_404(visible, pk=correction_id)
    if request.method == "POST":
        return _decide_correction(request, found)
    note_reading(found.member, by=request.user, screen="desk.correction")
    return _correction_page(request, found, _correction_form())


def _correction_form(data: Any = None) -> forms.DecisionForm:
    choices = [(forms.ACCEPT, _("Take over the new values")), (forms.LEAVE, _("Leave the member as it is"))]
    return forms.DecisionForm(data, choices=choices)


def _correction_page(request: HttpRequest, found: Correction, form: forms.DecisionForm) -> HttpResponse:
    context = {
        "correction": found,
        "desk": desk_of(found.work_item, request.user),
        "title": presenting.full_name(found.member),
        "lines": presenting.correction_lines(found, side_of_member(found.member, by=request.user)),
        "events": movements(found.work_item),
        "form": form,
    }
    return render(request, "registration/clerk/correction.html", context)


def _decide_correction(request: HttpRequest, found: Correction) -> HttpResponse:
    if refused := may_not_decide(request, found.work_item):
        return refused
    form = _correction_form(request.POST)
    if not form.is_valid():
        return _correction_page(request, found, form)
    accept = form.cleaned_data["decision"] == forms.ACCEPT
    try:
        with transaction.atomic():
            pairs.decide_correction(
                correction=found, accept=accept, reason=form.cleaned_data["reason"], by=request.user
            )
    except NotPossible as told:
        messages.warning(request, str(told))
    except IntegrityError:  # the register's own index: by now the number is another member's
        messages.error(request, _("Another member holds this identity number. Compare the two members first."))
    else:
        done = _("The new values are taken over.") if accept else _("The member stays as it was.")
        messages.success(request, done)
    return redirect("desk_registration:correction", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_WORK)
def wrong_report(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """A member's confidential word that a notice is wrong; the employer never learns of it."""
    visible = WrongReport.objects.visible_to(request.user).select_related(
        "member", "work_item__claimed_by", "work_item__first_by"
    )
    found = get_object_or_404(visible, pk=report_id)
    if request.method == "POST":
        return _finish_report(request, found)
    note_reading(found.member, by=request.user, screen="desk.wrong_report")
    return _report_page(request, found, forms.NoteForm())


def _report_page(request: HttpRequest, found: WrongReport, form: forms.NoteForm) -> HttpResponse:
    context = {
        "report": found,
        "said": presenting.said(found),
        "desk": desk_of(found.work_item, request.user),
        "title": presenting.full_name(found.member),
        "notice": presenting.notice_of(found, by=request.user),
        "member_url": presenting.member_url(found.member, request.user),
        "events": movements(found.work_item),
        "form": form,
    }
    return render(request, "registration/clerk/wrong_report.html", context)


def _finish_report(request: HttpRequest, found: WrongReport) -> HttpResponse:
    if refused := may_not_decide(request, found.work_item):
        return refused
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return _report_page(request, found, form)
    try:
        work.finish(found.work_item, decision="looked_into", reason=form.cleaned_data["reason"], by=request.user)
    except NotPossible as told:
        messages.warning(request, str(told))
    else:
        messages.success(request, _("Your note is kept, and the report is closed."))
    return redirect("desk_registration:wrong_report", found.pk)
