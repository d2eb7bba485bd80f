"""One row of the action table: what it says, in versions; proposed by one person, confirmed by another."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from reporting import plan_rows
from reporting.enums import Part
from reporting.forms_plan import RowForm, VersionForm
from reporting.models import Measure, MeasureVersion
from reporting.services import planning
from reporting.views.plan_page import ASK, MANAGE, get_plan, page, reads, status_of, tell
from reporting.what_portal_does import sentence, ways

_RELATED = ("1.4", "1.5", "2.2", "3.1", "4.1", "4.2", "4.3", "4.4", "4.5")
"""Rows whose first text also names "related ministries and institutions" without saying which."""


def _measure(measure_id: uuid.UUID) -> Measure:
    return get_object_or_404(Measure.objects.select_related("plan", "plan__follows"), pk=measure_id)


@require_safe
@reads
def row(request: HttpRequest, measure_id: uuid.UUID) -> HttpResponse:
    """What it says, what the portal does for it, how it goes, and everything that was changed or decided."""
    found = _measure(measure_id)
    versions = list(found.versions.select_related("made_by", "confirmed_by").prefetch_related("parts__institution"))
    day = max(timezone.localdate(), found.plan.starts_on)
    now = next((one for one in versions if one.confirmed_at and one.valid_from <= day), None)
    proposed = next((one for one in versions if one.confirmed_at is None), None)
    decisions = list(found.plan.decisions.filter(measure__in=[found]) | found.plan.decisions.filter(measure=None))
    context = {
        "measure": found,
        "now": now,
        "lead": _institutions(now, Part.LEAD),
        "support": _institutions(now, Part.SUPPORT),
        "related": bool(now and now.version == 1 and now.made_by_id is None and found.number in _RELATED),
        "proposed": proposed,
        "proposed_lead": _institutions(proposed, Part.LEAD),
        "proposed_support": _institutions(proposed, Part.SUPPORT),
        "why_not": planning.why_not_confirm(proposed, request.user) if proposed else "",
        "versions": versions,
        "decisions": decisions,
        "ends_on": planning.runs_until(now, decisions) if now else None,
        "today": timezone.localdate(),
        "does": sentence(found.number),
        "ways": ways(found.number, request.user),
        "indicators": plan_rows.indicators_of(found.number, request.user),
        "said": plan_rows.said_of(found, request.user),
        "call": plan_rows.last_call(found.plan),
    }
    return page(request, "row", found.plan, "rows", **context)


def _institutions(version: MeasureVersion | None, part: str) -> list[Any]:
    return [one.institution for one in version.parts.all() if one.part == part] if version else []


@ASK
@require_permission(MANAGE)
def change(request: HttpRequest, measure_id: uuid.UUID) -> HttpResponse:
    """The next version, begun with the words of the one in force."""
    found = _measure(measure_id)
    form = VersionForm(request.POST or None, initial=_as_it_is(found))
    if request.method == "POST" and form.is_valid():
        done = _("Proposed. It is in force when somebody else confirms it.")
        if tell(request, lambda: planning.propose(found, by=request.user, **form.cleaned_data), done):
            return redirect("reporting_plan:row", found.pk)
    return page(request, "row_form", found.plan, "rows", status_of(form), form=form, measure=found)


def _as_it_is(measure: Measure) -> dict[str, Any]:
    now = measure.versions.filter(confirmed_at__isnull=False).prefetch_related("parts").first()
    if now is None:
        return {}
    names = ("title_km", "title_en", "indicator_km", "indicator_en", "first_year", "last_year")
    parts = {part: [one.institution_id for one in now.parts.all() if one.part == part] for part in Part.values}
    return {name: getattr(now, name) for name in names} | {"lead": parts["lead"], "support": parts["support"]}


@ASK
@require_permission(MANAGE)
def add(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """A row that the plan did not have."""
    plan = get_plan(plan_id)
    form = RowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("Proposed. It is in force when somebody else confirms it.")
        if made := tell(request, lambda: planning.add_row(plan, by=request.user, **form.cleaned_data), done):
            return redirect("reporting_plan:row", made.measure_id)
    return page(request, "row_form", plan, "rows", status_of(form), form=form)


def _version(measure_version_id: uuid.UUID) -> MeasureVersion:
    return get_object_or_404(MeasureVersion.objects.select_related("measure"), pk=measure_version_id)


@require_POST
@require_permission(MANAGE)
def confirm(request: HttpRequest, measure_version_id: uuid.UUID) -> HttpResponse:
    """The second person's act."""
    found = _version(measure_version_id)
    tell(request, lambda: planning.confirm(found, by=request.user), _("Confirmed. The row says this from its day on."))
    return redirect("reporting_plan:row", found.measure_id)


@require_POST
@require_permission(MANAGE)
def withdraw(request: HttpRequest, measure_version_id: uuid.UUID) -> HttpResponse:
    """A proposal that nobody confirmed."""
    found = _version(measure_version_id)
    plan_id = found.measure.plan_id
    tell(request, lambda: planning.withdraw(found, by=request.user), _("Withdrawn. What was in force goes on."))
    if Measure.objects.filter(pk=found.measure_id).exists():
        return redirect("reporting_plan:row", found.measure_id)
    return redirect("reporting_plan:plan", plan_id)
