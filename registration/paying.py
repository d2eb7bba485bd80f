"""Taking over what the collection system says is paid (CSV): member_number, month, amount, paid_on, reference."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from nssf_portal.audit.tracking import acting
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits
from registration.models import Member, PaidMonth
from registration.register_file import read_rows

BLOCK = 5000
COLUMNS = ("member_number", "month", "amount", "paid_on", "reference")
_MOST = 60


def load_payments(path: Path, *, source: str) -> dict[str, Any]:
    """A receipt is taken once, whatever its file; a second run changes nothing. Raises FileRefused."""
    counts: Counter[str] = Counter()
    problems: list[dict[str, Any]] = []
    block: list[tuple[int, dict[str, Any]]] = []
    for row_no, row in enumerate(read_rows(path, COLUMNS, COLUMNS[:1]), start=2):
        counts["rows"] += 1
        values, wrong = _understand({name: clean(value or "") for name, value in row.items() if name})
        if wrong:
            problems += [_problem(row_no, field, code) for field, code in wrong]
            counts["refused"] += 1
            continue
        block.append((row_no, values))
        if len(block) == BLOCK:
            problems += _load(block, counts, source)
            block = []
    problems += _load(block, counts, source)
    return {name: counts[name] for name in ("rows", "created", "unchanged", "refused")} | {"problems": problems}


def _understand(row: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values: dict[str, Any] = {
        "member_number": row.get("member_number", ""),
        "month": _month(row.get("month", "")),
        "amount": _amount(row.get("amount", "")),
        "paid_on": _day(row.get("paid_on", "")),
        "reference": row.get("reference", ""),
    }
    wrong = [(name, "required") for name in COLUMNS if not row.get(name)]
    told = (("month", "month_invalid"), ("amount", "amount_invalid"), ("paid_on", "date_invalid"))
    wrong += [(name, code) for name, code in told if row.get(name) and values[name] is None]
    if len(values["reference"]) > _MOST:
        wrong.append(("reference", "too_long"))
    if values["paid_on"] and values["paid_on"] > timezone.localdate():
        wrong.append(("paid_on", "date_in_future"))
    return values, wrong


@transaction.atomic
def _load(block: list[tuple[int, dict[str, Any]]], counts: Counter[str], source: str) -> list[dict[str, Any]]:
    """Four statements a block, whatever its size."""
    members = dict(
        Member.objects.filter(member_number__in=[values["member_number"] for _no, values in block]).values_list(
            "member_number", "pk"
        )
    )
    references = [values["reference"] for _no, values in block]
    known = {paid.reference: paid for paid in PaidMonth.objects.filter(reference__in=references)}
    fresh: dict[str, PaidMonth] = {}
    problems = []
    for row_no, values in block:
        member, earlier = members.get(values["member_number"]), None
        earlier = known.get(values["reference"]) or fresh.get(values["reference"])
        if member is None:
            problems.append(_problem(row_no, "member_number", "member_unknown"))
        elif earlier and _same(earlier, member, values):
            counts["unchanged"] += 1
        elif earlier:
            problems.append(_problem(row_no, "reference", "reference_used"))
        else:
            paid = {name: values[name] for name in ("month", "amount", "paid_on", "reference")}
            fresh[values["reference"]] = PaidMonth(member_id=member, source=source, **paid)
    counts["refused"] += len(problems)
    counts["created"] += len(fresh)
    with acting(by=None, action="payments.load"):
        PaidMonth.objects.bulk_create(fresh.values())
    return problems


def _same(earlier: PaidMonth, member: Any, values: Mapping[str, Any]) -> bool:
    said = (earlier.member_id, earlier.month, earlier.amount, earlier.paid_on)
    return said == (member, values["month"], values["amount"], values["paid_on"])


def _problem(row: int, field: str, code: str) -> dict[str, Any]:
    return {"row": row, "field": field, "code": code, "severity": "error"}


def _month(text: str) -> date | None:
    return _day(f"{to_latin_digits(text)[:7]}-01") if len(text) in (7, 10) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(to_latin_digits(text))
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(to_latin_digits(text).replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount < Decimal("1e12") else None
