"""One line of a target list: why, what was decided, the letter, and the way to a case."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance import target_rows
from compliance.enums import CaseKind, LineState, ListState, Treatment
from compliance.forms_targets import DecideForm
from compliance.models import CaseFile, NudgeLetter, TargetLine
from compliance.services import cases, lines, nudging
from compliance.services.refusing import Refused
from compliance.workflow import LINE
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import respond_issued
from nssf_portal.workflow import NotPossible


@require_safe
@require_permission(Permission.READ_TARGETS)
def line(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Everything about one line."""
    return render(request, "compliance/targets/line.html", _context(request, _line(request, line_id)))


def _context(request: HttpRequest, found: TargetLine, form: DecideForm | None = None) -> dict[str, Any]:
    [row] = target_rows.rows_of([found], request.user)
    decides = found.list.state != ListState.CLOSED and _may_decide(request, found)
    return {
        "row": row,
        "line": found,
        "month": target_rows.month_words(found.list.month),
        "form": form or DecideForm(initial={"treatment": found.treatment}),
        "letter": NudgeLetter.objects.filter(line=found).first(),
        "may": {move: decides and LINE.allows(found, move) for move in ("accept", "change", "refuse", "take_back")},
        "may_nudge": decides and found.state == LineState.ACCEPTED,
        "may_work": request.user.has_permission(Permission.WORK_CASES),
        "treatments": Treatment.choices,
    }


def _line(request: HttpRequest, line_id: uuid.UUID) -> TargetLine:
    seen = target_rows.with_facts(TargetLine.objects.visible_to(request.user))
    seen = seen.select_related("enterprise", "list__office", "decided_by").prefetch_related("reasons")
    return get_object_or_404(seen, pk=line_id)


def _may_decide(request: HttpRequest, found: TargetLine) -> bool:
    prefixes = request.user.place_prefixes(Permission.DECIDE_TARGETS)
    return any(found.commune_code.startswith(prefix) for prefix in prefixes)


@require_POST
@require_permission(Permission.DECIDE_TARGETS)
def decide(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Accepted, treated otherwise, set aside, taken back, or a letter first."""
    found = _line(request, line_id)
    if not _may_decide(request, found):
        raise PermissionDenied
    form = DecideForm(request.POST)
    if not form.is_valid():
        return render(request, "compliance/targets/line.html", _context(request, found, form))
    try:
        _act(request, found, form.cleaned_data)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Your decision is saved."))
    return redirect("targets:line", found.pk)


def _act(request: HttpRequest, found: TargetLine, given: dict[str, Any]) -> None:
    user, act = request.user, given["act"]
    if nudging.note_complied(TargetLine.objects.filter(pk=found.pk)):
        raise NotPossible(found, act)
    if act == "accept":
        lines.accept(found, by=user)
    elif act == "change":
        lines.change(found, given["treatment"], reason=given["reason"], by=user)
    elif act == "refuse":
        lines.refuse(found, given["reason"], by=user)
    elif act == "take_back":
        lines.take_back(found, by=user)
    elif not nudging.nudge([found], by=user):
        raise NotPossible(found, "nudge")


@require_POST
@require_permission(Permission.WORK_CASES)
def open_case(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """A case from an accepted line, or from one whose time to register is over; then the work goes on there."""
    seen = TargetLine.objects.visible_to(request.user)
    seen = seen.filter(in_places(request.user, Permission.WORK_CASES, "commune_code"))
    found = get_object_or_404(seen.select_related("enterprise", "list__office"), pk=line_id)
    if there := CaseFile.objects.visible_to(request.user).filter(line=found).first():
        return redirect("cases:case", there.pk)
    if nudging.note_complied(TargetLine.objects.filter(pk=found.pk)) or not LINE.allows(found, "open"):
        messages.info(request, _("No case is opened: the enterprise complied by itself, or the line is not decided."))
        return redirect("targets:line", found.pk)
    return _opened(request, found)


def _opened(request: HttpRequest, found: TargetLine) -> HttpResponse:
    joint = found.treatment == Treatment.JOINT or request.POST.get("join") == "1"
    try:
        case = cases.open_case(
            enterprise=found.enterprise,
            kind=CaseKind.JOINT if joint else CaseKind.ORDINARY,
            by=request.user,
            submission_id=_submission(request),
            line=found,
        )
    except Refused as why:
        messages.error(request, str(why))
        return redirect("targets:line", found.pk)
    messages.success(request, _("The case is open. Plan the visit next."))
    return redirect("cases:case", case.pk)


def _submission(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError as broken:
        raise Http404 from broken


@require_safe
@require_permission(Permission.READ_TARGETS)
def letter(request: HttpRequest, line_id: uuid.UUID, language: str) -> HttpResponse:
    """The very paper that was sent."""
    found = _line(request, line_id)
    papers = NudgeLetter.objects.select_related("paper_km", "paper_en")
    paper = getattr(get_object_or_404(papers, line=found), f"paper_{language}")
    note_reading(found, by=request.user, screen="target.letter")
    return respond_issued(paper, f"{paper.code}.pdf")
