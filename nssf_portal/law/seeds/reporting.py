"""Reporting: days for institutions to say how their rows go, reminders, sizes of files."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

# Progress entries: when they are due, who is reminded when.
_ENTRIES: tuple[Seed, ...] = (
    Seed("progress.due_days", 15, Unit.DAYS, HOUSE, False, note="After the quarter's end, entries are due."),
    Seed("progress.again_days", 7, Unit.DAYS, HOUSE, False, note="To answer an entry that was returned."),
    Seed("progress.reminder_before_days", 3, Unit.DAYS, HOUSE, False, note="The first reminder, before the due day."),
    Seed("progress.reminder_every_days", 7, Unit.DAYS, HOUSE, False, note="After that, who still owes is reminded."),
    Seed("upload.progress.size", 10, Unit.MEGABYTES, HOUSE, False),
)

# Figures: what is too small to be shown.
_FIGURES: tuple[Seed, ...] = (
    Seed("report.smallest_cell", 5, "", HOUSE, False, note="Fewer people are not shown, nor what gives them away."),
)

# Open data and the page of data quality.
_PUBLIC: tuple[Seed, ...] = (
    Seed("progress.licence", "CC BY 4.0", "", HOUSE, False, note="Licence of the plan's open data."),
    Seed("progress.licence_url", "https://creativecommons.org/licenses/by/4.0/", "", HOUSE, False),
    Seed("quality.trend_days", 30, Unit.DAYS, HOUSE, False, note="The page of data quality compares with so long ago."),
    Seed("quality.kept_days", 800, Unit.DAYS, HOUSE, False, note="Older readings: the last of each month stays."),
)

VALUES: tuple[Seed, ...] = (*_ENTRIES, *_FIGURES, *_PUBLIC)
