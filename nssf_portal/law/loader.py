"""Fills the law book: codes it does not know yet are added, what is there is never touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

import holidays
from django.db import transaction

from nssf_portal.law import book, clock, seeds
from nssf_portal.law.enums import ValueType
from nssf_portal.law.models import ChecklistItem, Coverage, Holiday, LawValue, OpeningHours
from nssf_portal.law.seeds import coverage


@dataclass
class Filled:
    values: int
    holidays: int
    hours: int
    checklist: int
    coverage: int


@transaction.atomic
def fill() -> Filled:
    """Add what is missing; an administrator's change to a known code always wins."""
    known = set(LawValue.objects.order_by().values_list("code", flat=True))
    values = [law_value(seed) for seed in seeds.VALUES if seed.code not in known]
    filled = Filled(
        values=len(LawValue.objects.bulk_create(values)),
        holidays=len(Holiday.objects.bulk_create(_holidays())),
        hours=len(OpeningHours.objects.bulk_create(_hours())),
        checklist=len(ChecklistItem.objects.bulk_create(_checklist())),
        coverage=len(Coverage.objects.bulk_create(_coverage())),
    )
    book.forget()
    clock.forget()
    return filled


def law_value(seed: seeds.Seed) -> LawValue:
    """An unsaved row; the type follows from the value."""
    kind, column = _typed(seed.value)
    return LawValue(
        code=seed.code,
        value_type=kind,
        unit=str(seed.unit),
        valid_from=seed.since,
        valid_to=seed.until,
        source=seed.source,
        confirmed=seed.confirmed,
        note=seed.note,
        **{column: seed.value},
    )


def _typed(value: Any) -> tuple[ValueType, str]:
    if isinstance(value, bool):
        return ValueType.BOOLEAN, "flag"
    if isinstance(value, str):
        return ValueType.TEXT, "text"
    return (ValueType.DECIMAL if isinstance(value, Decimal) else ValueType.INTEGER), "number"


def _holidays() -> Iterator[Holiday]:
    """Only years nobody has entered: a holiday an administrator took out stays out."""
    known = set(Holiday.objects.order_by().values_list("date__year", flat=True))
    years = [year for year in seeds.HOLIDAY_YEARS if year not in known]
    khmer = holidays.country_holidays("KH", years=years, language="km")
    english = holidays.country_holidays("KH", years=years, language="en_US")
    for day, name in sorted(khmer.items()) if years else ():
        sure = day.year <= seeds.HOLIDAYS_CONFIRMED_TO
        source = seeds.HOLIDAY_SOURCE if sure else seeds.HOLIDAY_FORECAST
        yield Holiday(date=day, name_km=name, name_en=english[day], source=source, confirmed=sure)


def _hours() -> Iterator[OpeningHours]:
    known = set(OpeningHours.objects.order_by().values_list("counter", flat=True))
    for counter, opens, closes in seeds.HOURS:
        if counter in known:
            continue
        hours = {"opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}
        for weekday in range(7):
            yield OpeningHours(
                counter=counter, weekday=weekday, valid_from=seeds.FIRST, source=seeds.HOURS_SOURCE, **hours
            )


def _checklist() -> Iterator[ChecklistItem]:
    known = set(ChecklistItem.objects.order_by().values_list("procedure", "applicant"))
    for order, (procedure, applicant, document, requirement, since, source, sure) in enumerate(seeds.CHECKLIST):
        if (procedure, applicant) not in known:
            yield ChecklistItem(
                procedure=procedure,
                applicant=applicant,
                document=document,
                requirement=requirement,
                order=order,
                valid_from=since,
                source=source,
                confirmed=sure,
            )


def _coverage() -> Iterator[Coverage]:
    known = set(Coverage.objects.order_by().values_list("category", "scheme"))
    for category, scheme, status, since, source, sure, (km, en) in coverage.LINES:
        if (category, scheme) not in known:
            yield Coverage(
                category=category,
                scheme=scheme,
                status=status,
                valid_from=since,
                source=source,
                confirmed=sure,
                where_km=km,
                where_en=en,
            )
