"""Sums over the tally of new members; nothing here reads a register."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, QuerySet, Sum
from django.utils import timezone

from registration.models import MemberTally

DIMENSIONS = ("month", "province", "sex", "group", "plan_group", "channel")
_FIELDS = {"province": "province_code"}


def field_of(dimension: str) -> str:
    """The tally's column."""
    return _FIELDS.get(dimension, dimension)


@dataclass(frozen=True)
class Period:
    """Whole months, both ends included."""

    first: date
    last: date

    def months(self) -> list[date]:
        return months_between(self.first, self.last)


def months_between(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_after(first, number) for number in range(max(count, 0))]


def month_after(month: date, number: int) -> date:
    """The first day of the month so many months later (or earlier, when negative)."""
    years, index = divmod(month.month - 1 + number, 12)
    return date(month.year + years, index + 1, 1)


def known_months() -> list[date]:
    """From the first month with a member (or a year ago) to this one; empty while nobody is counted."""
    span = MemberTally.objects.aggregate(first=Min("month"), last=Max("month"))
    if span["first"] is None:
        return []
    today = timezone.localdate().replace(day=1)
    return months_between(min(span["first"], month_after(today, -11)), max(span["last"], today))


def chosen(period: Period, **filters: str) -> QuerySet[MemberTally]:
    """The tally's rows of a period; an empty filter takes all."""
    wanted = {field_of(name): value for name, value in filters.items() if value}
    return MemberTally.objects.filter(month__gte=period.first, month__lte=period.last, **wanted).order_by()


def sums(rows: QuerySet[MemberTally], *dimensions: str) -> dict[tuple, int]:
    """People by the values of these dimensions; cells of nobody are left out."""
    names = [field_of(name) for name in dimensions]
    found = rows.values_list(*names).annotate(people_in_all=Sum("people")).values_list(*names, "people_in_all")
    return {tuple(row[:-1]): row[-1] for row in found if row[-1]}


def along(cells: dict[tuple, int], index: int) -> dict:
    """Sums along one of the dimensions of `sums`."""
    total: dict = {}
    for key, people in cells.items():
        total[key[index]] = total.get(key[index], 0) + people
    return total
