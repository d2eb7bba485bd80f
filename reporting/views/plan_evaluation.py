"""The final evaluation of a plan: effectiveness, efficiency and sustainability, resting on published figures."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from reporting.enums import Criterion, EvaluationState
from reporting.forms_plan import EvaluationForm
from reporting.models import Evaluation, Plan, Report, ReportFigure
from reporting.services import evaluating
from reporting.views.plan_page import ASK, MANAGE, get_plan, page, reads, status_of, tell
from reporting.views.plan_targets import named

_FIELDS = (
    "criterion", "question", "finding_km", "finding_en", "recommendation_km", "recommendation_en", "indicators",
)  # fmt: skip
QUESTIONS = {
    Criterion.EFFECTIVENESS: (
        _lazy("Were 1,200,000 new members reached, and which groups of the plan were not?"),
        _lazy("Which rows of action were done, which were late, and why?"),
    ),
    Criterion.EFFICIENCY: (
        _lazy("What did one new member cost in days, documents and money, compared with the beginning?"),
        _lazy("Which ways to register brought most people for the effort?"),
    ),
    Criterion.SUSTAINABILITY: (
        _lazy("Do new members stay and contribute?"),
        _lazy("Which mechanisms go on without the plan, and who pays for them?"),
    ),
}
"""What an evaluation usually asks; each is answered or left, and others can be added."""


@require_safe
@reads
def evaluation(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """All three criteria: what was asked and found; who only reads sees what is approved."""
    found = get_plan(plan_id)
    seen = list(_seen(request.user, found))
    rests_on = _figures({code for one in seen for code in one.indicators}, found, request.user)
    asked = {one.question for one in seen}
    context = {
        "parts": [
            {
                "criterion": criterion,
                "rows": [_row(one, request.user, rests_on) for one in seen if one.criterion == criterion],
                "open": [str(words) for words in QUESTIONS[criterion] if str(words) not in asked],
            }
            for criterion in Criterion
        ],
        "total": len(seen),
        "approved": sum(1 for one in seen if one.state == EvaluationState.APPROVED),
    }
    return page(request, "evaluation", found, "evaluation", **context)


def _seen(user: User, plan: Plan) -> Any:
    rows = plan.evaluations.select_related("written_by", "approved_by").order_by("written_at")
    return rows if user.has_permission(MANAGE) else rows.filter(state=EvaluationState.APPROVED)


def _row(one: Evaluation, user: User, rests_on: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "evaluation": one,
        "figures": [rests_on[code] for code in one.indicators if code in rests_on],
        "why_not": evaluating.why_not_approve(one, user),
    }


def _figures(codes: set[str], plan: Plan, user: User) -> dict[str, dict[str, Any]]:
    """What the newest published report says of each; without one, only where the figure is opened."""
    last = Report.objects.published().filter(plan=plan).order_by("-period", "-edition").first()
    said: dict[str, ReportFigure] = {}
    if last and codes:
        rows = ReportFigure.objects.filter(report=last, indicator_code__in=codes, cut="", hidden="")
        said = {one.indicator_code: one for one in rows}
    return {code: named(code, user) | {"figure": said.get(code), "report": last} for code in sorted(codes)}


@ASK
@require_permission(MANAGE)
def new(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    found = get_plan(plan_id)
    form = EvaluationForm(request.POST or None, initial=request.GET.dict(), with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        done = _("Saved. It can be changed until somebody else approves it.")
        tell(request, lambda: evaluating.write(found, by=request.user, **form.cleaned_data), done)
        return redirect("reporting_plan:evaluation", found.pk)
    return page(request, "evaluation_form", found, "evaluation", status_of(form), form=form)


def _evaluation(evaluation_id: uuid.UUID) -> Evaluation:
    return get_object_or_404(Evaluation.objects.select_related("plan"), pk=evaluation_id)


@ASK
@require_permission(MANAGE)
def edit(request: HttpRequest, evaluation_id: uuid.UUID) -> HttpResponse:
    """Other words, while it is being written."""
    found = _evaluation(evaluation_id)
    form = EvaluationForm(request.POST or None, initial={name: getattr(found, name) for name in _FIELDS})
    if request.method == "POST" and form.is_valid():
        tell(request, lambda: evaluating.rewrite(found, by=request.user, **form.cleaned_data), _("Saved."))
        return redirect("reporting_plan:evaluation", found.plan_id)
    context = {"form": form, "evaluation": found}
    return page(request, "evaluation_form", found.plan, "evaluation", status_of(form), **context)


@require_POST
@require_permission(MANAGE)
def approve(request: HttpRequest, evaluation_id: uuid.UUID) -> HttpResponse:
    """The second person's act."""
    found = _evaluation(evaluation_id)
    tell(
        request,
        lambda: evaluating.approve(found, by=request.user),
        _("Approved. Everybody who reads the plan sees it."),
    )
    return redirect("reporting_plan:evaluation", found.plan_id)


@require_POST
@require_permission(MANAGE)
def reopen(request: HttpRequest, evaluation_id: uuid.UUID) -> HttpResponse:
    found = _evaluation(evaluation_id)
    tell(
        request,
        lambda: evaluating.reopen(found, by=request.user),
        _("Open again. It is approved anew when it is done."),
    )
    return redirect("reporting_plan:evaluation", found.plan_id)
