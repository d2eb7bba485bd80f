"""What the values of a dimension are called on the page and in the file."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.khmer.dates import ENGLISH_MONTHS, KHMER_MONTHS
from nssf_portal.places.names import province_names
from registration.enums import Channel, MemberGroup, Sex

_CHOICES = {"sex": Sex, "group": MemberGroup, "channel": Channel}


def month(value: date) -> str:
    """November 2026."""
    names = ENGLISH_MONTHS if (get_language() or "").startswith("en") else KHMER_MONTHS
    return f"{names[value.month - 1]}\u00a0{value.year}"


def short_month(value: date) -> str:
    """11/2026, for the head of a column."""
    return f"{value.month}/{value.year}"


def word(dimension: str, value: object) -> str:
    """The value in the page's language; an unknown place is said to be unknown."""
    if dimension == "month":
        return month(value) if isinstance(value, date) else str(value)
    if dimension == "province":
        return province_names().get(str(value)) or _("Province not known")
    kind = _CHOICES[dimension]
    return str(kind(value).label) if value in kind.values else str(value)
