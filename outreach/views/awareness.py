"""What people knew before and after, over months, by place and group; beside it what the plan quotes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.khmer.cleaning import clean
from nssf_portal.law import NoLawInForce, value
from nssf_portal.places.names import name_of, province_choices
from nssf_portal.ui.templatetags.ui import long_month
from outreach import awareness
from outreach.enums import TargetGroup
from outreach.models import Activity
from outreach.views.quiz import FOLDER, READ

_HEIGHT, _WIDTH, _LEAST_KNOWN = 100, 8, 5


@require_safe
@require_permission(READ)
def trend(request: HttpRequest) -> HttpResponse:
    """Shares of right answers at verified activities of one's places; small groups are kept back."""
    activities = _filtered(request, Activity.objects.visible_to(request.user).counted())
    months = awareness.last_months(awareness.by(activities, awareness.MONTH))
    groups = dict(TargetGroup.choices)
    context = {
        "whole": awareness.whole(activities),
        "baseline": _baseline(),
        "months": months,
        "month_rows": [(long_month(one.key), one) for one in months],
        "chart": _columns(months),
        "provinces": [(name_of(one.key) or "–", one) for one in awareness.by(activities, awareness.PROVINCE)],
        "groups": [(groups.get(one.key, one.key), one) for one in awareness.by(activities, awareness.GROUP)],
        "known_rows": [(one.key.text, one) for one in awareness.by_question(activities)[:_LEAST_KNOWN]],
        "least": awareness.smallest(),
        "province": request.GET.get("province", ""),
        "group": request.GET.get("group", ""),
        "province_choices": province_choices(),
        "group_choices": TargetGroup.choices,
    }
    return render(request, f"{FOLDER}/awareness.html", context)


def _filtered(request: HttpRequest, activities: QuerySet[Activity]) -> QuerySet[Activity]:
    if province := clean(request.GET.get("province", ""))[:2]:
        activities = activities.filter(place_code__startswith=province)
    if request.GET.get("group") in TargetGroup.values:
        activities = activities.filter(target_group=request.GET["group"])
    return activities


def _baseline() -> Any:
    """The plan's figure with its source; nothing in force is nothing shown."""
    try:
        return value("awareness.baseline")
    except NoLawInForce:
        return None


def _columns(months: list[awareness.Measured]) -> list[dict[str, float | str]]:
    """Two bars a month in the drawing's own units; what is kept back has none."""
    drawn: list[dict[str, float | str]] = []
    for at, one in enumerate(months):
        for place, (share, colour) in enumerate(((one.before, "grey"), (one.after, "teal"))):
            height = share.percent or 0
            x = at * 20 + place * (_WIDTH + 1)
            drawn.append({"x": x, "y": _HEIGHT - height, "height": height, "width": _WIDTH, "colour": colour})
    return drawn
