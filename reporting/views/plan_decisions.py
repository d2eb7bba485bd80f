"""Dated decisions that extend, adjust, end or add rows of the plan (plan, section 7)."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.documents import services as documents
from reporting.enums import DecisionKind
from reporting.forms_plan import DecisionForm
from reporting.models import Plan, PlanDecision
from reporting.services import planning
from reporting.views.plan_page import ASK, MANAGE, get_plan, page, reads, status_of, tell

_PAGE = 25
_TAGS = {DecisionKind.ENDED: "none", DecisionKind.ADDED: "ok"}


@require_safe
@reads
def decisions(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Newest first."""
    found = get_plan(plan_id)
    rows = found.decisions.select_related("measure", "entered_by", "upload")
    shown = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    tagged = [(one, _TAGS.get(DecisionKind(one.kind), "progress")) for one in shown.object_list]
    return page(request, "decisions", found, "decisions", shown=shown, decisions=tagged)


@ASK
@require_permission(MANAGE)
def new(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """A decision as it was taken, with its paper."""
    found = get_plan(plan_id)
    form = DecisionForm(request.POST or None, request.FILES or None, plan=found, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid() and (made := _write(request, found, form)):
        if made.kind == DecisionKind.ADJUSTED and made.measure_id:
            return redirect("reporting_plan:change", made.measure_id)
        return redirect("reporting_plan:decisions", found.pk)
    return page(request, "decision_form", found, "decisions", status_of(form), form=form)


def _write(request: HttpRequest, plan: Plan, form: DecisionForm) -> PlanDecision | None:
    given = dict(form.cleaned_data)
    file, key = given.pop("file"), given["submission_id"]
    if file:
        try:
            given["upload"] = documents.take_in(file, kind="plan", by=request.user, submission_id=key)
        except documents.UploadRefused as why:
            form.add_error("file", why)
            return None
    done = _("The decision is written down.")
    return tell(request, lambda: planning.decide(plan, by=request.user, **given), done) or None


@require_safe
@reads
def paper(request: HttpRequest, plan_decision_id: uuid.UUID) -> HttpResponse:
    """The paper of a decision."""
    rows = PlanDecision.objects.exclude(upload=None).select_related("upload")
    return documents.respond(get_object_or_404(rows, pk=plan_decision_id).upload)
