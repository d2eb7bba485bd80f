"""The standing of every registered enterprise as rows, for lists and counts: a few statements for each thousand."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.enums import StandingItem
from compliance.standing import rows_sql as sql
from compliance.standing.facts import Facts, as_array, gather
from compliance.standing.judging import Months, judge, state_of
from compliance.standing.months import months_of, totals
from compliance.standing.rules import Rules
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.audit.as_of import end_of
from nssf_portal.law import NoLawInForce, clock
from nssf_portal.law.book import value_or

_BLOCK = 2_000
_HELD = (EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED)
_INTEREST = ("contribution.late_interest.monthly_rate", "contribution.late_interest.counting")


def refresh(on: date | None = None) -> int:
    """Computes every registered enterprise's row anew; rows of those that are not registered any more go.

    Effects: StandingRow, a block of enterprises at a time."""
    started, rules, written = timezone.now(), Rules(on or timezone.localdate()), 0
    for ids in _blocks():
        with transaction.atomic():
            written += _write(_rows(ids, rules))
    with connection.cursor() as cursor:
        cursor.execute(sql.FORGET, {"started": started})
    return written


def _blocks() -> Iterator[list[UUID]]:
    """All registered enterprises in key order, a block at a time."""
    last: UUID | None = None
    while True:
        rest = Enterprise.objects.filter(state__in=_HELD).order_by("pk")
        ids = list((rest.filter(pk__gt=last) if last else rest).values_list("pk", flat=True)[:_BLOCK])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _rows(ids: list[UUID], rules: Rules) -> list[dict]:
    facts = {pk: known for pk, known in gather(ids, rules).items() if known.is_registered(rules.on)}
    months = month_counts(facts, rules)
    return [_row(known, months[pk], rules) for pk, known in facts.items()]


def _row(facts: Facts, months: Months, rules: Rules) -> dict:
    results = judge(facts, months, rules)
    return {
        "id": facts.id,
        "as_of": rules.on,
        "state": str(state_of(facts, results, rules.on)),
        **{str(item): str(results[item]) for item in StandingItem},
        "missing_declarations": months.missing,
        "late_declarations": months.late,
        "late_payments": months.unpaid + months.paid_late,
        "late_hires": facts.late_hires,
        "computed_at": timezone.now(),
    }


def _write(rows: list[dict]) -> int:
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        with connection.cursor() as cursor:
            cursor.execute(sql.FILL, columns)
    return len(rows)


def month_counts(facts: dict[UUID, Facts], rules: Rules) -> dict[UUID, Months]:
    """Counted by one statement; those with payments taken back or interest are told one by one, as on their page."""
    looked_at = _months(rules)
    if not facts or not looked_at:
        return dict.fromkeys(facts, Months())
    values = _values(facts, looked_at, rules)
    with connection.cursor() as cursor:
        cursor.execute(sql.MONTHS, values)
        told = cursor.fetchall()
    counted = {row[0]: Months(*map(int, row[1:-1])) for row in told}
    special = {row[0] for row in told if row[-1]}
    if _interest_is_law(rules.on):
        special |= {pk for pk, months in counted.items() if months.paid_late or months.unpaid}
    for enterprise in Enterprise.objects.filter(pk__in=special):
        counted[enterprise.pk] = _one(enterprise, facts[enterprise.pk], rules)
    return {pk: counted.get(pk, Months()) for pk in facts}


def _one(enterprise: Enterprise, facts: Facts, rules: Rules) -> Months:
    enterprise.state, enterprise.registered_on, enterprise.closed_on = facts.state, facts.registered_on, facts.closed_on
    return totals(months_of(enterprise, rules))


def _values(facts: dict[UUID, Facts], looked_at: list[date], rules: Rules) -> dict[str, list | str | date | datetime]:
    days = {known.registered_on for known in facts.values() if known.registered_on}
    firsts = {day: clock.deadline("deadline.first_payment", day) for day in days if day >= min(looked_at)}
    return {
        "ids": as_array(facts),
        "registered_on": as_array(known.registered_on for known in facts.values()),
        "months": looked_at,
        "declare_by": [calendar.declare_by(month) for month in looked_at],
        "pay_by": [calendar.pay_by(Enterprise(), month) for month in looked_at],
        "first_days": list(firsts),
        "first_lasts": list(firsts.values()),
        "before": end_of(rules.on),
        "on": rules.on,
    }


def _months(rules: Rules) -> list[date]:
    """The months that a standing looks at, as `declaring.filings` chooses them."""
    begins = calendar.read(str(value_or("declaration.first_month", "2026-01"))) or date(2026, 1, 1)
    this = calendar.first_of(rules.on)
    first = max(begins, calendar.after(this, 1 - rules.lookback))
    found = []
    while this >= first:
        found.append(this)
        this = calendar.after(this, -1)
    return found


def _interest_is_law(on: date) -> bool:
    with suppress(NoLawInForce):
        return all(law.value(code, on=on).confirmed for code in _INTEREST)
    return False
