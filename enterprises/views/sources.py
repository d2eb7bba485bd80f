"""The scoreboard of sources: what each institution gives, how good it is, and what the Fund gives back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises import presenting_units as presenting
from enterprises import scoreboard
from enterprises.csv_files import csv_response
from enterprises.enums import Way
from enterprises.figures import last_day
from enterprises.models import Source
from enterprises.scoreboard import SourceRow
from enterprises.views.units import may_read_units


@require_safe
@may_read_units
def board(request: HttpRequest) -> HttpResponse:
    """Every source in one table, those that sent nothing too, and NSSF's own line."""
    rows = scoreboard.rows()
    context = {
        "day": last_day(),
        "speaking": [row for row in rows if not row.is_silent],
        "silent": [row for row in rows if row.is_silent],
        "late": sum(row.is_late for row in rows),
        "own": scoreboard.own_row(),
    }
    return render(request, "enterprises/map/sources.html", context)


@require_safe
@may_read_units
def one(request: HttpRequest, source_code: str) -> HttpResponse:
    """One source: completeness and conflicts of each field, and its figures over time."""
    source = get_object_or_404(Source.objects.filter(is_active=True).exclude(way=Way.OWN), code=source_code)
    row, past = scoreboard.row_of(source), scoreboard.history(source)
    days = sorted({day for points in past.values() for day, _value in points})
    by_day = {measure: dict(points) for measure, points in past.items()}
    context = {
        "row": row,
        "day": last_day(),
        "line": presenting.line_through(past.get("records", [])),
        "days": [(day, *(by_day.get(name, {}).get(day) for name in ("records", "matched", "possible", "missing")))
                 for day in presenting.trend_days(days)],
    }  # fmt: skip
    return render(request, "enterprises/map/source.html", context)


@require_safe
@may_read_units
def board_csv(request: HttpRequest) -> HttpResponse:
    """The scoreboard as a file; an empty cell was not computed."""
    rows = scoreboard.rows()
    heads = [_("Code"), _("Source"), _("How it comes"), _("Records"), _("Units the source says it has"),
             _("Coverage, %"), _("Completeness, %"), _("Median age, days"), _("Match rate, %"), _("Possible"),
             _("Missing"), _("Conflict rate, %"), _("Last delivery"), _("Next due")]  # fmt: skip
    fields = [f"{scoreboard.label_of(name)}, %" for name in scoreboard.FIELDS]
    return csv_response("sources", [*heads, *fields], [_line(row) for row in rows])


def _line(row: SourceRow) -> list[Any]:
    source = row.source
    plain = [source.code, source.name, scoreboard.how_it_comes(source), row.records, source.units, row.coverage,
             row.completeness, row.age_days, row.match_rate, row.possible, row.missing, row.conflict_rate,
             row.last_on, row.due_on]  # fmt: skip
    return [*plain, *(share for _name, _word, share in row.fields)]
