"""Dashboards by role: the country, a province, an office, an institution; filters in the address, print, CSV."""

import csv
from io import StringIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import Institution, Office, User
from nssf_portal.accounts.permissions import Permission
from reporting import computing, progress, registry, words
from reporting.dashboards import flow, headlines, institution, rooms, trend
from reporting.figures import saying
from reporting.figures.keeping import cells_now
from reporting.forms_dashboard import CountryFilters, InstitutionFilters, OfficeFilters, ProvinceFilters
from reporting.indicators.grouping import one_reading
from reporting.models import Plan
from reporting.periods import Period
from reporting.public import drawing
from reporting.public.figures import Standing, compute
from reporting.registry import Cell, Definition
from reporting.views.figures import period_of, periods
from reporting.views.new_members import safe

_FAR = 6
_OF_AN_OFFICE = ("new_members", "applications_decided", "enterprises_registered", "stops_held", "cases_settled")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The country for who reads counts; others go to what is theirs."""
    user = request.user
    if not user.has_permission(Permission.READ_COUNTS):
        if user.has_permission(Permission.ENTER_PROGRESS):
            return redirect("reporting_dashboard:institution")
        if user.has_permission(Permission.READ_WORK):
            return redirect("reporting_dashboard:office")
        raise PermissionDenied
    form = CountryFilters(request.GET, periods())
    if not form.is_valid():
        return render(request, "reporting/dashboard/home.html", {"form": form, "rooms": rooms.rooms(user)})
    return render(request, "reporting/dashboard/home.html", _base(request, form) | _country(form.chosen, user))


def _base(request: HttpRequest, form: Any) -> dict[str, Any]:
    query = {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}
    return {
        "form": form,
        "period": form.chosen,
        "now": timezone.now(),
        "rooms": rooms.rooms(request.user),
        "printing": "print" in request.GET,
        "query": urlencode(query),
        "print_query": urlencode(query | {"print": "1"}),
        "reads_counts": request.user.has_permission(Permission.READ_COUNTS),
    }


def _country(period: Period, user: User) -> dict[str, Any]:
    plan = computing.plan_for(period)
    found = headlines.headlines(period)
    standing = _standing(plan, period)
    far = [one for one in found.against if one.indicator == "new_members" and one.province]
    far = sorted(far, key=lambda one: (one.share is None, one.share or 0))
    return {
        "plan": plan,
        "figures": found,
        "standing": standing,
        "curve": drawing.curve(standing) if standing else None,
        "tiles": drawing.tiles(standing) if standing else [],
        "by_share": bool(standing and drawing.by_share(standing)),
        "quarter_words": Period.parse(standing.quarter).words if standing else "",
        "percent": round(100 * standing.total.value / standing.target, 1)
        if standing and standing.total.value is not None and standing.target else None,
        "reachable": _reachable(standing),
        "far": [(words.word("province", one.province), one, headlines.in_words(one)) for one in far],
        "near": _FAR,
        "funnel": flow.funnel(period),
        "queues": flow.queues(period),
        "late_provinces": _late(),
        "may_report": user.has_permission(Permission.WORK_REPORTS),
        "owed": _owed(period) if user.has_permission(Permission.READ_PROGRESS) else None,
    }  # fmt: skip


def _late() -> list[tuple[str, str, int, int]]:
    """Provinces with late work: name, code, what waits, what is late."""
    found = [one for one in flow.late_by_province() if one[0] and one[2]][:_FAR]
    return [(words.word("province", code), code, waiting, late) for code, waiting, late in found]


def _standing(plan: Plan | None, period: Period) -> Standing | None:
    """None before the plan's first month is over."""
    day = headlines.last_day(period)
    if plan is None or day < plan.counted_from:
        return None
    return compute(plan, min(day, plan.ends_on))


def _reachable(standing: Standing | None) -> bool | None:
    if standing is None or standing.target is None or standing.projected is None:
        return None
    return standing.projected >= standing.target


def _owed(period: Period) -> dict[str, Any]:
    """What institutions owe for the period's newest call."""
    rows = [row for row in progress.of_period(period) if row.entry]
    waiting = [row for row in rows if not row.is_answered]
    return {
        "all": len(rows),
        "answered": len(rows) - len(waiting),
        "late": sum(row.late for row in waiting),
        "rows": sorted(waiting, key=lambda row: (not row.late, row.number))[:_FAR],
    }


@require_safe
@require_permission(Permission.READ_COUNTS)
def province(request: HttpRequest) -> HttpResponse:
    """One province: its targets, its months, who came, its offices and their work."""
    form = ProvinceFilters(request.GET, periods(), _first_province(request.user))
    if not form.is_valid():
        return render(request, "reporting/dashboard/province.html", {"form": form, "rooms": rooms.rooms(request.user)})
    code, period = form.cleaned_data["province"], form.chosen
    found = headlines.headlines(period, code)
    context = {
        "name": words.word("province", code),
        "code": code,
        "figures": found,
        "main": found.of("new_members"),
        "months": trend.months(headlines.known_on(period), code),
        "sexes": _sexes(found, code),
        "funnel": flow.funnel(period, code),
        "queues": flow.queues(period, code),
        "offices": Office.objects.filter(tree=Office.Tree.NSSF, code__startswith=code).order_by("code"),
    }
    return render(request, "reporting/dashboard/province.html", _base(request, form) | context)


