"""Deliveries of institutions: limits, and when a value counts as stale."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

CENSUS = "Operational Plan 2024-2026, 1.2.D"

VALUES: tuple[Seed, ...] = (
    Seed("registry.stale.address_before", "2024-01-01", "", CENSUS, False, note="A day, as year-month-day."),
    Seed("registry.stale.record_before", "2020-06-15", "", CENSUS, False, note="The day online registration began."),
    Seed("upload.registry.size", 50, Unit.MEGABYTES, HOUSE, False),
    Seed("upload.registry.rows", 200_000, Unit.ROWS, HOUSE, False),
    Seed(
        "registry.take_over.refused_below",
        5,
        "",
        HOUSE,
        False,
        note="Percent: a delivery with fewer refused rows is taken over by rule; others wait for an officer.",
    ),
)
