"""Some months of an employer: declared and paid, one late, one never."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from compliance.declaring import months
from compliance.declaring.statement import statement
from compliance.enums import DeclarationKind
from compliance.models import Declaration, Payment
from compliance.sample.keys import key
from compliance.services import declaring, payments
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User

_BACK = 10
_LATE, _MISSING = 3, 2  # how many months ago


def load(enterprise: Enterprise, by: User, *, spotless: bool = False) -> None:
    """Every month whose last day is past, recorded on the days it would have been; `spotless`: none late or missing."""
    this, first = months.first_of(timezone.localdate()), months.first_due(enterprise)
    for back in range(_BACK, 0, -1):
        month = months.after(this, -back)
        is_due = months.declare_by(month) < timezone.localdate()
        if first and first <= month and is_due and (spotless or back != _MISSING):
            _month(enterprise, month, by, late=back == _LATE and not spotless)


def _month(enterprise: Enterprise, month: date, by: User, *, late: bool) -> None:
    kind = DeclarationKind.STAFF if statement(enterprise, month).workers else DeclarationKind.NO_STAFF
    made = declaring.file_declaration(
        enterprise=enterprise, month=month, kind=kind, by=by, submission_id=key(f"{enterprise.nssf_number}:{month}")
    )
    day = made.due_on + timedelta(days=9 if late else -8)
    Declaration.objects.filter(pk=made.pk).update(filed_at=_morning(day))
    owed = sum(getattr(made, name) or 0 for name in _SHARES)
    if owed:
        _pay(enterprise, month, owed, months.pay_by(enterprise, month) + timedelta(days=14 if late else -3))


_SHARES = ("occupational_risk", "health_care", "pension_employer", "pension_worker")


def _pay(enterprise: Enterprise, month: date, amount: int, day: date) -> None:
    day = min(day, timezone.localdate())
    reference = f"SAMPLE-{enterprise.nssf_number}-{month:%Y%m}"
    row = {
        "nssf_number": enterprise.nssf_number,
        "month": f"{month:%Y-%m}",
        "amount": amount,
        "paid_on": day.isoformat(),
        "reference": reference,
    }
    payments.take_payments([row], source="sample", by=None)
    Payment.objects.filter(reference=reference).update(received_at=_morning(day))


def _morning(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(9, 30))), timezone.now())
