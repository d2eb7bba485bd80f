"""Riel and contributions of one month: one law, one rate, each wage worked out once."""

import calendar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from nssf_portal import law
from nssf_portal.law import NoLawInForce
from nssf_portal.law.book import InForce, value_or
from nssf_portal.law.contributions import Contributions, Month
from registration.enums import Currency

PART_MONTH, BY_DAYS = "contribution.part_month", "by_days"


class Reckoner:
    """Works out a month for any number of workers; what has no law or rate in force is not computed, never 0."""

    def __init__(self, month: date) -> None:
        self.month = month
        self.days = calendar.monthrange(month.year, month.month)[1]
        self.last = month.replace(day=self.days)
        self.by_days = value_or(PART_MONTH, "whole_wage", on=month) == BY_DAYS

    @cached_property
    def _law(self) -> Month | None:
        try:
            return Month(self.month)
        except NoLawInForce:
            return None

    @cached_property
    def rate(self) -> InForce | None:
        """Riel for a US dollar in that month; None when nobody has entered it."""
        try:
            return law.value("contribution.usd_rate", on=self.last)
        except NoLawInForce:
            return None

    def riel(self, wage: Decimal, currency: str) -> int | None:
        """Whole riel, half up; None for dollars without a rate."""
        if currency == Currency.USD:
            if self.rate is None:
                return None
            wage = wage * Decimal(self.rate.value)
        return int(wage.quantize(Decimal(1), ROUND_HALF_UP))

    def part(self, wage: Decimal, days: int) -> Decimal:
        """What counts of a month's wage for somebody who was there on so many days."""
        if not self.by_days or days >= self.days:
            return wage
        return (wage * days / self.days).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def work_out(self, riel: int | None) -> Contributions | None:
        if riel is None or self._law is None:
            return None
        try:
            return self._law.work_out(riel)
        except NoLawInForce:
            return None
