"""What the law book says about standing on one date, with the values that still wait for confirmation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nssf_portal import law
from nssf_portal.law import NoLawInForce, clock
from nssf_portal.law.book import InForce

ENTERPRISE, EMPLOYEE = "deadline.enterprise_registration", "deadline.employee_registration"
COUNTING = ("deadline.working_days", "deadline.rolls_over")
CONTRIBUTIONS = (
    "contribution.rounding",
    "contribution.band.floor",
    "contribution.band.ceiling",
    "contribution.band.width",
    "contribution.occupational_risk.rate",
    "contribution.health_care.rate",
    "contribution.pension.floor",
    "contribution.pension.ceiling",
    "contribution.pension.employer_rate",
    "contribution.pension.worker_rate",
)
HEADCOUNT = ("standing.headcount_tolerance", "standing.headcount_spare", "standing.headcount_months")
FINES = ("fine.multiplier.minimum", "fine.multiplier.maximum", "fine.base_daily_wage")
LABELS: dict[str, Promise] = {
    ENTERPRISE: _("days to register an enterprise"),
    EMPLOYEE: _("days to register a worker"),
    COUNTING[0]: _("whether legal periods count working days"),
    COUNTING[1]: _("whether a last day on a holiday moves"),
    "deadline.declaration_day": _("day by which a month is declared"),
    "deadline.contribution_day": _("day by which contributions are paid"),
    "declaration.first_month": _("first month that is declared in the portal"),
    "standing.lookback_months": _("months that a standing looks back"),
    "standing.late_hires_share": _("share of workers registered late that is too much"),
    "standing.headcount_tolerance": _("share by which numbers of workers may differ"),
    "standing.headcount_spare": _("number of workers by which numbers may differ"),
    "standing.headcount_months": _("months for which another institution's number counts"),
    "contribution.rounding": _("how contributions are rounded"),
}


def label_of(value: InForce) -> str:
    """A value of the law book in words; rates and limits of contributions share one name."""
    if found := LABELS.get(value.code):
        return str(found)
    return str(_("rates and limits of contributions") if value.code.startswith("contribution.") else value.code)


@dataclass
class Rules:
    """Values in force on `on`, and for each day that matters the last day of its period."""

    on: date
    used: dict[str, InForce] = field(default_factory=dict)
    months: int | None = None  # how far back, where the asker says so and not the law book

    def value(self, code: str) -> Any:
        return law.value(code, on=self.on).value

    @cached_property
    def lookback(self) -> int:
        return self.months or int(self.value("standing.lookback_months"))

    @cached_property
    def since(self) -> date:
        """Hires are looked at from the day after this one."""
        return _months_before(self.on, self.lookback)

    @cached_property
    def heard_since(self) -> date:
        """What other institutions said before this day is too old to be compared."""
        return _months_before(self.on, int(self.value("standing.headcount_months")))

    @cached_property
    def late_share(self) -> Decimal:
        return Decimal(self.value("standing.late_hires_share"))

    @cached_property
    def tolerance(self) -> tuple[Decimal, int]:
        share = Decimal(self.value("standing.headcount_tolerance"))
        return share, int(self.value("standing.headcount_spare"))

    @cached_property
    def hire_days(self) -> dict[date, date]:
        """For each day that counts, the last day to register who began on it, by the law of that day."""
        days = (self.since + timedelta(days=n) for n in range(1, (self.on - self.since).days + 1))
        return {day: last for day in days if (last := last_day(EMPLOYEE, day))}


def last_day(code: str, start: date) -> date | None:
    """The end of a legal period; None before the rule was in force."""
    try:
        return clock.deadline(code, start)
    except NoLawInForce:
        return None


def in_force(codes: Iterable[str], on: date) -> list[InForce]:
    """Those of the codes that the book knows on that day."""
    found = []
    for code in codes:
        try:
            found.append(law.value(code, on=on))
        except NoLawInForce:
            continue
    return found


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
