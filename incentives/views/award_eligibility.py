"""A run of eligibility: how far it is, whether it repeats the frozen one, its rows, and the facts behind each row."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.enums import StandingState
from compliance.standing.rules import label_of
from enterprises.models import Enterprise
from incentives import presenting_awards as presenting
from incentives.eligibility_rows import Rule
from incentives.enums import CriterionKind, Measure
from incentives.models import AwardCycle, EligibilityRow, EligibilityRun
from incentives.services import eligibility
from incentives.views.awards import FOLDER, may_work, tell, works
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.places.names import place_name

_PAGE, _MOST, _DIFFERENCES = 25, 1_000, 200
_STANDING_TAGS = {
    StandingState.GOOD: "ok",
    StandingState.OWING: "wrong",
    StandingState.UNKNOWN: "unknown",
    StandingState.NOT_REGISTERED: "none",
}


@require_safe
@require_permission(Permission.READ_AWARDS)
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The rows of a run by category, answer and measure; while it computes, how far it is."""
    found = _get_run(request, run_id)
    context: dict[str, Any] = {"run": found, "cycle": found.cycle, "tabs": presenting.tabs(found.cycle, "run")}
    if found.done_at is None:
        return render(request, f"{FOLDER}/running.html", context | {"job": eligibility.job_of(found)})
    return render(request, f"{FOLDER}/run.html", context | _compared(request, found) | _rows(request, found))


def _get_run(request: HttpRequest, run_id: uuid.UUID) -> EligibilityRun:
    cycles = AwardCycle.objects.visible_to(request.user).values("pk")
    return get_object_or_404(
        EligibilityRun.objects.filter(cycle__in=cycles).select_related("cycle", "ran_by"), pk=run_id
    )


@require_POST
@works
def freeze(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The lists are made of this run from now on."""
    found = _get_run(request, run_id)
    tell(request, lambda: eligibility.freeze(found, by=request.user), _("The lists are made of this run now."))
    return redirect("awards:run", found.pk)


def _compared(request: HttpRequest, found: EligibilityRun) -> dict[str, Any]:
    """Beside the frozen run of the cycle: the same, or which rows differ."""
    frozen = None if found.is_frozen else eligibility.frozen(found.cycle)
    same = eligibility.same(found, frozen)
    return {
        "frozen": frozen,
        "same": same,
        "may_freeze": same is False and may_work(request.user) and eligibility.may_freeze(found),
        "differing": _differing(request, found, frozen) if frozen and same is False else [],
        "waiting": [label_of(value) for value in eligibility.waiting(found)],
    }


def _differing(request: HttpRequest, found: EligibilityRun, frozen: EligibilityRun) -> list[dict[str, Any]]:
    """With the names of those the reader may see."""
    told = eligibility.differing(found, frozen, _DIFFERENCES)
    ids = [one.enterprise_id for one in told]
    rows = EligibilityRow.objects.visible_to(request.user).filter(enterprise__in=ids)
    named = Enterprise.objects.in_bulk(list(rows.values_list("enterprise", flat=True).distinct().order_by()))
    return [
        {
            "enterprise": named[one.enterprise_id],
            "parts": [(presenting.LABELS[name], mine, theirs) for name, mine, theirs in one.columns],
        }
        for one in told
        if one.enterprise_id in named
    ]


def _rows(request: HttpRequest, found: EligibilityRun) -> dict[str, Any]:
    """The rows asked for, the filters, and the counts behind them."""
    seen, categories = eligibility.visible_rows(found, request.user), list(found.cycle.categories.all())
    asked = _asked(request, {str(one.pk) for one in categories})
    chosen: QuerySet[EligibilityRow] = eligibility.only(seen, **asked)[:_MOST]
    page = Paginator(chosen, _PAGE).get_page(request.GET.get("page"))
    figures = presenting.figures(EligibilityRow.objects.visible_to(request.user).filter(run=found))
    return {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "most": _MOST if page.paginator.count >= _MOST else None,
        "figures": figures,
        "categories": [(one, *figures["categories"].get(one.pk, (0, 0))) for one in categories],
        "without": figures["categories"].get(None, (0, 0))[1],
        "measures": _measures(found, figures),
        "asked": asked,
    }


def _asked(request: HttpRequest, categories: set[str]) -> dict[str, str]:
    """What the address asks for; anything unknown is passed over."""
    given = request.GET
    known = {
        "category": categories | {"none"},
        "shown": {"eligible", "not"},
        "missed": set(Measure.values),
        "unknown": set(Measure.values),
    }
    return {name: given.get(name, "") if given.get(name) in allowed else "" for name, allowed in known.items()}


def _measures(found: EligibilityRun, figures: dict[str, Any]) -> list[tuple[str, Any, int, int]]:
    """Required measures with how many miss them and of how many they are not known."""
    required = found.cycle.criteria.filter(kind=CriterionKind.COMPUTED, required=True).order_by("order", "id")
    return [
        (one.measure, one.name, figures["missed"].get(one.measure, 0), figures["unknown"].get(one.measure, 0))
        for one in required
    ]


def _row(one: EligibilityRow) -> dict[str, Any]:
    return {
        "row": one,
        "place": place_name(one.province_code),
        "missed": presenting.words(one.missed),
        "unknown": presenting.words(one.unknown),
        "tag": ("ok", _("eligible")) if one.eligible else ("none", _("not eligible")),
    }


@require_safe
@require_permission(Permission.READ_AWARDS)
def row(request: HttpRequest, eligibility_id: uuid.UUID) -> HttpResponse:
    """One enterprise at the cut-off: every answer with the facts behind it, read again from the history of that day."""
    seen = EligibilityRow.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("run__cycle", "enterprise", "category"), pk=eligibility_id)
    note_reading(found.enterprise, by=request.user, screen="eligibility")
    measured = presenting.measured(found)
    again = Rule.of(found.run.cycle).row(measured)
    context = {
        "row": found,
        "run": found.run,
        "cycle": found.run.cycle,
        "tabs": presenting.tabs(found.run.cycle, "run"),
        "answers": list(presenting.answers(found, measured)),
        "standing_tag": (_STANDING_TAGS[StandingState(found.standing)], found.get_standing_display()),
        "same": (again["eligible"], again["points"], again["category_id"])
        == (found.eligible, found.points, found.category_id),
        **_row(found),
    }
    return render(request, f"{FOLDER}/row.html", context)
