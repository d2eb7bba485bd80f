"""Inspectors' fines and relief: propose, decide, refer, relieve."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import perms, powers
from compliance import presenting_papers as presenting
from compliance.basis import why_draft
from compliance.enums import Act, AdjustmentKind, AdjustmentState, FineState
from compliance.forms_papers import CourtForm, FineForm, ReliefForm, WhyForm
from compliance.models import Adjustment, CaseFile, Finding, Fine, Payment
from compliance.services import adjustments, fines
from compliance.views.papers import FOLDER, paper_response
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui.forms import PortalForm
from nssf_portal.workflow import NotPossible

_ASK = require_http_methods(["GET", "HEAD", "POST"])


def seen_fine(request: HttpRequest, fine_id: uuid.UUID) -> Fine:
    rows = Fine.objects.filter(case__in=CaseFile.objects.visible_to(request.user))
    related = ("case__enterprise", "case__office", "finding__violation", "finding__visit", "proposed_by")
    return get_object_or_404(rows.select_related(*related), pk=fine_id)


@_ASK
@require_permission(Permission.WORK_CASES)
def fine_new(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """The formula with its inputs; refused in words when a rule stands in the way."""
    rows = Finding.objects.visible_to(request.user).select_related("case__enterprise", "violation", "visit")
    finding = get_object_or_404(rows, pk=finding_id)
    perms.require_work(request.user, finding.case)
    powers.require(request.user, Act.PROPOSE_FINE)
    context: dict[str, Any] = {"case": finding.case, "finding": finding, "why_not": fines.why_not(finding)}
    try:
        worked = fines.formula(finding)
    except NotPossible as refused:
        return render(request, f"{FOLDER}/fine_new.html", context | {"why_not": str(refused)})
    bounds = {"least": worked.minimum, "most": worked.maximum, "workers": finding.workers}
    form = FineForm(request.POST or None, **bounds)
    if request.method == "POST" and form.is_valid():
        if made := _proposed(request, finding, form):
            return redirect("papers:fine", made.pk)
    unconfirmed = fines.rests_on(finding, worked.on, request.user).unconfirmed
    context |= {"form": form, "worked": worked, "draft_why": why_draft(unconfirmed) if unconfirmed else ""}
    return render(request, f"{FOLDER}/fine_new.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, finding: Finding, form: FineForm) -> Fine | None:
    try:
        return fines.propose(finding=finding, by=request.user, **form.cleaned_data)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return None


@require_safe
@require_permission(Permission.READ_CASES)
def fine(request: HttpRequest, fine_id: uuid.UUID) -> HttpResponse:
    """One fine: the formula with its inputs and the law of that day, payments, relief, and what may be done."""
    return _fine_page(request, seen_fine(request, fine_id))


def _fine_page(request: HttpRequest, found: Fine, status: int = 200, **forms: PortalForm) -> HttpResponse:
    user, decides = request.user, fines.may_decide(found, request.user)
    proposed = found.state == FineState.PROPOSED
    unconfirmed = fines.rests_on(found.finding, found.law_on, user).unconfirmed if proposed else []
    at_court = fines.is_overdue(found) and perms.may_decide(user, found.case)
    context = {
        "fine": found,
        "case": found.case,
        "parts": fines.formula(found.finding, found.law_on, found.multiplier).basis.parts,
        "tag_of": presenting.fine_tag(found),
        "clock_of": presenting.fine_clock(found),
        "events": presenting.fine_events(found, names=True),
        "payments": payments_of(found),
        "overpaid": fines.overpaid(found),
        "relief": [_relief(one, request) for one in _adjustments(found)],
        "draft_why": why_draft(unconfirmed) if unconfirmed else "",
        "may_decide": proposed and decides,
        "own": proposed and found.proposed_by_id == user.pk,
        "may_refer": at_court and powers.power_for(user, Act.REFER_TO_COURT) is not None,
        "lacks_court": at_court and powers.power_for(user, Act.REFER_TO_COURT) is None,
        "may_relieve": _may_relieve(found, request),
        "why_form": WhyForm(),
        "court_form": CourtForm(),
        "relief_form": ReliefForm(),
    } | forms
    return render(request, f"{FOLDER}/fine.html", context, status=status)


def payments_of(found: Fine) -> list[Payment]:
    return list(Payment.objects.filter(fine_reference=found.number).order_by("paid_on", "id"))


def _adjustments(found: Fine) -> list[Adjustment]:
    return list(found.adjustments.select_related("enterprise", "proposed_by", "decided_by"))


def _relief(one: Adjustment, request: HttpRequest) -> dict[str, Any]:
    decides = adjustments.may_decide(one, request.user)
    return {
        "one": one,
        "tag": presenting.adjustment_tag(one),
        "may_decide": one.state == AdjustmentState.PROPOSED and decides,
        "may_revoke": one.state == AdjustmentState.GRANTED and adjustments.decides_there(one, request.user),
    }


def _may_relieve(found: Fine, request: HttpRequest) -> bool:
    unpaid = found.state in (FineState.CONFIRMED, FineState.PART_PAID)
    waiting = found.adjustments.filter(state=AdjustmentState.PROPOSED).exists()
    return unpaid and not waiting and perms.may_work(request.user, found.case)


def _act(request: HttpRequest, found: Fine, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say it, or say why not; the page shows what is true."""
    try:
        act()
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("papers:fine", found.pk)


