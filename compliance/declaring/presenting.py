"""What pages show of months, statements and declarations."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.declaring.filings import MonthFiling
from compliance.declaring.statement import Line, Statement, Totals
from compliance.enums import Filing, Paying
from compliance.models import Adjustment, Declaration, DeclarationLine
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.khmer.dates import format_date
from nssf_portal.law import NoLawInForce
from nssf_portal.law.contributions import Contributions
from registration.models import Employment
from registration.staff_list import present, wage_text, with_people

_RELIEFS = 12
FILING_TAGS = {
    Filing.ON_TIME: "ok",
    Filing.LATE: "waits",
    Filing.NOT_YET_DUE: "progress",
    Filing.MISSING: "wrong",
}
PAYING_TAGS = {
    Paying.NOTHING: "none",
    Paying.NOT_YET_DUE: "progress",
    Paying.PAID: "ok",
    Paying.PAID_LATE: "waits",
    Paying.PART: "wrong",
    Paying.UNPAID: "wrong",
    Paying.UNKNOWN: "unknown",
}
PROBLEM_WORDS: dict[str, Promise] = {
    "required": _("This value is missing."),
    "too_long": _("This value is too long."),
    "month_invalid": _("Write the month as 2026-09."),
    "amount_invalid": _("Write whole riel, not 0."),
    "date_invalid": _("Write the day as 2026-09-15."),
    "date_in_future": _("This day has not come yet."),
    "month_or_fine": _("A payment is for a month or for a fine, not for both."),
    "month_missing": _("It does not say for which month. The payment is kept."),
    "enterprise_unknown": _("No enterprise has this NSSF number."),
    "tied": _("You represent this enterprise, or declared a tie to it: another person loads its payments."),
    "fine_unknown": _("This enterprise has no fine with this number."),
    "reference_used": _("This reference was used before for another payment."),
}


def reliefs_of(enterprise: Enterprise) -> list[Adjustment]:
    """Relief of months that stands today, newest months first: why nothing is due, or lateness is no fault."""
    standing = Adjustment.objects.granted().filter(enterprise=enterprise, fine__isnull=True)
    return list(standing.order_by("-from_month", "-decided_at", "pk")[:_RELIEFS])


def month_words(month: date) -> str:
    """September 2026, in the reader's language."""
    return format_date(month, get_language() or "km", precision="month")


@dataclass(frozen=True)
class MonthRow:
    """A month in a table."""

    filing: MonthFiling

    @property
    def words(self) -> str:
        return month_words(self.filing.month)

    @property
    def slug(self) -> str:
        return f"{self.filing.month:%Y-%m}"

    @property
    def tag(self) -> str:
        return FILING_TAGS[self.filing.filing]

    @property
    def paying_tag(self) -> str:
        return PAYING_TAGS[self.filing.paying]


@dataclass(frozen=True)
class InterestRate:
    """The rate of interest on late payment, as a percentage of what is owed."""

    percent: str
    confirmed: bool
    source: str


def interest_rate() -> InterestRate | None:
    """None when no rate is in force: then no interest is shown."""
    try:
        found = law.value("contribution.late_interest.monthly_rate")
    except NoLawInForce:
        return None
    return InterestRate(f"{(Decimal(found.value) * 100).normalize():f}", found.confirmed, found.source)


def month_rows(filings: Iterable[MonthFiling]) -> list[MonthRow]:
    return [MonthRow(one) for one in filings]


@dataclass(frozen=True)
class Scheme:
    """A row of the table of what is due."""

    name: Promise
    base: int
    employer: int
    worker: int

    @property
    def all(self) -> int:
        return self.employer + self.worker


def schemes(totals: Totals | None) -> list[Scheme]:
    """Each scheme on its own base of wages, and who pays what."""
    if totals is None:
        return []
    return [
        Scheme(_("Occupational risk"), totals.base, totals.occupational_risk, 0),
        Scheme(_("Health care"), totals.base, totals.health_care, 0),
        Scheme(_("Pension"), totals.pension_base, totals.pension_employer, totals.pension_worker),
    ]


@dataclass
class Worker:
    """A line on the page, with the person."""

    line: Any
    employment: Employment | None = None

    @property
    def wage(self) -> str:
        return wage_text(_Wage(self.line.wage, self.line.currency))

    @property
    def field(self) -> str:
        """The name of the field in which another wage for this month is typed."""
        return typed_name(self.line.employment_id)

    @property
    def typed(self) -> str:
        """The wage as it stands in that field."""
        wage = self.line.wage
        return f"{wage:.0f}" if wage == wage.to_integral_value() else f"{wage:.2f}"

    @property
    def employer(self) -> int:
        due = self.line.due
        return due.occupational_risk + due.health_care + due.pension_employer

    @property
    def before(self) -> str:
        return wage_text(_Wage(*self.line.before)) if self.line.before else ""


@dataclass(frozen=True)
class _Wage:
    wage: Decimal
    wage_currency: str


def workers(lines: Sequence[Line]) -> list[Worker]:
    """The lines of one page with their people, in two queries."""
    wanted = [line.employment_id for line in lines]
    people = {one.pk: present(one) for one in with_people(Employment.objects.filter(pk__in=wanted))}
    return [Worker(line, people.get(line.employment_id)) for line in lines]


def in_reading_order(found: Statement) -> list[Line]:
    """What changed first: who joined, who left, whose wage is another one."""
    return sorted(found.lines, key=lambda one: (not one.joined, not one.left, not one.changed, not one.suspended))


def totals_of(declared: Declaration) -> Totals | None:
    """The totals that were declared, from the lines that were kept."""
    if declared.amount is None:
        return None
    lines = DeclarationLine.objects.filter(declaration=declared, month=declared.month)
    bases = lines.aggregate(base=Sum("base"), pension_base=Sum("pension_base"))
    names = ("occupational_risk", "health_care", "pension_employer", "pension_worker")
    return Totals(
        workers=declared.workers,
        wages=int(declared.wages),
        base=bases["base"] or 0,
        pension_base=bases["pension_base"] or 0,
        **{name: getattr(declared, name) for name in names},
        confirmed=declared.confirmed,
    )


def line_of(row: DeclarationLine) -> Line:
    """A kept line, shown as the ones of a statement."""
    names = ("base", "pension_base", "occupational_risk", "health_care", "pension_employer", "pension_worker")
    due = None if row.base is None else Contributions(**{name: getattr(row, name) for name in names}, confirmed=False)
    return Line(
        employment_id=row.employment_id,
        member_id=row.member_id,
        wage=row.wage,
        currency=row.wage_currency,
        riel=row.wage_riel,
        due=due,
        joined=row.joined,
        left=row.left,
        suspended=row.base == 0,  # the lowest band of any wage is above 0: only a suspended contract has none
    )


def typed_name(employment_id: uuid.UUID) -> str:
    """The name of the field in which another wage for this month is typed."""
    return f"wage-{employment_id}"
