"""What became of each month that was due: on time, late, missing; paid, paid late, open. As known on a day."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.enums import AdjustmentKind, AdjustmentState, Filing, Paying
from compliance.models import Adjustment, Declaration, Payment
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.law import NoLawInForce
from nssf_portal.law.book import value_or

_INTEREST = "contribution.late_interest.monthly_rate"


@dataclass(frozen=True)
class MonthFiling:
    """One month of one enterprise, as it was known on the day asked for."""

    month: date
    due_on: date
    pay_by: date
    filing: Filing
    paying: Paying
    declaration: Declaration | None = None  # what stood on that day
    filed_on: date | None = None  # the first filing; a correction makes nobody late
    corrections: int = 0
    amount: int | None = None  # riel due; None: not declared, or not computed
    paid: int = 0
    paid_on: date | None = None  # the last payment counted
    interest: int | None = None  # an estimate; None: not computed, or relieved
    interest_confirmed: bool = False
    excused: bool = False  # lateness accepted by an adjustment
    suspended: bool = False  # contributions suspended by an adjustment

    @property
    def owed(self) -> int | None:
        """Riel still to be paid, without interest."""
        if self.suspended:
            return 0
        return None if self.amount is None else max(self.amount - self.paid, 0)


def filings(enterprise: Enterprise, on: date, months: int | None = None) -> list[MonthFiling]:
    """Every month due or open on that day, newest first, from what was recorded by its end and nothing later.

    `months` limits how far back; else `declaration.look_back` does."""
    known = _Known(enterprise, on)
    wanted = list(_months(enterprise, on, months))
    if wanted:
        known.read(wanted)
    return [known.filing(month) for month in wanted]


def _months(enterprise: Enterprise, on: date, count: int | None) -> Iterator[date]:
    first, last = calendar.first_due(enterprise), _last(enterprise, on)
    if first is None or enterprise.registered_on is None or enterprise.registered_on > on:
        return
    back = count or int(value_or("declaration.look_back", 12))
    first = max(first, calendar.after(calendar.first_of(on), 1 - back))
    while last >= first:
        yield last
        last = calendar.after(last, -1)


def _last(enterprise: Enterprise, on: date) -> date:
    """The month of that day, or the one in which the enterprise closed, as far as the closing was known then."""
    closed = enterprise.closed_on
    if enterprise.state != EnterpriseState.CLOSED or closed is None or closed >= on:
        return calendar.first_of(on)
    return calendar.first_of(closed) if _closing_known(enterprise, on) else calendar.first_of(on)


def _closing_known(enterprise: Enterprise, on: date) -> bool:
    """The day on which the closing was written down stands in the enterprise's history."""
    events = apps.get_model("enterprises", "EnterpriseEvent").objects.filter(pgh_obj_id=enterprise.pk)
    said = events.filter(state=EnterpriseState.CLOSED).order_by("pgh_created_at")
    at = said.values_list("pgh_created_at", flat=True).first()
    return at is None or at <= calendar.end_of(on)


class _Known:
    """The facts of one enterprise recorded by the end of a day: three queries, whatever the number of months."""

    def __init__(self, enterprise: Enterprise, on: date) -> None:
        self.enterprise, self.on = enterprise, on
        self.until: datetime = calendar.end_of(on)
        self.declared: dict[date, list[Declaration]] = defaultdict(list)
        self.paid: dict[date, list[Payment]] = defaultdict(list)
        self.relief: list[Adjustment] = []

    def read(self, months: Sequence[date]) -> None:
        span = {"enterprise": self.enterprise, "month__range": (months[-1], months[0])}
        for one in Declaration.objects.filter(**span, filed_at__lte=self.until).order_by("filed_at", "id"):
            self.declared[one.month].append(one)
        for paid in Payment.objects.filter(**span, received_at__lte=self.until).order_by("paid_on", "id"):
            if paid.month:
                self.paid[paid.month].append(paid)
        self.relief = list(reliefs(self.until).filter(enterprise=self.enterprise))

    def filing(self, month: date) -> MonthFiling:
        told, paid = self.declared[month], self.paid[month]
        newest, first = (told[-1], told[0]) if told else (None, None)
        filed_on = timezone.localdate(first.filed_at) if first else None
        due_on = first.due_on if first else calendar.declare_by(month)
        excused = self._relieved(AdjustmentKind.LATE_ACCEPTED, month)
        suspended = self._relieved(AdjustmentKind.SUSPENSION, month)
        amount = 0 if suspended else (newest.amount if newest else None)
        money = Money(amount, paid, calendar.pay_by(self.enterprise, month), self.on)
        relieved = suspended or self._relieved(AdjustmentKind.INTEREST_RELIEF, month)
        interest, confirmed = (0, True) if relieved else money.interest()
        return MonthFiling(
            month=month,
            due_on=due_on,
            pay_by=money.pay_by,
            filing=_filing(filed_on, due_on, self.on, excused=excused),
            paying=money.state(),
            declaration=newest,
            filed_on=filed_on,
            corrections=max(len(told) - 1, 0),
            amount=amount,
            paid=money.paid,
            paid_on=paid[-1].paid_on if paid else None,
            interest=interest,
            interest_confirmed=confirmed,
            excused=excused,
            suspended=suspended,
        )

    def _relieved(self, kind: str, month: date) -> bool:
        return any(
            one.kind == kind and one.from_month and one.from_month <= month and month <= (one.to_month or month)
            for one in self.relief
        )