@require_POST
@require_permission(Permission.DECIDE_CASES)
def fine_confirm(request: HttpRequest, fine_id: uuid.UUID) -> HttpResponse:
    found = seen_fine(request, fine_id)
    return _act(request, found, lambda: fines.confirm(found, by=request.user), _("Confirmed. The employer is told."))


@require_POST
@require_permission(Permission.DECIDE_CASES)
def fine_decline(request: HttpRequest, fine_id: uuid.UUID) -> HttpResponse:
    found, form = seen_fine(request, fine_id), WhyForm(request.POST)
    if not form.is_valid():
        return _fine_page(request, found, 422, why_form=form)
    why = form.cleaned_data["reason"]
    return _act(request, found, lambda: fines.decline(found, reason=why, by=request.user), _("Sent back."))


@require_POST
@require_permission(Permission.DECIDE_CASES)
def fine_refer(request: HttpRequest, fine_id: uuid.UUID) -> HttpResponse:
    found, form = seen_fine(request, fine_id), CourtForm(request.POST)
    if not form.is_valid():
        return _fine_page(request, found, 422, court_form=form)
    court = form.cleaned_data["court"]
    return _act(request, found, lambda: fines.refer(found, court=court, by=request.user), _("Referred to court."))


@require_POST
@require_permission(Permission.WORK_CASES)
def fine_relieve(request: HttpRequest, fine_id: uuid.UUID) -> HttpResponse:
    """Propose relief; a second person decides."""
    found, form = seen_fine(request, fine_id), ReliefForm(request.POST)
    perms.require_work(request.user, found.case)
    if not form.is_valid():
        return _fine_page(request, found, 422, relief_form=form)
    given = form.cleaned_data | {"kind": AdjustmentKind.FINE_RELIEF, "fine": found, "by": request.user}

    def propose() -> Adjustment:
        return adjustments.adjust(enterprise=found.case.enterprise, **given)

    return _act(request, found, propose, _("Proposed. A second person decides."))


@require_safe
@require_permission(Permission.READ_CASES)
def adjustment(request: HttpRequest, adjustment_id: uuid.UUID) -> HttpResponse:
    """One relief of months: what is asked for whom, on what ground, and the second person's decision."""
    related = ("enterprise", "proposed_by", "decided_by")
    seen = Adjustment.objects.visible_to(request.user).select_related(*related)
    found = get_object_or_404(seen, pk=adjustment_id)
    if found.fine_id:
        return redirect("papers:fine", found.fine_id)
    context = {
        "row": _relief(found, request),
        "one": found,
        "contracts": found.contracts.count(),
        "own": found.state == AdjustmentState.PROPOSED and found.proposed_by_id == request.user.pk,
    }
    return render(request, f"{FOLDER}/adjustment.html", context)


@require_POST
@require_permission(Permission.DECIDE_CASES)
def adjustment_decide(request: HttpRequest, adjustment_id: uuid.UUID) -> HttpResponse:
    """Grant, refuse or revoke; the button says which."""
    found = get_object_or_404(Adjustment.objects.visible_to(request.user), pk=adjustment_id)
    why = request.POST.get("reason", "")[:500]
    acts = {"grant": adjustments.grant, "refuse": adjustments.refuse, "revoke": adjustments.revoke}
    act = acts.get(request.POST.get("act", ""))
    try:
        if act:
            act(found, by=request.user, reason=why)
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("papers:fine", found.fine_id) if found.fine_id else redirect("papers:adjustment", found.pk)


@require_safe
@require_permission(Permission.READ_CASES)
def fine_paper(request: HttpRequest, fine_id: uuid.UUID, language: str) -> HttpResponse:
    found = seen_fine(request, fine_id)
    issued = found.paper_km if language == "km" else found.paper_en
    return paper_response(request, found, issued, f"{found.number}-{language}.pdf", language)


@require_safe
@require_permission(Permission.READ_CASES)
def court_paper(request: HttpRequest, fine_id: uuid.UUID, language: str) -> HttpResponse:
    """The referral to court; until there is one, its fine's paper."""
    found = seen_fine(request, fine_id)
    issued = found.court_paper_km if language == "km" else found.court_paper_en
    if issued is None:
        return redirect("papers:fine", found.pk)
    return paper_response(request, found, issued, f"{found.number}-court-{language}.pdf", language)
