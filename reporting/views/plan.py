"""The plan: its thirteen rows with what the portal does for each, its tables, the plan after it."""

import uuid
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from reporting import plan_rows, plan_tables
from reporting.forms_plan import SuccessorForm
from reporting.models import MeasureVersion, Plan
from reporting.services import planning
from reporting.views.plan_page import ASK, FOLDER, MANAGE, get_plan, page, reads, status_of, tell


@require_safe
@reads
def home(request: HttpRequest) -> HttpResponse:
    """The plan whose time it is."""
    plan = planning.plan_on()
    return _plan_page(request, plan) if plan else render(request, f"{FOLDER}/none.html")


@require_safe
@reads
def plan(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    return _plan_page(request, get_plan(plan_id))


def _plan_page(request: HttpRequest, found: Plan) -> HttpResponse:
    today = timezone.localdate()
    themes = plan_rows.lines(found, request.user, today)
    rows = [line for _theme, lines in themes for line in lines]
    waiting = MeasureVersion.objects.filter(measure__plan=found, confirmed_at__isnull=True)
    context = {
        "themes": themes,
        "rows": len(rows),
        "over": sum(line.over for line in rows),
        "call": plan_rows.last_call(found),
        "waiting": waiting.select_related("measure", "made_by").order_by("measure__number"),
        "coming": _coming(found, today),
        "mine": any(one.made_by_id != request.user.pk for one in waiting),
        "successor": getattr(found, "successor", None),
        "others": Plan.objects.exclude(pk=found.pk),
        "today": today,
    }
    return page(request, "plan", found, "rows", **context)


def _coming(found: Plan, today: date) -> QuerySet[MeasureVersion]:
    """Confirmed, and in force from a later day."""
    later = MeasureVersion.objects.filter(measure__plan=found, confirmed_at__isnull=False)
    later = later.filter(valid_from__gt=max(today, found.starts_on))
    return later.select_related("measure").order_by("valid_from", "measure__number")


@require_POST
@require_permission(MANAGE)
def confirm_all(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Every row that waits and that somebody else made."""
    found = get_plan(plan_id)
    tell(
        request, lambda: planning.confirm_all(found, by=request.user), _("Rows that somebody else made are confirmed.")
    )
    return redirect("reporting_plan:plan", found.pk)


@require_safe
@reads
def tables(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Tables 1 and 2 as printed, with their sources, and what contradicts what."""
    found = get_plan(plan_id)
    context = {"tables": plan_tables.tables(found), "denominators": plan_tables.denominators(found)}
    return page(request, "tables", found, "tables", **context)


@ASK
@require_permission(MANAGE)
def successor(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The plan that follows this one; its rows wait until somebody else confirms them."""
    found = get_plan(plan_id)
    if hasattr(found, "successor"):
        return redirect("reporting_plan:plan", found.successor.pk)
    versions = MeasureVersion.objects.in_force().filter(measure__plan=found)
    titles = {one.measure_id: one.title for one in versions}
    form = SuccessorForm(request.POST or None, plan=found, titles=titles, initial={"rows": list(titles)})
    if request.method == "POST" and form.is_valid():
        done = _("The next plan is made. Its rows are in force when somebody else confirms them.")
        if made := tell(request, lambda: planning.succeed(found, by=request.user, **form.cleaned_data), done):
            return redirect("reporting_plan:plan", made.pk)
    return page(request, "successor", found, "rows", status_of(form), form=form)
