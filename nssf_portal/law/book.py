"""Reading the law book: kept whole in each process (about a hundred rows), checked for changes every few seconds."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from nssf_portal.law import NoLawInForce
from nssf_portal.law.models import LawValue


@dataclass(frozen=True)
class InForce:
    """A value with everything that must be shown beside it."""

    code: str
    value: Any
    unit: str
    source: str
    confirmed: bool
    valid_from: date
    valid_to: date | None
    note: str

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class _Book:
    def __init__(self) -> None:
        self.spells: dict[str, list[InForce]] = {}
        self.mark: Any = None
        self.looked_at = float("-inf")

    def refresh(self) -> None:
        """One small query every few seconds tells whether an administrator changed anything."""
        if time.monotonic() - self.looked_at < getattr(settings, "LAW_BOOK_SECONDS", 5.0):
            return
        mark = _mark()
        if mark != self.mark:
            self.spells = _read()
            self.mark = mark
        self.looked_at = time.monotonic()


_book = _Book()


def forget() -> None:
    """Read the book anew at the next question (after a change in the same process, and in tests)."""
    _book.mark = None
    _book.looked_at = float("-inf")


def value(code: str, *, on: date | None = None) -> InForce:
    """See `nssf_portal.law.value`."""
    on = on or timezone.localdate()
    _book.refresh()
    for spell in _book.spells.get(code, ()):
        if spell.covers(on):
            return spell
    raise NoLawInForce(code, on)


def value_or(code: str, default: Any, *, on: date | None = None) -> Any:
    """The bare value, or the default when nothing is in force (for limits, never for law)."""
    try:
        return value(code, on=on).value
    except NoLawInForce:
        return default


def changes(codes: Collection[str], first: date, last: date) -> list[date]:
    """The days after `first`, up to `last`, on which one of these codes begins to say something else, in order."""
    _book.refresh()
    spells = [spell for code in codes for spell in _book.spells.get(code, ())]
    ends = [spell.valid_to + timedelta(days=1) for spell in spells if spell.valid_to and spell.valid_to < last]
    return sorted({day for day in (*(spell.valid_from for spell in spells), *ends) if first < day <= last})


def codes() -> list[str]:
    """Every code the book knows, whatever the date."""
    _book.refresh()
    return sorted(_book.spells)


def as_json(given: Any) -> Any:
    """A value as JSON speaks it: 80000, 0.008, true or text."""
    if isinstance(given, Decimal):
        return int(given) if given == given.to_integral_value() else float(given)
    return given


def _mark() -> str:
    """A digest of the whole table: cheap at this size, and no change can slip past it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(l::text, '|' ORDER BY id)) FROM law_lawvalue l")
        return cursor.fetchone()[0] or ""


def _read() -> dict[str, list[InForce]]:
    spells: dict[str, list[InForce]] = {}
    for row in LawValue.objects.order_by("code", "valid_from"):
        spell = InForce(
            row.code, row.value, row.unit, row.source, row.confirmed, row.valid_from, row.valid_to, row.note
        )
        spells.setdefault(row.code, []).append(spell)
    return spells
