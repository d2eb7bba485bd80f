"""The formalization map: units by place, sector, size and source, for whoever reads counts or registries."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from enterprises import figures, units
from enterprises import presenting_units as presenting
from enterprises.csv_files import csv_response
from enterprises.figures import Units
from enterprises.forms_units import FILTERS, SHOWN, UnitsForm
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.book import value_or
from nssf_portal.places.names import place_name
from nssf_portal.places.tiles import tiles

_PAGE = 50
_LINES = (("registered", gettext_lazy("Registered"), "#0b6663"), ("missing", gettext_lazy("Missing"), "#e8a023"))


def may_read_units(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Counts are for analysts, and for officers whose work is with registries."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not places_of(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def places_of(user: User) -> list[str]:
    """Where this user may read counts; [''] is the whole country, [] nowhere."""
    found = {*user.place_prefixes(Permission.READ_COUNTS), *user.place_prefixes(Permission.READ_REGISTRY)}
    return [""] if "" in found else sorted(found)


@require_safe
@may_read_units
def page(request: HttpRequest) -> HttpResponse:
    """Registered, matched, possible and missing units: figures, tiles, table, and how they changed."""
    prefixes = places_of(request.user)
    form = UnitsForm(request.GET, prefixes)
    day = figures.last_day()
    context: dict[str, Any] = {"form": form, "day": day, "may_list": _may_list(request.user)}
    if day and form.is_valid():
        context |= _figures(request.GET, form, day, prefixes)
    return render(request, "enterprises/map/map.html", context)


def _figures(given: QueryDict, form: UnitsForm, day: Any, prefixes: list[str]) -> dict[str, Any]:
    filters, shown = form.filters, form.cleaned_data["show"]
    here = figures.cells(day=day, prefixes=prefixes, **filters)
    total = figures.sums(here)[()]
    provinces = figures.sums(figures.cells(day=day, prefixes=prefixes, **filters | {"place": ""}), "province")
    by_place = {key[0]: getattr(counted, shown) for key, counted in provinces.items()}
    return {
        "total": total,
        "figures": [(name, word, getattr(total, name)) for name, word in SHOWN],
        "place_words": place_name(form.place),
        "tiles": [(tile, _with(given, province=tile.code)) for tile in tiles(by_place)],
        "shown_word": dict(SHOWN)[shown],
        "rows": _rows(form, here, provinces, day, prefixes, given),
        "row_word": dict(form.fields["rows"].choices)[form.cleaned_data["rows"]],
        "query": _with(given),
        **_trend(filters, prefixes),
    }


def _rows(form: UnitsForm, here: Any, provinces: dict, day: Any, prefixes: list[str], given: QueryDict) -> list:
    rows, place = form.cleaned_data["rows"], form.place
    if rows == "place":
        cells = figures.sums(here, "district") if place else provinces
    else:
        cells = figures.units_by(rows, day=day, prefixes=prefixes, **_filters_for(rows, form.filters)) or {}
    drawn = presenting.rows_of(cells, rows, place)
    return [(row, _joined(given, row.query), row.bar) for row in drawn]


def _filters_for(rows: str, filters: dict[str, str]) -> dict[str, str]:
    """By source: every source, unless one is chosen."""
    return filters if rows != "source" or filters["source"] else {**filters, "source": figures.EVERY_SOURCE}


def _trend(filters: dict[str, str], prefixes: list[str]) -> dict[str, Any]:
    days = presenting.trend_days(figures.counted_days())
    found = figures.cells(prefixes=prefixes, **filters).filter(day__in=days)
    points = presenting.points_of(figures.sums(found, "day"), days)
    lines = presenting.lines_of(points, [(name, str(word), colour) for name, word, colour in _LINES])
    return {"points": points, "lines": lines}


def _with(given: QueryDict, **changed: str) -> str:
    """The address's filters with some of them changed; a province chosen anew forgets its district."""
    kept = {name: given[name] for name in (*FILTERS, "show", "rows") if given.get(name, "all") != "all"} | changed
    if "province" in changed:
        kept.pop("district", None)
    query = QueryDict(mutable=True)
    query.update(kept)
    return query.urlencode()


