"""Targets by period and province, and baselines by source: set by one person, confirmed by another."""

import uuid
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.places.names import province_names
from reporting import registry, words
from reporting.forms_plan import BaselineForm, TargetForm, period_choices
from reporting.models import Baseline, Indicator, Plan, Target
from reporting.plan_rows import figure_url
from reporting.services import targeting
from reporting.views.plan_page import ASK, MANAGE, get_plan, page, reads, status_of, tell

_PAGE = 50


def named(code: str, user: User) -> dict[str, Any]:
    """Name, unit and figures of an indicator; one that the registry has no more is its code."""
    known = {one.code: one for one in registry.every()}.get(code)
    if known is None:
        return {"name": code, "unit": "", "url": ""}
    return {"name": known.name, "unit": words.unit(known.unit), "url": figure_url(code, user)}


@require_safe
@reads
def targets(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """What is to be reached by when and where; provinces that do not add up to the country are said."""
    found = get_plan(plan_id)
    rows = found.targets.filter(replaced_at__isnull=True)
    codes = list(dict.fromkeys(rows.order_by("indicator__order").values_list("indicator", flat=True)))
    chosen = request.GET.get("indicator", "")
    chosen = chosen if chosen in codes else ""
    shown = _shown(rows.filter(indicator=chosen) if chosen else rows)
    listed = Paginator(shown, _PAGE).get_page(request.GET.get("page"))
    periods, provinces = dict(period_choices(found)), province_names()
    context = {
        "listed": listed,
        "rows": [_target_row(one, periods, provinces, request) for one in listed.object_list],
        "chips": [(code, named(code, request.user)["name"], code == chosen) for code in codes],
        "chosen": chosen,
        "total": rows.count(),
        "unconfirmed": rows.filter(confirmed=False).count(),
        "apart": _apart(rows, periods, request.user),
        "replaced": [
            _target_row(one, periods, provinces, request)
            for one in _shown(found.targets.filter(replaced_at__isnull=False))[:_PAGE]
        ],
    }
    return page(request, "targets", found, "targets", **context)


def _shown(rows: QuerySet[Target]) -> QuerySet[Target]:
    return rows.select_related("set_by").order_by("indicator__order", "period", "province_code", "-set_at")


def _target_row(
    one: Target, periods: dict[str, str], provinces: dict[str, str], request: HttpRequest
) -> dict[str, Any]:
    return {
        "target": one,
        "indicator": named(one.indicator_id, request.user),
        "period": periods.get(one.period, one.period),
        "where": provinces.get(one.province_code, one.province_code) or _("The whole country"),
        "why_not": targeting.why_not_confirm_target(one, request.user),
    }


def _apart(rows: QuerySet[Target], periods: dict[str, str], user: User) -> list[dict[str, Any]]:
    """Where targets of all provinces are there and do not add up to the country's."""
    country: dict[tuple[str, str], Decimal] = {}
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for code, period, province, value in rows.values_list("indicator", "period", "province_code", "value"):
        if province:
            sums[code, period].append(value)
        else:
            country[code, period] = value
    wanted = len(province_names())
    return [
        {
            "indicator": named(code, user)["name"],
            "period": periods.get(period, period),
            "sum": sum(values),
            "country": country[code, period],
        }
        for (code, period), values in sums.items()
        if (code, period) in country and len(values) == wanted and sum(values) != country[code, period]
    ]


@ASK
@require_permission(MANAGE)
def set_target(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    found = get_plan(plan_id)
    form = TargetForm(request.POST or None, plan=found, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        indicator = get_object_or_404(Indicator, pk=given.pop("indicator"))
        done = _("The target is set. Somebody else confirms it.")
        if tell(request, lambda: targeting.set_target(found, indicator, by=request.user, **given), done):
            return redirect("reporting_plan:targets", found.pk)
    return page(request, "target_form", found, "targets", status_of(form), form=form)


@require_POST
@require_permission(MANAGE)
def confirm_target(request: HttpRequest, target_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Target, pk=target_id)
    tell(request, lambda: targeting.confirm_target(found, by=request.user), _("Confirmed."))
    return redirect("reporting_plan:targets", found.plan_id)


@require_safe
@reads
def baselines(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Where each indicator stood, by each source; several stand side by side and are never merged."""
    found = get_plan(plan_id)
    rows = _baselines_of(found)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        why = targeting.why_not_confirm_baseline(one, request.user)
        groups.setdefault(one.indicator_id, []).append({"baseline": one, "why_not": why})
    context = {
        "groups": [(named(code, request.user), lines) for code, lines in groups.items()],
        "total": len(rows),
        "unconfirmed": sum(1 for one in rows if not one.confirmed),
    }
    return page(request, "baselines", found, "baselines", **context)


def _baselines_of(plan: Plan) -> list[Baseline]:
    rows = Baseline.objects.filter(plan=plan).select_related("entered_by")
    return list(rows.order_by("indicator__order", "as_of", "source"))


@ASK
@require_permission(MANAGE)
def add_baseline(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    found = get_plan(plan_id)
    form = BaselineForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        indicator = get_object_or_404(Indicator, pk=given.pop("indicator"))
        done = _("The baseline is written down. Somebody else holds it against its source.")
        if tell(request, lambda: targeting.add_baseline(found, indicator, by=request.user, **given), done):
            return redirect("reporting_plan:baselines", found.pk)
    return page(request, "baseline_form", found, "baselines", status_of(form), form=form)


@require_POST
@require_permission(MANAGE)
def confirm_baseline(request: HttpRequest, baseline_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Baseline, pk=baseline_id)
    tell(request, lambda: targeting.confirm_baseline(found, by=request.user), _("Confirmed."))
    return redirect("reporting_plan:baselines", found.plan_id)
