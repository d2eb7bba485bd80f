"""Award cycles: the list, one cycle with its rules and days, and the acts on it."""

import uuid
from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.services.refusing import Refused
from incentives import presenting_awards as presenting
from incentives.enums import CriterionKind, CycleState
from incentives.forms_awards import CancelForm, CycleForm, RunForm
from incentives.models import AwardCycle, EligibilityRun
from incentives.models.scope import nationwide
from incentives.services import cycles, eligibility
from incentives.services.cycle_rules import proposed
from incentives.workflow import CYCLE
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import place_name
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/awards"
ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 25


def may_work(user: User) -> bool:
    """A cycle holds in the whole country: so must the grant of whoever prepares it."""
    return nationwide(user, Permission.WORK_AWARDS)


def works(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 for everybody who does not prepare awards for the whole country."""

    @require_permission(Permission.WORK_AWARDS)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_work(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    checked.__name__, checked.__doc__, checked.__module__ = view.__name__, view.__doc__, view.__module__
    return checked


def get_cycle(request: HttpRequest, cycle_id: uuid.UUID) -> AwardCycle:
    return get_object_or_404(AwardCycle.objects.visible_to(request.user), pk=cycle_id)


def tell(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not (somebody was faster, a rule stands in the way)."""
    try:
        act()
    except NotPossible as why:  # a refusal is one too
        messages.error(request, str(why))
        return False
    messages.success(request, done)
    return True


@require_safe
@require_permission(Permission.READ_AWARDS)
def home(request: HttpRequest) -> HttpResponse:
    """Every year's award, newest first."""
    frozen = EligibilityRun.objects.filter(cycle=OuterRef("pk"), is_frozen=True)
    seen = AwardCycle.objects.visible_to(request.user).annotate(
        eligible=Subquery(frozen.values("eligible")[:1]), competing=Count("candidates", distinct=True)
    )
    page = Paginator(seen.order_by("-year"), _PAGE).get_page(request.GET.get("page"))
    rows = [(cycle, presenting.TAGS[CycleState(cycle.state)]) for cycle in page.object_list]
    return render(request, f"{FOLDER}/home.html", {"page": page, "rows": rows, "may_work": may_work(request.user)})


@ASK
@works
def new(request: HttpRequest) -> HttpResponse:
    """Another year: days proposed, categories and criteria as last time."""
    if made := AwardCycle.objects.filter(submission_id=_submission(request)).first():
        return redirect("awards:cycle", made.pk)
    form = CycleForm(request.POST or None, initial=proposed(timezone.localdate()), with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = cycles.create(by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error("year", str(why))
        else:
            messages.success(
                request, _("The cycle is made. Its categories and criteria can be changed until it opens.")
            )
            return redirect("awards:cycle", cycle.pk)
    context = {"form": form, "cycle": None}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)


def _submission(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError:
        return None


@ASK
@works
def edit(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Days and words at any time, sizes while it is being prepared."""
    cycle = get_cycle(request, cycle_id)
    form = CycleForm(request.POST or None, instance=copy(cycle))
    if request.method == "POST" and form.is_valid():
        try:
            cycles.change(cycle, by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved."))
            return redirect("awards:cycle", cycle.pk)
    context = {"form": form, "cycle": cycle}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(Permission.READ_AWARDS)
def cycle(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """One year's award: what comes next, its days, rules, runs of eligibility and history."""
    return cycle_page(request, get_cycle(request, cycle_id))


def cycle_page(request: HttpRequest, found: AwardCycle, cancel_form: CancelForm | None = None) -> HttpResponse:
    works_here = may_work(request.user)
    context = {
        "cycle": found,
        "tag": presenting.TAGS[CycleState(found.state)],
        "tabs": presenting.tabs(found, "cycle"),
        "next_step": presenting.next_step(found),
        "next_url": presenting.next_url(found),
        "not_ready": cycles.not_ready(found) if found.state == CycleState.DRAFTED else [],
        "categories": [(one, place_name(one.province_code)) for one in found.categories.all()],
        "computed": found.criteria.filter(kind=CriterionKind.COMPUTED),
        "judged": found.criteria.filter(kind=CriterionKind.JUDGED),
        "history": presenting.history(found),
        "may_work": works_here,
        "is_drafted": found.state == CycleState.DRAFTED,
        "may_change": works_here and found.state not in cycles.OVER,
        "may_cancel": works_here and CYCLE.allows(found, "cancel"),
        "may_archive": works_here and CYCLE.allows(found, "archive"),
        "cancel_form": cancel_form or CancelForm(),
        **_runs(found, works_here),
    }
    return render(request, f"{FOLDER}/cycle.html", context, status=422 if cancel_form else 200)


def _runs(found: AwardCycle, works_here: bool) -> dict[str, Any]:
    """The runs of eligibility, each beside the frozen one, and whether another can be started."""
    frozen, under_way = eligibility.frozen(found), eligibility.running(found)
    runs = [(run, eligibility.same(run, frozen)) for run in found.runs.select_related("ran_by")]
    why_not = eligibility.why_not(found)
    return {
        "runs": runs,
        "frozen": frozen,
        "under_way": under_way,
        "why_not": why_not,
        "may_run": works_here and not why_not and under_way is None,
        "run_form": RunForm(),
    }


@require_POST
@works
def open_cycle(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """From now on the rules stand."""
    found = get_cycle(request, cycle_id)
    tell(request, lambda: cycles.open_cycle(found, by=request.user), _("The cycle is open. Its rules stand."))
    return redirect("awards:cycle", found.pk)


@require_POST
@works
def cancel(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """No award this year."""
    found, form = get_cycle(request, cycle_id), CancelForm(request.POST)
    if not form.is_valid():
        return cycle_page(request, found, form)
    reason = form.cleaned_data["reason"]
    tell(request, lambda: cycles.cancel(found, by=request.user, reason=reason), _("The cycle is called off."))
    return redirect("awards:cycle", found.pk)


@require_POST
@works
def archive(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Everything is handed over."""
    found = get_cycle(request, cycle_id)
    tell(request, lambda: cycles.archive(found, by=request.user), _("The cycle is in the archive."))
    return redirect("awards:cycle", found.pk)


@require_POST
@works
def run_start(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Everybody is measured by a job; its page shows how far it is."""
    found, form = get_cycle(request, cycle_id), RunForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This page was old. Press the button again."))
        return redirect("awards:cycle", found.pk)
    try:
        run = eligibility.start(found, by=request.user, submission_id=form.cleaned_data["submission_id"])
    except Refused as why:
        messages.error(request, str(why))
        return redirect("awards:cycle", found.pk)
    return redirect("awards:run", run.pk)
