"""Numbers and days as a report says them: with Khmer digits on Khmer paper, with 0-9 on screens."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nssf_portal.khmer.dates import format_date
from nssf_portal.khmer.digits import to_khmer_digits
from reporting import words

NBSP = "\u00a0"
_TENTHS = frozenset({"percent", "days", "documents", "fields"})


@dataclass(frozen=True)
class Say:
    """A language, and whether it is printed."""

    language: str
    paper: bool = False

    def digits(self, text: object) -> str:
        return to_khmer_digits(text) if self.paper and self.language == "km" else str(text)

    def number(self, value: Decimal | int | float, places: int = 0) -> str:
        rounded = round(Decimal(value), places)  # the formatter would only cut
        return self.digits(number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True))

    def value(self, value: Decimal | int, unit: str) -> str:
        """Without its unit, except for percent and riel, which stand at the number."""
        places = 1 if unit in _TENTHS and value != int(value) else 0
        said = self.number(value, places)
        return f"{said}%" if unit == "percent" else f"{said}{NBSP}៛" if unit == "riel" else said

    def amount(self, value: Decimal | int, unit: str) -> str:
        """With its unit."""
        said = self.value(value, unit)
        return said if unit in ("percent", "riel") else f"{said}{NBSP}{words.unit(unit)}"

    def counts(self, numerator: int | None, denominator: int | None) -> str:
        """What a share was divided from; how many a median was taken of."""
        if denominator is None:
            return ""
        whole = self.number(denominator)
        if numerator is None:
            return _("of %(number)s") % {"number": whole}
        return _("%(part)s of %(whole)s") % {"part": self.number(numerator), "whole": whole}

    def day(self, value: date | str) -> str:
        if not value:
            return ""
        day = date.fromisoformat(value) if isinstance(value, str) else value
        khmer = self.paper and self.language == "km"
        said = format_date(day, self.language, digits="khmer" if khmer else "latin", official=False)
        return said.replace(" ", NBSP)

    def moment(self, value: datetime | None) -> str:
        """The day and the hour in Cambodia."""
        if value is None:
            return ""
        local = timezone.localtime(value)
        return f"{self.day(local.date())} {self.digits(format(local, '%H:%M'))}"
