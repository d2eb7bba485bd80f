"""Inspections, notices and fines: days, warnings, who may do what."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, NO_TEXT, Seed

# Notices, warnings and fines: no text on any of these days could be read, so all wait for the Fund's word.
PAPERS = (
    Seed("notice.reply", 10, Unit.DAYS, NO_TEXT, False, note="From the day the notice was served."),
    Seed("notice.working_days", False, "", NO_TEXT, False, note="Days to answer are calendar days until told."),
    Seed("notice.rolls_over", True, "", NO_TEXT, False, note="A last day on a holiday moves to the next working day."),
    Seed("notice.remind_before", 3, Unit.DAYS, HOUSE, False, note="One reminder, so many days before the last day."),
    Seed("fine.payment", 30, Unit.DAYS, NO_TEXT, False, note="From the day the fine was confirmed."),
    Seed("fine.working_days", False, "", NO_TEXT, False, note="Days to pay are calendar days until told."),
    Seed("fine.rolls_over", True, "", NO_TEXT, False, note="A last day on a holiday moves to the next working day."),
    Seed("inspection.warnings_before_fine", 1, Unit.TIMES, NO_TEXT, False, note="Answered, or their time over."),
)

# Visits and self-declarations. The lengths of notice and of correction stand in no text we could read.
CASES = (
    Seed("inspection.prior_notice", 7, Unit.DAYS, NO_TEXT, False, note="Between the announcement and the visit."),
    Seed("inspection.working_days", False, "", NO_TEXT, False, note="Days of notice are calendar days until told."),
    Seed("inspection.self_declaration_months", 6, Unit.MONTHS, "Prakas 358/21 (30 December 2021)", False),
    Seed("inspection.staff_shown", 200, Unit.ROWS, HOUSE, False, note="Most names of the staff list at a visit."),
    Seed("inspection.export_rows", 2_000, Unit.ROWS, HOUSE, False, note="Most cases in one file."),
)

VALUES: tuple[Seed, ...] = (*PAPERS, *CASES)
