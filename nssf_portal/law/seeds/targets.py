"""Target lists: weights of reasons, shares, time to register by oneself."""

from decimal import Decimal

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

# The most one reason can give; the points of all reasons together are the score, 1 at most.
_WEIGHTS = (
    ("unregistered", "0.35", "A source names it and it is past the time to register."),
    ("headcount_gap", "0.25", "Sources say more workers than are registered."),
    ("late_declarations", "0.15", ""),
    ("late_payments", "0.15", ""),
    ("information", "0.15", "All or nothing, so that nobody can tell how much was said, or by whom."),
    ("late_hires", "0.08", ""),
    ("hire_after_accident", "0.10", "Not computed until accidents are reported to the portal."),
    ("ended_before_visit", "0.08", ""),
    ("split_units", "0.10", ""),
    ("shared_phone", "0.06", ""),
    ("size", "0.10", ""),
    ("sector", "0.05", ""),
    ("never_visited", "0.05", ""),
    ("distance", "0.02", "Only says: in the district of an office of the Fund."),
)

# How often workers are missing where the sector is looked at, 0 to 1; corrected by what visits find.
_SECTORS = (
    ("A", "0.6"), ("B", "0.6"), ("C", "0.6"), ("F", "0.9"), ("G", "0.5"), ("H", "0.7"), ("I", "0.8"), ("N", "0.7"),
    ("R", "0.6"), ("S", "0.5"), ("T", "0.5"),
)  # fmt: skip

VALUES: tuple[Seed, ...] = (
    *(Seed(f"target.weight.{signal}", Decimal(most), "", HOUSE, False, note=n) for signal, most, n in _WEIGHTS),
    *(Seed(f"target.sector.{letter}", Decimal(share), "", HOUSE, False) for letter, share in _SECTORS),
    Seed("target.district_floor", 1, "", HOUSE, False, note="Each district with candidates gets at least so many."),
    Seed("target.random_share", Decimal("0.1"), "", HOUSE, False, note="Of the list; drawn by lot, as a yardstick."),
    Seed("target.next_times", 3, Unit.TIMES, HOUSE, False, note="So many times the capacity wait next in line."),
    Seed("target.months_back", 12, Unit.MONTHS, HOUSE, False, note="How far back lateness counts."),
    Seed("target.late_months_full", 6, Unit.MONTHS, HOUSE, False, note="So many months late give all points."),
    Seed("target.headcount_tolerance", Decimal("0.1"), "", HOUSE, False, note="A smaller share missing is no reason."),
    Seed("target.headcount_full", 100, Unit.PERSONS, HOUSE, False, note="A gap of so many gives all points."),
    Seed("target.size_full", 1000, Unit.PERSONS, HOUSE, False, note="So many workers give all points."),
    Seed("target.late_hires_full", 10, Unit.PERSONS, HOUSE, False, note="So many late hires give all points."),
    Seed("target.ended_before_visit_days", 14, Unit.DAYS, HOUSE, False),
    Seed("target.ended_before_visit_full", 5, Unit.PERSONS, HOUSE, False),
    Seed("target.split_units_least", 3, "", HOUSE, False, note="Units under five staff with one owner or address."),
    Seed("target.split_units_full", 8, "", HOUSE, False),
    Seed(
        "target.shared_most", 20, "", HOUSE, False, note="What more units share (an accountant's phone) says nothing."
    ),
    Seed("target.shared_phone_least", 5, Unit.PERSONS, HOUSE, False, note="Staff of one enterprise on one phone."),
    Seed("target.shared_phone_full", 20, Unit.PERSONS, HOUSE, False),
    Seed("target.visit_full_months", 36, Unit.MONTHS, HOUSE, False, note="A visit longer ago counts as none."),
    Seed("target.rates_least", 20, "", HOUSE, False, note="Fewer outcomes say nothing of a reason's weight."),
    Seed("target.nudge_days", 30, Unit.DAYS, HOUSE, False, note="To register by oneself after the letter."),
    Seed("target.soon_days", 7, Unit.DAYS, HOUSE, False, note="What ends so soon stands on an inspector's first page."),
)
