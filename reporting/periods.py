"""Quarters and years of the calendar, as reports name them: "2026Q3", "2026"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from reporting.enums import ReportKind

_SHAPE = re.compile(r"(\d{4})(?:Q([1-4]))?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # dates of others break the calendar, and nobody reports on them


class NotAPeriod(ValueError):
    """The text is neither a quarter nor a year."""


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from the first day to the last, both included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """ "2026Q3" or "2026"; raises NotAPeriod."""
        found = _SHAPE.fullmatch(text.strip().upper())
        if not found:
            raise NotAPeriod(text)
        year, quarter = int(found[1]), int(found[2] or 0)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise NotAPeriod(text)
        if not quarter:
            return cls(date(year, 1, 1), date(year, 12, 31))
        return cls(date(year, 3 * quarter - 2, 1), _end_of(date(year, 3 * quarter, 1)))

    @classmethod
    def quarter_of(cls, day: date) -> "Period":
        return cls.parse(f"{day.year}Q{(day.month + 2) // 3}")

    @property
    def code(self) -> str:
        if self.kind == ReportKind.ANNUAL:
            return str(self.first.year)
        return f"{self.first.year}Q{(self.first.month + 2) // 3}"

    @property
    def kind(self) -> ReportKind:
        return ReportKind.ANNUAL if self.first.month == 1 and self.last.month == 12 else ReportKind.QUARTERLY

    @property
    def words(self) -> str:
        """In the reader's language."""
        if self.kind == ReportKind.ANNUAL:
            return _("Year %(year)s") % {"year": self.first.year}
        return _("Quarter %(quarter)s of %(year)s") % {"quarter": (self.first.month + 2) // 3, "year": self.first.year}

    @property
    def months(self) -> list[date]:
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [date(self.first.year, self.first.month + number, 1) for number in range(count)]

    @property
    def before(self) -> "Period":
        """The quarter or the year before."""
        last = self.first - timedelta(days=1)
        return Period.parse(str(last.year)) if self.kind == ReportKind.ANNUAL else Period.quarter_of(last)

    @property
    def quarters(self) -> list["Period"]:
        if self.kind == ReportKind.QUARTERLY:
            return [self]
        return [Period.parse(f"{self.first.year}Q{number}") for number in (1, 2, 3, 4)]

    def is_over(self, today: date) -> bool:
        return today > self.last

    def __str__(self) -> str:
        return self.code


def _end_of(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - timedelta(days=1)
