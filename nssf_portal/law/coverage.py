"""Who is covered by what today: person category by scheme, as the law book says."""

from datetime import date

from django.utils import timezone

from nssf_portal.law.enums import CoverageStatus, Scheme
from nssf_portal.law.models import Coverage

_ORDER = [str(scheme) for scheme in Scheme]


def lines_for(category: str, on: date | None = None) -> list[Coverage]:
    """The schemes of one category that day, in the order of the law; a scheme without a line is not in the book."""
    lines = Coverage.objects.in_force(on or timezone.localdate()).filter(category=category)
    return sorted(lines, key=lambda line: _ORDER.index(line.scheme))


def is_served_here(category: str, on: date | None = None) -> bool:
    """Whether this portal can register somebody of the category in at least one scheme."""
    here = (CoverageStatus.COMPULSORY, CoverageStatus.VOLUNTARY)
    return any(line.status in here for line in lines_for(category, on))


def table(on: date | None = None) -> dict[str, list[Coverage]]:
    """The whole book by category."""
    found: dict[str, list[Coverage]] = {}
    for line in Coverage.objects.in_force(on or timezone.localdate()).order_by("category", "scheme"):
        found.setdefault(line.category, []).append(line)
    return found
