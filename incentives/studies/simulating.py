"""What a scheme would cost and reach on today's register: law-book values, the house's own contributions, no person."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.declaring.reckoning import Reckoner
from compliance.models import StandingRow
from enterprises.figures import bands
from incentives.enums import SchemeKind
from incentives.models import Simulation
from incentives.studies import tables_sql as sql
from incentives.studies.tables import smallest_cell
from nssf_portal import law
from nssf_portal.law import NoLawInForce
from nssf_portal.law.book import InForce
from registration.enums import Currency

INTEREST = "study.loan_interest"
MOST = 2**63 - 1  # what the database can keep
SIZES = ("enterprise.micro_staff_below", "enterprise.small_staff_below", "enterprise.medium_staff_below")


@dataclass(frozen=True)
class Outcome:
    """The answer of a simulation; figures that are None were not computed, and `why_not` says why."""

    enterprises: int | None = None
    workers: int | None = None
    cost: int | None = None
    rests_on_unconfirmed: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class _Bill:
    """Riel if everybody reached took it up, and whether every value of the law book used is confirmed."""

    riel: Decimal | None
    confirmed: bool = True
    why_not: str = ""


def simulate(given: Simulation, today: date | None = None) -> Outcome:
    """The register of today under the law of `law_on`; nothing is written."""
    today = today or timezone.localdate()
    if given.only_good and not StandingRow.objects.exists():
        return Outcome(why_not=_("Standing has not been computed yet."))
    values = _values(given, today)
    with connection.cursor() as cursor:
        cursor.execute(sql.REACH, values)
        enterprises, workers = (int(n) for n in cursor.fetchone())
    if enterprises and enterprises < smallest_cell():
        return Outcome(why_not=_("So few enterprises are reached that the figures would tell who they are."))
    bill = _bill(given, enterprises, workers, values)
    if bill.riel is None:
        return Outcome(_taken(enterprises, given), _taken(workers, given), why_not=bill.why_not)
    sure = bill.confirmed and (not given.sizes or _sizes_confirmed(today))
    cost = bill.riel * given.take_up / 100
    if cost > MOST:
        why = _("The sum is too large to be true: look at the amount and the months.")
        return Outcome(_taken(enterprises, given), _taken(workers, given), why_not=why)
    return Outcome(_taken(enterprises, given), _taken(workers, given), _whole(cost), not sure)


def _values(given: Simulation, today: date) -> dict[str, Any]:
    return bands() | {
        "on": today,
        "sizes": list(given.sizes),
        "sectors": list(given.sectors),
        "province": given.province_code,
        "only_good": given.only_good,
    }


def _taken(count: int, given: Simulation) -> int:
    return _whole(count * Decimal(given.take_up) / 100)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _sizes_confirmed(on: date) -> bool:
    return all((found := _in_force(code, on)) is not None and found.confirmed for code in SIZES)


def _in_force(code: str, on: date) -> InForce | None:
    try:
        return law.value(code, on=on)
    except NoLawInForce:
        return None


def _bill(given: Simulation, enterprises: int, workers: int, values: dict[str, Any]) -> _Bill:
    if given.kind == SchemeKind.GRANT:
        return _Bill(Decimal(enterprises * (given.amount or 0)))
    if given.kind == SchemeKind.WORKER_GRANT:
        return _Bill(Decimal(workers * (given.amount or 0) * given.months))
    if given.kind == SchemeKind.INTEREST:
        return _interest(given, enterprises)
    return _contributions(given, values)


def _interest(given: Simulation, enterprises: int) -> _Bill:
    """The state's share of the interest of one loan each, as if nothing were paid back before the end."""
    rate = _in_force(INTEREST, given.law_on)
    if rate is None:
        return _Bill(None, why_not=_("The law book has no interest rate of loans for that day."))
    a_month = (given.amount or 0) * Decimal(rate.value) / 100 / 12
    return _Bill(enterprises * a_month * given.months * (given.share or 0) / 100, rate.confirmed)


def _contributions(given: Simulation, values: dict[str, Any]) -> _Bill:
    """The state's share of the contributions of all schemes and both sides, at today's wages, month by month alike."""
    month = given.law_on.replace(day=1)
    reckoner, sum_of_month, confirmed, dollars = Reckoner(month), 0, True, False
    with connection.cursor() as cursor:
        cursor.execute(sql.WAGES, values)
        wages = cursor.fetchall()
    for khr, usd, people in wages:
        riel = _riel(reckoner, khr, usd)
        due = reckoner.work_out(riel)
        if due is None:
            return _Bill(None, why_not=_why_not(reckoner, usd))
        sum_of_month += due.total * people
        confirmed, dollars = confirmed and due.confirmed, dollars or bool(usd)
    if dollars and reckoner.rate is not None:
        confirmed = confirmed and reckoner.rate.confirmed
    return _Bill(Decimal(sum_of_month) * given.months * (given.share or 0) / 100, confirmed)


def _riel(reckoner: Reckoner, khr: Decimal, usd: Decimal) -> int | None:
    parts = [reckoner.riel(wage, currency) for wage, currency in ((khr, Currency.KHR), (usd, Currency.USD)) if wage]
    return None if None in parts else sum(part for part in parts if part is not None)


def _why_not(reckoner: Reckoner, usd: Decimal) -> str:
    if usd and reckoner.rate is None:
        return _("Some wages are in dollars, and the law book has no exchange rate for that month.")
    return _("The law book has no rates of contributions for that month.")
