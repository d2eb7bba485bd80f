"""A partner names a unit by a number it holds: there is no list of enterprises to look through."""

from enterprises.models import Enterprise
from nssf_portal.khmer.digits import to_latin_digits


def by_number(text: str) -> Enterprise | None:
    """The one open unit with this NSSF number, TIN, commercial number or our reference; None if none or several."""
    number = to_latin_digits(text).strip()
    if not number:
        return None
    spellings = {number, number.upper()}
    standing = Enterprise.objects.filter(merged_into__isnull=True).order_by("pk")
    for field in ("nssf_number", "tin", "moc_number", "reference"):
        found = list(standing.filter(**{f"{field}__in": spellings})[:2])
        if found:
            return found[0] if len(found) == 1 else None
    return None
