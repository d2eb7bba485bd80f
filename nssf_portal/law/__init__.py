"""The law book: what the rules say on a date, where they say it, and whether that is confirmed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nssf_portal.law.book import InForce


class NoLawInForce(LookupError):
    """The law book has no value under this code on this date; whoever asks must not act on a guess."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"No value of {code} is in force on {on.isoformat()}.")
        self.code = code
        self.on = on


def value(code: str, *, on: date | None = None) -> InForce:
    """What the law book says under a code on a date (today if not given); raises NoLawInForce."""
    from nssf_portal.law import book

    return book.value(code, on=on)
