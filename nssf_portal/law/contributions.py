"""Monthly contributions of one worker (Prakas 449 of 2017; Sub-Decrees 32 and 144 of 2021)."""

import calendar
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

from nssf_portal import law
from nssf_portal.law import NoLawInForce, book

MONTH_RULE = "contribution.month_rule"
BY_DAYS, FIRST_DAY, LAST_DAY = "by_days", "first_day", "last_day"
_RATES = (
    "contribution.occupational_risk.rate",
    "contribution.health_care.rate",
    "contribution.band.floor",
    "contribution.band.ceiling",
    "contribution.band.width",
    "contribution.rounding",
    "contribution.pension.floor",
    "contribution.pension.ceiling",
    "contribution.pension.employer_rate",
    "contribution.pension.worker_rate",
)


@dataclass(frozen=True)
class Contributions:
    """Riel per month; `base` serves occupational risk and health care, `pension_base` the pension."""

    base: int
    pension_base: int
    occupational_risk: int
    health_care: int
    pension_employer: int
    pension_worker: int
    confirmed: bool

    def amounts(self) -> dict[str, Any]:
        given = asdict(self)
        del given["confirmed"]
        return given

    @property
    def total(self) -> int:
        """All schemes, both sides."""
        return self.occupational_risk + self.health_care + self.pension_employer + self.pension_worker


def work_out(wage: int, on: date | None = None) -> Contributions:
    """What is due for a month's wage under the law of that date; raises NoLawInForce before 2018."""
    return _work_out(wage, _Reader(on or timezone.localdate()))


def _work_out(wage: int, reader: "_Reader") -> Contributions:
    base, pension_base, *exact = _exact(wage, reader)
    return _rounded(base, pension_base, exact, reader.confirmed)


def _rounded(base: int, pension_base: int, exact: Sequence[Decimal], confirmed: bool) -> Contributions:
    risk, health, employer, worker = (_riel(amount) for amount in exact)
    return Contributions(base, pension_base, risk, health, employer, worker, confirmed)


def _exact(wage: int, reader: "_Reader") -> tuple[int, int, Decimal, Decimal, Decimal, Decimal]:
    """Both bases, and the four amounts before they are rounded."""
    if wage < 0:
        raise ValueError("a wage is not negative")
    base = band_base(wage, reader)
    pension_base, employer, worker = _pension(wage, reader)
    risk = base * reader("contribution.occupational_risk.rate")
    return base, pension_base, risk, base * reader("contribution.health_care.rate"), employer, worker


class Month:
    """Contributions of a whole month by the law of that month, each wage worked out once.

    Where rates change inside the month, `contribution.month_rule` says whose count: those of each day, of the first
    day or of the last. Raises NoLawInForce when that day, or one of the days, has no rates."""

    def __init__(self, month: date) -> None:
        self.first = month.replace(day=1)
        self.last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        rule = law.value(MONTH_RULE, on=self.first)
        self.changes = book.changes(_RATES, self.first, self.last)
        self._rule_confirmed = rule.confirmed or not self.changes
        self._spells = self._of(str(rule.value))
        self._known: dict[int, Contributions] = {}

    def _of(self, rule: str) -> list[tuple["_Reader", int]]:
        """The law of each part of the month, and its days."""
        if rule == FIRST_DAY or not self.changes:
            return [(_Reader(self.first), 1)]
        if rule == LAST_DAY:
            return [(_Reader(self.last), 1)]
        ends = [*self.changes, self.last + timedelta(days=1)]
        return [(_Reader(day), (end - day).days) for day, end in zip([self.first, *self.changes], ends, strict=True)]

    def work_out(self, wage: int) -> Contributions:
        """What is due for the month's wage, in whole riel; the bases shown are those of the month's last part."""
        if wage not in self._known:
            self._known[wage] = self._sum(wage)
        return self._known[wage]

    def _sum(self, wage: int) -> Contributions:
        if len(self._spells) == 1:
            found = _work_out(wage, self._spells[0][0])
            return found if self._rule_confirmed else Contributions(**found.amounts(), confirmed=False)
        parts = [(_exact(wage, reader), days) for reader, days in self._spells]
        days_in_all = sum(days for _part, days in parts)
        sums = [sum((Decimal(part[at]) * days for part, days in parts), Decimal(0)) / days_in_all for at in range(2, 6)]
        confirmed = self._rule_confirmed and all(reader.confirmed for reader, _days in self._spells)
        base, pension_base, *_amounts = parts[-1][0]
        return _rounded(base, pension_base, sums, confirmed)


class _Reader:
    """Reads values for one date, each once, and remembers whether all of them are confirmed."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.confirmed = law.value("contribution.rounding", on=on).confirmed
        self._read: dict[str, Any] = {}

    def __call__(self, code: str) -> Any:
        if code not in self._read:
            found = law.value(code, on=self.on)
            self.confirmed = self.confirmed and found.confirmed
            self._read[code] = found.value
        return self._read[code]


def band_base(wage: int, read: _Reader) -> int:
    """The middle of the wage's band; above the ceiling the ceiling itself (so 1,200,001 jumps by 25,000)."""
    floor, ceiling = read("contribution.band.floor"), read("contribution.band.ceiling")
    width = read("contribution.band.width")
    if wage <= floor:
        return floor
    if wage > ceiling:
        return ceiling
    bands = int((Decimal(wage - floor) / width).to_integral_value(ROUND_CEILING))
    return floor + bands * width - width // 2


def _pension(wage: int, read: _Reader) -> tuple[int, Decimal, Decimal]:
    """The wage itself between floor and ceiling; nothing before contributions began on 1 October 2022."""
    try:
        floor, ceiling = read("contribution.pension.floor"), read("contribution.pension.ceiling")
    except NoLawInForce:
        return 0, Decimal(0), Decimal(0)
    base = min(max(wage, floor), ceiling)
    rates = (read(f"contribution.pension.{side}_rate") for side in ("employer", "worker"))
    return base, *(base * rate for rate in rates)


def _riel(amount: Decimal) -> int:
    """Whole riel, half up, per worker and scheme: `contribution.rounding`, to be confirmed by NSSF."""
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