def _joined(given: QueryDict, part: str) -> str:
    name, _sign, value = part.partition("=")
    return _with(given, **{name: value}) if part else ""


def _may_list(user: User) -> bool:
    return user.has_permission(Permission.READ_REGISTRY)


@require_safe
@may_read_units
def counts_csv(request: HttpRequest) -> HttpResponse:
    """The newest figures, one line for each district, sector and size; the same filters as the page."""
    form, day = UnitsForm(request.GET, places_of(request.user)), figures.last_day()
    cells: dict[tuple, Units] = {}
    if day and form.is_valid():
        here = figures.cells(day=day, prefixes=places_of(request.user), **form.filters)
        cells = figures.sums(here, "district", "sector", "size")
    heads = [_("Day"), _("Place code"), _("Place"), _("Sector"), _("Size"), *_columns()]
    lines = [[day, *_line(key), *counted] for key, counted in sorted(cells.items())]
    return csv_response("units", heads, lines)


def _columns() -> tuple[str, ...]:
    return _("Registered"), _("Known to a registry too"), _("Possible"), _("Missing")


def _line(key: tuple) -> list[str]:
    place, sector, size = key
    words = [presenting.word_of("sector", sector, {}), presenting.word_of("size", size, {})]
    return [place, place_name(place), *words]


@require_safe
@require_permission(Permission.READ_REGISTRY)
def listing(request: HttpRequest) -> HttpResponse:
    """The units behind a figure, page by page in the order they came."""
    form, state = UnitsForm(request.GET, places_of(request.user)), _state(request)
    found = _found(request, form, state)
    after = _after(request)
    rows = list((found.filter(pk__gt=after) if after else found)[: _PAGE + 1])
    more = _with_state(request, state, after=str(rows[_PAGE - 1].pk)) if len(rows) > _PAGE else ""
    context = {"form": form, "state": state, "states": SHOWN, "rows": _with_sources(rows[:_PAGE], state), "more": more,
               "after": after, "query": _with_state(request, state), "filters": _with(request.GET)}  # fmt: skip
    return render(request, "enterprises/map/list.html", context | {"state_word": dict(SHOWN)[state]})


def _state(request: HttpRequest) -> str:
    return state if (state := request.GET.get("state", "")) in units.STATES else "missing"


def _found(request: HttpRequest, form: UnitsForm, state: str) -> Any:
    filters = form.filters if form.is_valid() else {}
    if state == "possible":
        return units.records_of(request.user, **filters)
    return units.enterprises_of(request.user, state, **filters)


def _after(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _with_state(request: HttpRequest, state: str, **more: str) -> str:
    return _with(request.GET, state=state, **more)


@dataclass(frozen=True)
class ListRow:
    """A unit or a record with the words a reader sees."""

    unit: Any
    number: str
    sources: str

    @property
    def place(self) -> str:
        return place_name(self.unit.commune_code)

    @property
    def sector(self) -> str:
        return presenting.word_of("sector", self.unit.sector, {}) if self.unit.sector else ""


def _with_sources(rows: list, state: str) -> list[ListRow]:
    if state == "possible":
        return [ListRow(row, row.source_key, row.source.name) for row in rows]
    names = units.sources_of(rows)
    return [ListRow(row, row.nssf_number or row.reference, ", ".join(names.get(row.pk, []))) for row in rows]


@require_safe
@require_permission(Permission.READ_REGISTRY)
def list_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file: no telephone, no address, and no household, whose name is a person's."""
    form, state = UnitsForm(request.GET, places_of(request.user)), _state(request)
    found = _found(request, form, state)
    if state != "possible":
        found = found.exclude(kind="household")
    rows = list(found[: int(value_or("units.export.rows", 10_000))])
    heads = [_("Number"), _("Name in Khmer"), _("Name in Latin letters"), _("Place code"), _("Place"), _("Sector"),
             _("Who says it")]  # fmt: skip
    return csv_response(f"units-{state}", heads, [_unit_line(row) for row in _with_sources(rows, state)])


def _unit_line(row: ListRow) -> list[str]:
    unit = row.unit
    return [row.number, unit.name_km, unit.name_latin, unit.commune_code, row.place, row.sector, row.sources]