def reliefs(until: datetime) -> "Iterable":
    """Adjustments in force at that moment, whatever became of them later."""
    granted = Q(decided_at__lte=until, state__in=(AdjustmentState.GRANTED, AdjustmentState.REVOKED))
    still = Q(revoked_at__isnull=True) | Q(revoked_at__gt=until)
    return Adjustment.objects.filter(granted & still)


def _filing(filed_on: date | None, due_on: date, on: date, *, excused: bool) -> Filing:
    if filed_on is None:
        return Filing.MISSING if on > due_on else Filing.NOT_YET_DUE
    return Filing.ON_TIME if filed_on <= due_on or excused else Filing.LATE


@dataclass(frozen=True)
class Money:
    """What was due for a month and what came, in riel."""

    amount: int | None
    payments: Sequence[Payment]
    pay_by: date
    on: date

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.payments)

    def state(self) -> Paying:
        if self.amount is None:
            return Paying.UNKNOWN
        if self.amount == 0:
            return Paying.NOTHING
        if self.paid >= self.amount:
            return Paying.PAID if self._open_after_last_day() == 0 else Paying.PAID_LATE
        if self.on <= self.pay_by:
            return Paying.NOT_YET_DUE
        return Paying.PART if self.paid > 0 else Paying.UNPAID

    def _open_after_last_day(self) -> int:
        in_time = sum(riel for riel, day in self._kept() if day <= self.pay_by)
        return max((self.amount or 0) - in_time, 0)

    def _kept(self) -> list[tuple[int, date]]:
        """What came and stayed, with its day: a reversal takes back what came last before it."""
        kept: list[tuple[int, date]] = []
        for one in self.payments:
            kept.append((one.amount, one.paid_on))
            while len(kept) > 1 and kept[-1][0] <= 0:
                (taken, _reversed), (riel, day) = kept.pop(), kept.pop()
                kept.append((riel + taken, day))
        return [(riel, day) for riel, day in kept if riel > 0]

    def interest(self) -> tuple[int | None, bool]:
        """Simple interest on what was open, up to the day it came or the day asked; an estimate, law book's rate.

        None when the amount is not known or no rate is in force."""
        if self.amount is None:
            return None, False
        if self._open_after_last_day() == 0 or self.on <= self.pay_by:
            return 0, True
        try:
            rate = law.value(_INTEREST, on=self.pay_by)
        except NoLawInForce:
            return None, False
        total = sum(Decimal(riel) * rate.value * late for riel, late in self._late_parts())
        return int(Decimal(total).quantize(Decimal(1), ROUND_HALF_UP)), rate.confirmed and self._counting_confirmed()

    def _late_parts(self) -> Iterator[tuple[int, int]]:
        """Each sum that was late, with its months of delay."""
        rest = self._open_after_last_day()
        for riel, day in self._kept():
            if day > self.pay_by and rest > 0:
                taken = min(riel, rest)
                yield taken, self._months_late(day)
                rest -= taken
        if rest > 0:
            yield rest, self._months_late(self.on)

    def _months_late(self, day: date) -> int:
        """Begun months, or full ones, as the law book says."""
        full = (day.year - self.pay_by.year) * 12 + day.month - self.pay_by.month - (day.day < self.pay_by.day)
        begun = value_or("contribution.late_interest.counting", "begun", on=self.pay_by) == "begun"
        return max(full + (begun and day.day != self.pay_by.day), 0)

    def _counting_confirmed(self) -> bool:
        try:
            return law.value("contribution.late_interest.counting", on=self.pay_by).confirmed
        except NoLawInForce:
            return False


def open_month(enterprise: Enterprise, on: date) -> MonthFiling | None:
    """The oldest month of the last ones that waits for a declaration on that day."""
    waiting = [one for one in filings(enterprise, on) if one.declaration is None and one.month < calendar.first_of(on)]
    return waiting[-1] if waiting else None


def undeclared(enterprise_ids: Iterable[uuid.UUID], month: date) -> set[uuid.UUID]:
    """Those of these enterprises that have not declared a month; one query."""
    ids = set(enterprise_ids)
    told = Declaration.objects.current().filter(enterprise__in=ids, month=month)
    return ids - set(told.values_list("enterprise", flat=True))
