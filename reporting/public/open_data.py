"""Open data: headline figures of the last quarter, the curve, what institutions owe; with a licence, without a person.

Codes and both languages in each row, so that one file serves everybody. A hidden figure is empty and says why."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.cache import cache
from django.utils import translation
from redis.exceptions import RedisError

from nssf_portal.law.book import value_or
from nssf_portal.places.names import province_names
from reporting import registry
from reporting.enums import Hidden
from reporting.indicators.grouping import one_reading
from reporting.models import Plan
from reporting.periods import Period
from reporting.public import owing
from reporting.public.figures import FRESH, Standing, hidden_cells
from reporting.registry import WHOLE, Cell, Definition

LICENCE, LICENCE_URL = "progress.licence", "progress.licence_url"
FIGURES = (
    "indicator", "name_km", "name_en", "unit", "period", "dimension", "code", "label_km", "label_en", "value",
    "numerator", "denominator", "not_shown",
)  # fmt: skip
CURVE = ("plan", "to", "new_members")
OWED = (
    "period", "due_on", "measure", "institution", "institution_km", "institution_en", "part", "state", "status",
)  # fmt: skip
_BESIDE = {"new_members_in_plan": "new_members", "new_members_in_plan_to_date": "new_members_to_date"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Any]


def licence() -> dict[str, str]:
    """As the law book says; the Fund has to confirm it."""
    return {
        "name": str(value_or(LICENCE, "CC BY 4.0")),
        "url": str(value_or(LICENCE_URL, "https://creativecommons.org/licenses/by/4.0/")),
    }


def figures(standing: Standing) -> list[Row]:
    """The headline indicators of the last quarter that is over, the whole and one dimension at a time."""
    key = f"progress-data:{standing.plan}:{standing.as_of}"
    try:
        kept: list[Row] | None = cache.get(key)
        if kept is None:
            kept = list(_figures(standing))
            cache.set(key, kept, FRESH)
    except (RedisError, OSError):  # without a cache the file is only slower
        return list(_figures(standing))
    return kept


def _figures(standing: Standing) -> Iterator[Row]:
    period = Period.parse(standing.quarter)
    with one_reading():
        for definition in registry.every():
            if definition.headline and definition.figures:
                for cell in _cells(definition, period):
                    yield _figure(definition, period, cell)


def _cells(definition: Definition, period: Period) -> list[Cell]:
    """Of an indicator without the public sector only the whole: beside the same with it, a province would tell how
    few of its people are outside the plan."""
    cells = hidden_cells(definition, period)
    beside = _BESIDE.get(definition.code)
    if beside is None:
        return cells
    outside = [cell for cell in hidden_cells(registry.get(beside), period) if cell.where.get("plan_group") == "0"]
    why = Hidden.SECOND if any(cell.hidden for cell in outside) else Hidden.NO
    return [replace(cell, hidden=cell.hidden or why) for cell in cells if cell.cut == WHOLE]


def _figure(definition: Definition, period: Period, cell: Cell) -> Row:
    dimension, code = next(iter(cell.where.items()), ("", ""))
    shown = not cell.hidden and not cell.missing
    return {
        "indicator": definition.code,
        **_both("name", definition.name),
        "unit": definition.unit,
        "period": period.code,
        "dimension": dimension,
        "code": code,
        **_label(dimension, code),
        "value": _plain(cell.value) if shown else None,
        "numerator": cell.numerator if shown else None,
        "denominator": cell.denominator if shown else None,
        "not_shown": str(cell.missing or cell.hidden or ""),
    }


def _both(name: str, text: Any) -> Row:
    found = {}
    for language in ("km", "en"):
        with translation.override(language):
            found[f"{name}_{language}"] = str(text)
    return found


def _label(dimension: str, code: str) -> Row:
    """Provinces by name; what else a table is cut by, in the words of the pages."""
    if not dimension:
        return {"label_km": "", "label_en": ""}
    if dimension == "province":
        return {f"label_{language}": province_names(language).get(code, "") for language in ("km", "en")}
    return _both("label", _Word(dimension, code))


class _Word:
    """Said when it is asked for, in the language of that moment."""

    def __init__(self, dimension: str, code: str) -> None:
        self.dimension, self.code = dimension, code

    def __str__(self) -> str:
        from reporting import words

        return words.word(self.dimension, self.code)


def _plain(value: Any) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def curve(standing: Standing) -> list[Row]:
    return [
        {"plan": standing.plan, "to": day.isoformat(), "new_members": people} for day, people in standing.points
    ]  # fmt: skip


def owed(plan: Plan) -> list[Row]:
    """What each institution owes and did, by row of the plan."""
    around = owing.newest(plan)
    return [
        {
            "period": around.period.code if around.period else "",
            "due_on": around.due_on.isoformat() if around.due_on else "",
            "measure": row.measure,
            "institution": row.institution.code,
            "institution_km": row.institution.name_km,
            "institution_en": row.institution.name_en,
            "part": row.part,
            "state": row.standing,
            "status": row.status_code,
        }
        for row in around.rows
    ]


def everything(plan: Plan, standing: Standing) -> Row:
    """One JSON document: what it is, whose, under which licence, then the rows."""
    return {
        "title": {"km": plan.name_km, "en": plan.name_en},
        "publisher": {"km": "បេឡាជាតិសន្តិសុខសង្គម", "en": "National Social Security Fund, Cambodia"},
        "licence": licence(),
        "as_of": standing.as_of.isoformat(),
        "target": standing.target,
        "not_shown": {value: str(label) for value, label in Hidden.choices if value},
        "definitions": [_definition(one) for one in registry.every() if one.headline and one.figures],
        "figures": figures(standing),
        "curve": curve(standing),
        "institutions": owed(plan),
    }


def _definition(one: Definition) -> Row:
    return {
        "indicator": one.code, **_both("name", one.name), **_both("definition", one.definition), "unit": one.unit,
        **_both("source", one.source), **_both("as_of", one.as_of),
    }  # fmt: skip


def as_csv(heads: tuple[str, ...], rows: Iterable[Row]) -> str:
    """With a mark that tells spreadsheets it is UTF-8; no text that they would take for a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_safe(row[head]) for head in heads] for row in rows)
    return "\ufeff" + text.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
