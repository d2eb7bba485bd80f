"""Compliance: declarations in time, target lists that were right, cases settled."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.models import CaseFile, Declaration, TargetLine
from reporting.enums import Direction, Method
from reporting.indicators import rows, texts
from reporting.indicators.enterprises import UNITS
from reporting.indicators.grouping import Question, Source, counts, share, shares, within
from reporting.indicators.members import days
from reporting.periods import Period
from reporting.registry import Cell, Definition, add

FILED = Source("compliance_declarationtally", {"province": "province_code", "channel": "channel"})
LINES = Source(
    "compliance_targetline t JOIN compliance_targetlist l ON l.id = t.list_id",
    {"province": "left(t.commune_code, 2)", "chosen": "t.chosen_by"},
    "t.hit IS NOT NULL OR t.state = 'complied'",
)
CASES = Source(
    "compliance_casefile c",
    {"province": "left(c.commune_code, 2)", "outcome": "c.outcome", "case": "c.kind"},
    "c.state = 'closed' AND c.outcome <> 'withdrawn'",
)
_MONTHS = "month BETWEEN %(first)s AND %(last)s"


def declarations_on_time(period: Period) -> Iterator[Cell]:
    """Filed by the day they were due, of the first declarations for the period's months."""
    on_time = "CASE WHEN on_time THEN declarations ELSE 0 END"
    return shares(Question(FILED, [on_time, "declarations"], ("province", "channel"), _MONTHS, days(period)))


def declarations_made(period: Period) -> Iterator[Cell]:
    """First declarations for the period's months, of one a month for every enterprise then on the register."""
    made = {_key(group.where): group.sums[0] for group in _made(period).ask()}
    for group in _owed(period).ask():
        if group.sums[0] > 0 or not group.cut:
            yield share(group.cut, group.where, made.get(_key(group.where), 0), group.sums[0])


def target_hit_rate(period: Period) -> Iterator[Cell]:
    """Lines where something was to be put right, of those whose outcome is known."""
    hit = "CASE WHEN coalesce(t.hit, true) THEN 1 ELSE 0 END"
    return shares(Question(LINES, [hit, "1"], ("province", "chosen"), f"l.{_MONTHS}", days(period)))


def cases_settled(period: Period) -> Iterator[Cell]:
    """Closed cases by the day they were closed."""
    return counts(Question(CASES, ["1"], ("province", "outcome", "case"), within("c.closed_at"), days(period)))


def _made(period: Period) -> Question:
    return Question(FILED, ["declarations"], ("province",), _MONTHS, days(period))


def _owed(period: Period) -> Question:
    """Each enterprise once for every month of the period at whose end it stood on the register."""
    last, many = period.months[-1], len(period.months)
    behind = f"12 * ({last.year} - extract(year FROM month)::int) + {last.month} - extract(month FROM month)::int + 1"
    months = f"least({many}, {behind})"
    sums = [f"CASE moved WHEN 'in' THEN units ELSE -units END * {months}"]
    return Question(UNITS, sums, ("province",), "moved IN ('in', 'out') AND month <= %(last)s", days(period))


def _key(where: Mapping[str, str]) -> str | None:
    return where.get("province")


# --- the rows behind a cell -------------------------------------------------------------------------------------


def _declared_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Declaration]:
    names = {"province": "province_code"}
    first = Declaration.objects.filter(is_first=True, month__range=(period.first, period.last))
    return first.filter(**rows.of(where, names))


def _line_rows(period: Period, where: Mapping[str, str]) -> QuerySet[TargetLine]:
    names = {"province": "commune_code__startswith", "chosen": "chosen_by"}
    known = TargetLine.objects.filter(Q(hit__isnull=False) | Q(state="complied"))
    known = known.filter(list__month__range=(period.first, period.last))
    return known.filter(**rows.of(where, names))


def _case_rows(period: Period, where: Mapping[str, str]) -> QuerySet[CaseFile]:
    names = {"province": "commune_code__startswith", "case": "kind"}
    closed = CaseFile.objects.filter(state="closed", closed_at__date__range=(period.first, period.last))
    closed = closed.exclude(outcome="withdrawn")
    return closed.filter(**rows.of(where, names))


# --- definitions ------------------------------------------------------------------------------------------------

_COMPUTED: dict[str, Any] = {"method": Method.COMPUTED, "measures": ("3.1",), "direction": Direction.UP}

add(
    Definition(
        "declarations_on_time", _("Declarations on time"),
        _("Of the first declarations for the months of the period, those filed on or before the day they were due."
          " Corrections are not counted again; who did not declare at all is not in this share."),
        unit="percent", source=texts.DECLARATIONS, as_of=texts.FOR_THE_MONTHS, cuts=("province", "channel"),
        figures=declarations_on_time, shares=True, headline=True, rows=_declared_rows, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "declarations_made", _("Months declared"),
        _("First declarations for the months of the period, of one declaration a month for every enterprise on the"
          " register at the month's end. Enterprises whose duty is suspended are still counted as owing one."),
        unit="percent", source=texts.DECLARATIONS, as_of=texts.FOR_THE_MONTHS, cuts=("province",),
        figures=declarations_made, shares=True, rows=_declared_rows, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "target_hit_rate", _("Target lists that were right"),
        _("Of the enterprises on the target lists for the months of the period whose outcome is known, those where"
          " something was to be put right: they complied by themselves, after a letter, a warning or a fine, or the"
          " case went to court. Cases opened by mistake are left out."),
        unit="percent", source=texts.INSPECTION, as_of=texts.FOR_THE_MONTHS, cuts=("province", "chosen"),
        figures=target_hit_rate, shares=True, rows=_line_rows, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "cases_settled", _("Cases settled"),
        _("Case files closed within the period, whatever their outcome; those opened by mistake are left out."),
        unit="cases", source=texts.INSPECTION, as_of=texts.WITHIN, cuts=("province", "outcome", "case"),
        figures=cases_settled, rows=_case_rows, **_COMPUTED,
    )
)  # fmt: skip
