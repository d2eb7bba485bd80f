"""Payment facts from the collection system: each receipt is taken once, whatever file or message brings it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from compliance.declaring import months
from compliance.models import ConflictOfInterest, Fine, Payment, PaymentBatch
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits
from registration.enums import Channel

COLUMNS = ("nssf_number", "month", "fine_reference", "amount", "paid_on", "reference")
REQUIRED = ("nssf_number", "amount", "paid_on", "reference")
FIRST_ROW = 2  # as a person counts in the file: the first one holds the names
_BLOCK = 5_000
_LONGEST = {"reference": 60, "fine_reference": 20, "nssf_number": 20}
_MOST_RIEL = 10**15


@dataclass(frozen=True)
class Problem:
    row: int
    field: str
    code: str
    severity: str = "error"


@dataclass(frozen=True)
class Outcome:
    batch: PaymentBatch
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Row:
    number: int
    nssf_number: str = ""
    reference: str = ""
    fine_reference: str = ""
    month: date | None = None
    amount: int | None = None
    paid_on: date | None = None
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, code: str, severity: str = "error") -> None:
        self.problems.append(Problem(self.number, name, code, severity))

    @property
    def refused(self) -> bool:
        return any(one.severity == "error" for one in self.problems)

    def facts(self) -> tuple:
        return self.month, self.fine_reference, self.amount, self.paid_on


@transaction.atomic
def take_payments(
    rows: Iterable[Mapping[str, Any]],
    *,
    source: str,
    by: User | None,
    channel: str = Channel.CORE,
    upload: Upload | None = None,
    submission_id: uuid.UUID | None = None,
) -> Outcome:
    """Take rows over: new ones are added, known ones left, contradicting ones refused; nothing is ever changed.

    Effects: a batch, its payments, and the fines that the payments name."""
    with connection.cursor() as cursor:  # two files at once must not take one receipt twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('compliance.payments'))")
    if submission_id and (earlier := PaymentBatch.objects.filter(submission_id=submission_id).first()):
        return Outcome(earlier)
    batch = PaymentBatch(
        source=source[:40], received_by=by, channel=channel, upload=upload, submission_id=submission_id
    )
    read = [_understand(number, row) for number, row in enumerate(rows, start=FIRST_ROW)]
    fresh = _sort_out(read, batch)
    batch.rows, batch.created, batch.refused = len(read), len(fresh), sum(row.refused for row in read)
    batch.unchanged = batch.rows - batch.created - batch.refused
    batch.save(force_insert=True)
    Payment.objects.bulk_create(fresh, batch_size=_BLOCK)
    _apply([payment for payment in fresh if payment.fine_reference])
    return Outcome(batch, [problem for row in read for problem in row.problems])


def _apply(payments: Sequence[Payment]) -> None:
    from compliance.services.fines import apply_payments

    if payments:
        apply_payments(payments)


def _sort_out(read: Sequence[_Row], batch: PaymentBatch) -> list[Payment]:
    """The payments not known yet; three statements a block, whatever its size."""
    fresh: dict[str, Payment] = {}
    for start in range(0, len(read), _BLOCK):
        rows = [row for row in read[start : start + _BLOCK] if not row.refused]
        enterprises = _enterprises(rows)
        fines = _fines(rows)
        known = {one.reference: one for one in Payment.objects.filter(reference__in=[row.reference for row in rows])}
        _refuse_the_tied(rows, enterprises, batch.received_by)
        for row in (row for row in rows if not row.refused):
            _take(row, batch, enterprises, fines, known, fresh)
    return list(fresh.values())


def _refuse_the_tied(rows: Sequence[_Row], enterprises: Mapping[str, uuid.UUID], by: User | None) -> None:
    """Nobody settles the debts of an enterprise of their own, or of one they declared a tie to."""
    if by is None:
        return
    tied = set(Enterprise.objects.represented_by(by).values_list("pk", flat=True))
    tied |= set(ConflictOfInterest.objects.standing().filter(user=by).values_list("enterprise", flat=True))
    for row in rows:
        if tied and enterprises.get(row.nssf_number) in tied:
            row.wrong("nssf_number", "tied")


def _enterprises(rows: Sequence[_Row]) -> dict[str, uuid.UUID]:
    found = Enterprise.objects.filter(nssf_number__in={row.nssf_number for row in rows})
    return {str(number): pk for number, pk in found.values_list("nssf_number", "pk")}


def _fines(rows: Sequence[_Row]) -> dict[str, uuid.UUID]:
    numbers = {row.fine_reference for row in rows} - {""}
    if not numbers:
        return {}
    return dict(Fine.objects.filter(number__in=numbers).values_list("number", "case__enterprise"))


def _take(row: _Row, batch: PaymentBatch, enterprises: Mapping, fines: Mapping, known: Mapping, fresh: dict) -> None:
    enterprise = enterprises.get(row.nssf_number)
    earlier = known.get(row.reference) or fresh.get(row.reference)
    if enterprise is None:
        row.wrong("nssf_number", "enterprise_unknown")
    elif row.fine_reference and fines.get(row.fine_reference) != enterprise:
        row.wrong("fine_reference", "fine_unknown")
    elif earlier is None:
        fresh[row.reference] = _payment(row, batch, enterprise)
    elif (earlier.enterprise_id, *_facts(earlier)) != (enterprise, *row.facts()):
        row.wrong("reference", "reference_used")


def _facts(one: Payment) -> tuple:
    return one.month, one.fine_reference, one.amount, one.paid_on


def _payment(row: _Row, batch: PaymentBatch, enterprise: uuid.UUID) -> Payment:
    return Payment(
        id=uuid7(),
        batch=batch,
        enterprise_id=enterprise,
        month=row.month,
        fine_reference=row.fine_reference,
        amount=row.amount,
        paid_on=row.paid_on,
        reference=row.reference,
        received_at=batch.received_at,
    )


def _understand(number: int, given: Mapping[str, Any]) -> _Row:
    """A row as text or as typed values; everything wrong with it at once."""
    text = {name: clean(str(given.get(name) if given.get(name) is not None else "")) for name in COLUMNS}
    row = _Row(number, to_latin_digits(text["nssf_number"]), text["reference"], text["fine_reference"])
    for name in REQUIRED:
        if not text[name]:
            row.wrong(name, "required")
    for name, most in _LONGEST.items():
        if len(text[name]) > most:
            row.wrong(name, "too_long")
    row.month, row.amount, row.paid_on = _month(text["month"]), _amount(text["amount"]), _day(text["paid_on"])
    told = (("month", row.month, "month_invalid"), ("amount", row.amount, "amount_invalid"),
            ("paid_on", row.paid_on, "date_invalid"))  # fmt: skip
    for name, value, code in told:
        if text[name] and value is None:
            row.wrong(name, code)
    _refuse_contradictions(row, text)
    return row


def _refuse_contradictions(row: _Row, text: Mapping[str, str]) -> None:
    if row.paid_on and row.paid_on > timezone.localdate():
        row.wrong("paid_on", "date_in_future")
    if text["month"] and text["fine_reference"]:
        row.wrong("month", "month_or_fine")
    if not text["month"] and not text["fine_reference"]:
        row.wrong("month", "month_missing", "warning")  # taken: the payer did not say what for


def _month(text: str) -> date | None:
    return months.read(to_latin_digits(text)[:7]) if len(text) in (7, 10) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(to_latin_digits(text)[:10])
    except ValueError:
        return None


def _amount(text: str) -> int | None:
    """Whole riel; a negative amount is a reversal under a reference of its own."""
    try:
        amount = Decimal(to_latin_digits(text).replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    whole = amount.is_finite() and abs(amount) < _MOST_RIEL and amount == amount.to_integral_value()
    return int(amount) or None if whole else None
