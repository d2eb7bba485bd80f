"""What activities brought: for officers of outreach, of their places; numbers only, nobody is named."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.places.names import name_of, place_name
from outreach import comparison
from outreach import funnel as funnels
from outreach.enums import ActivityState, Rule, Subject
from outreach.models import Activity, NextPlace

FOLDER = "outreach/conversion"
_BY: dict[str, Promise] = {
    "type": _("Type"),
    "place": _("Province"),
    "partner": _("Partner"),
    "activity": _("Activity"),
}
_RULES: dict[tuple[str, str], Promise] = {
    (Subject.MEMBER, Rule.STARTED_THERE): _("people who began the registration there"),
    (Subject.MEMBER, Rule.STOP): _("people registered at the stop of that day and place"),
    (Subject.MEMBER, Rule.LISTED): _("people on a partner’s list, with their consent"),
    (Subject.MEMBER, Rule.ATTENDED): _("people who came and left the same telephone number"),
    (Subject.MEMBER, Rule.OF_ENTERPRISE): _("staff of an enterprise that took part"),
    (Subject.ENTERPRISE, Rule.STARTED_THERE): _("enterprises that began the registration there"),
    (Subject.ENTERPRISE, Rule.ATTENDED): _("enterprises whose people came"),
    (Subject.ENTERPRISE, Rule.OF_ENTERPRISE): _("the enterprise at which it was held"),
}
_A_PAGE = 50


def _seen(request: HttpRequest) -> QuerySet[Activity]:
    """Of one's places: a partner's own activities are on the partner's pages."""
    return Activity.objects.filter(in_places(request.user, Permission.READ_OUTREACH, "place_code"))


def _year(request: HttpRequest) -> int:
    this = timezone.localdate().year
    said = request.GET.get("year", "")
    return int(said) if said.isdecimal() and 2000 <= int(said) <= this else this


def _years(request: HttpRequest) -> list[int]:
    this = timezone.localdate().year
    first = _seen(request).order_by().aggregate(first=Min("starts_at"))["first"]
    return list(range(this, min(this, timezone.localtime(first).year if first else this) - 1, -1))


@require_safe
@require_permission(Permission.READ_OUTREACH)
def funnel(request: HttpRequest) -> HttpResponse:
    """From the chair to the card, with the money: verified activities of a year."""
    by = request.GET.get("by", "") if request.GET.get("by", "") in funnels.BY else "type"
    year = _year(request)
    found = funnels.funnel(_seen(request).filter(starts_at__year=year), by)
    page = Paginator(found.rows, _A_PAGE).get_page(request.GET.get("page"))
    context = {"found": found, "page": page, "by": by, "ways": _BY, "word": _BY[by]}
    context |= {"year": year, "years": _years(request), "tab": "funnel"}
    return render(request, f"{FOLDER}/funnel.html", context)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def activity(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One activity: who came, began, registered, by which rule, and what one registration cost."""
    one = get_object_or_404(_seen(request).select_related("type"), pk=activity_id)
    counted = one.attributions.order_by().values_list("subject", "rule").annotate(n=Count("pk"))
    found = {(subject, rule): n for subject, rule, n in counted}
    rules = [(word, found[pair]) for pair, word in _RULES.items() if pair in found]
    context = {
        "activity": one,
        "row": funnels.of_activity(one),
        "rules": rules,
        "place": place_name(one.place_code),
        "verified": one.state == ActivityState.VERIFIED,
        "tab": "funnel",
    }
    return render(request, f"{FOLDER}/activity.html", context)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def similar(request: HttpRequest) -> HttpResponse:
    """Beside communes of the same district where nobody went."""
    year = _year(request)
    found = comparison.compare(_seen(request).filter(starts_at__year=year))
    page = Paginator(found.lines, _A_PAGE).get_page(request.GET.get("page"))
    places = [(line, place_name(line.activity.place_code)) for line in page]
    context = {"found": found, "page": page, "lines": places, "finding": _finding(found)}
    context |= {"year": year, "years": _years(request), "tab": "similar"}
    return render(request, f"{FOLDER}/similar.html", context)


def _finding(found: comparison.Comparison) -> Promise | str:
    """One sentence that says what can be said, and no more."""
    if not found.lines:
        return _("Nothing to compare yet")
    if not found.says:
        return _("Too few activities to say")
    difference = found.means["difference"]
    if abs(difference) < 0.05:  # what the table rounds to nothing
        return _("Registrations changed as they did in similar communes")
    more = _(
        "Where there was an activity, the change of registrations was %(n)s higher than in similar communes, on average"
    )
    less = _(
        "Where there was an activity, the change of registrations was %(n)s lower than in similar communes, on average"
    )
    return (more if difference > 0 else less) % {"n": floatformat(abs(difference), 1)}


@require_safe
@require_permission(Permission.READ_OUTREACH)
def next_places(request: HttpRequest) -> HttpResponse:
    """Communes with many missing workers where nobody went for long, and where something is planned already."""
    mine = NextPlace.objects.filter(in_places(request.user, Permission.READ_OUTREACH, "commune_code"))
    provinces = sorted({code[:2] for code in mine.order_by().values_list("commune_code", flat=True)})
    chosen = request.GET.get("province", "") if request.GET.get("province", "") in provinces else ""
    page = Paginator(mine.filter(commune_code__startswith=chosen), _A_PAGE).get_page(request.GET.get("page"))
    planned = _planned([row.commune_code for row in page])
    context = {
        "page": page,
        "rows": [(row, place_name(row.commune_code), planned.get(row.commune_code)) for row in page],
        "provinces": [(code, name_of(code)) for code in provinces],
        "chosen": chosen,
        "counted_at": mine.order_by().aggregate(at=Min("computed_at"))["at"],
        "may_plan": _may_plan(request),
        "tab": "next",
    }
    return render(request, f"{FOLDER}/next.html", context)


def _planned(codes: list[str]) -> dict[str, Any]:
    """The next day somebody goes to these communes."""
    coming = Activity.objects.filter(
        place_code__in=codes,
        state__in=(ActivityState.PLANNED, ActivityState.ANNOUNCED),
        starts_at__gte=timezone.now(),
    )
    return dict(coming.order_by().values_list("place_code").annotate(first=Min("starts_at")))


def _may_plan(request: HttpRequest) -> bool:
    may: Callable[[str], bool] = request.user.has_permission  # type: ignore[union-attr]
    return may(Permission.WORK_OUTREACH)
