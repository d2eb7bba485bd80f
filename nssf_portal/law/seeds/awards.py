"""Awards: lists, jury, committee."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

# What a new cycle begins with; each cycle may say otherwise while it is being prepared.
CYCLES = (
    Seed("award.months", 12, Unit.MONTHS, HOUSE, False, note="Months of declarations and hires that are looked at."),
    Seed("award.quorum", 3, Unit.PERSONS, HOUSE, False, note="Committee members needed for a decision."),
    Seed("award.jurors_each", 2, Unit.PERSONS, HOUSE, False, note="Jurors who score each candidate, at least."),
    Seed("award.long_list", 20, "", HOUSE, False, note="Enterprises on the long list of a category, at most."),
    Seed("award.short_list", 5, "", HOUSE, False, note="Enterprises on the short list of a category, at most."),
    Seed("award.nomination_days", 30, Unit.DAYS, HOUSE, False, note="How long nominations are taken."),
    Seed("award.scoring_days", 30, Unit.DAYS, HOUSE, False, note="How long the jury has after nominations close."),
)

DECISIONS = (
    Seed("award.outlier_points", 20, Unit.NONE, HOUSE, False, note="Of 100; from the juror in the middle."),
    Seed("award.majority", 50, Unit.NONE, HOUSE, False, note="Of 100 votes cast: more than these are in favour."),
)

VALUES: tuple[Seed, ...] = (*CYCLES, *DECISIONS)
