"""What became of the months that a standing looks at, as the declarations' own reading tells it."""

from collections.abc import Iterable

from compliance.declaring.filings import MonthFiling, filings
from compliance.enums import Filing, Paying
from compliance.standing.judging import Months
from compliance.standing.rules import Rules
from enterprises.models import Enterprise


def months_of(enterprise: Enterprise, rules: Rules) -> list[MonthFiling]:
    """Newest first; the enterprise as it was known on that day."""
    return filings(enterprise, rules.on, months=rules.lookback)


def totals(months: Iterable[MonthFiling]) -> Months:
    counted = Months()
    for one in months:
        counted = Months(*(sum(pair) for pair in zip(counted, _of(one), strict=True)))
    return counted


def _of(one: MonthFiling) -> Months:
    unknown = one.declaration is not None and one.paying == Paying.UNKNOWN
    unpaid = one.paying in (Paying.UNPAID, Paying.PART)
    return Months(
        due=one.filing != Filing.NOT_YET_DUE,
        missing=one.filing == Filing.MISSING,
        late=one.filing == Filing.LATE,
        unpaid=unpaid,
        owed=(one.owed or 0) if unpaid else 0,
        paid_late=one.paying == Paying.PAID_LATE,
        not_computed=unknown,
        interest=interest_owed(one),
    )


def interest_owed(one: MonthFiling) -> int:
    """Riel of interest that a confirmed rule asks for and that did not come with the payments."""
    if not one.interest or not one.interest_confirmed or one.amount is None:
        return 0
    return max(one.interest - max(one.paid - one.amount, 0), 0)