def _first_province(user: User) -> str:
    """One's own, where the role is of a place."""
    return next((prefix[:2] for prefix in user.place_prefixes(Permission.READ_COUNTS) if prefix), "")


def _sexes(found: headlines.Headlines, province: str) -> list[tuple[str, saying.Shown]]:
    """New members of the province by sex, as far as they may be told."""
    cells = [
        cell for cell in found.cells.get("new_members", ())
        if cell.cut == "sex+province" and cell.where["province"] == province
    ]  # fmt: skip
    return [
        (words.word("sex", cell.where["sex"]), saying.shown(cell, "people"))
        for cell in sorted(cells, key=lambda cell: cell.where["sex"])
    ]


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """One office of the Fund: what waits, what is late, and the figures of its province."""
    offices = _offices(request.user)
    form = OfficeFilters(request.GET, periods(), offices)
    if not form.is_valid():
        raise Http404
    chosen = next(one for one in offices if one.code == form.cleaned_data["office"])
    period, prefix = form.chosen, chosen.place_prefix
    place = prefix[:2]
    found = headlines.headlines(period, place, codes=_OF_AN_OFFICE)
    context = {
        "office": chosen,
        "place": words.word("province", place) if place else "",
        "figures": found,
        "queues": flow.queues(period, prefix),
        "row_links": _row_links(found, period, place) if request.user.has_permission(Permission.READ_WORK) else {},
    }
    return render(request, "reporting/dashboard/office.html", _base(request, form) | context)


def _offices(user: User) -> list[Office]:
    """All for who reads counts; else those of the places one works in."""
    found = Office.objects.filter(tree=Office.Tree.NSSF).order_by("code")
    if user.has_permission(Permission.READ_COUNTS):
        return list(found)
    if not user.has_permission(Permission.READ_WORK):
        raise PermissionDenied
    prefixes = tuple(user.place_prefixes(Permission.READ_WORK))
    return [one for one in found if one.place_prefix.startswith(prefixes)]


def _row_links(found: headlines.Headlines, period: Period, place: str) -> list[tuple[str, str]]:
    """To the rows behind the figures, for who works on them."""
    from django.urls import reverse

    query = urlencode({"period": period.code} | ({"province": place} if place else {}))
    lines = [line.definition for line in found.lines if line.definition.rows is not None]
    return [(str(one.name), f"{reverse('reporting_figures:rows', args=[one.code])}?{query}") for one in lines]


@require_safe
def of_institution(request: HttpRequest) -> HttpResponse:
    """One institution: its rows of the plan, its figures, what is asked of it."""
    listed = institution.choices(request.user)
    may = (Permission.READ_PROGRESS, Permission.ENTER_PROGRESS)
    if not any(request.user.has_permission(one) for one in may):
        raise PermissionDenied
    form = InstitutionFilters(request.GET, periods(), listed)
    if not form.is_valid():
        if not listed:
            return render(request, "reporting/dashboard/no_institution.html")
        raise Http404
    chosen: Institution = next(one for one in listed if one.code == form.cleaned_data["institution"])
    context = {"of": institution.of_institution(chosen, form.chosen, request.user)}
    return render(request, "reporting/dashboard/institution.html", _base(request, form) | context)


@require_safe
@require_permission(Permission.READ_COUNTS)
def download(request: HttpRequest) -> HttpResponse:
    """Every headline figure with its tables, of the country or of one province: the page's numbers, no more."""
    period = period_of(request)
    place = request.GET.get("province", "")
    text = StringIO()
    writer = csv.writer(text)
    heads = (_("Code"), _("Indicator"), _("Period"), _("Table"), _("Cell"), _("Figure"), _("Of which"), _("Of all"))
    writer.writerow((*heads, _("unit"), _("Why there is no number")))
    with one_reading():
        for one in registry.every():
            for cell in cells_now(one, period) if one.headline else ():
                if not place or cell.where.get("province") == place:
                    writer.writerow([safe(str(said)) for said in _line(one, cell, period)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{period.code}{"-" + place if place else ""}.csv"'
    return response


def _line(one: Definition, cell: Cell, period: Period) -> tuple[Any, ...]:
    told = not (cell.hidden or cell.missing)
    shown = saying.shown(cell, one.unit)
    where = "; ".join(words.word(name, value) for name, value in cell.where.items())
    numbers = (cell.value, _or_empty(cell.numerator), _or_empty(cell.denominator)) if told else ("", "", "")
    cut = saying.cut_words(cell.where)
    return one.code, one.name, period.code, cut, where, *numbers, words.unit(one.unit), "" if told else shown.why


def _or_empty(value: int | None) -> int | str:
    return "" if value is None else value
