"""Incentives: requests, relief, studies, effect."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

# Studies and effect: how many it takes to say something, and how far before and after one looks.
_PLAN_LOAN = "Operational Plan 2024-2026, 1.3: at most 7% a year (quoted as history)"
_STUDIES: tuple[Seed, ...] = (
    Seed("study.smallest_cell", 5, "", HOUSE, False, note="Figures of fewer enterprises or people are not shown."),
    Seed("study.loan_interest", 7, "", _PLAN_LOAN, False, note="Interest of a loan a year, of 100."),
    Seed("effect.months", 6, Unit.MONTHS, HOUSE, False, note="How long after being reached one looks."),
    Seed("effect.least_units", 20, "", HOUSE, False, note="Fewer than these in a group are too few to say anything."),
    Seed("effect.similar_each", 3, "", HOUSE, False, note="Similar enterprises for each one reached, at most."),
    Seed("effect.most_compared", 500, "", HOUSE, False, note="Of more enterprises reached, so many are drawn."),
    Seed("effect.new_months", 12, Unit.MONTHS, HOUSE, False, note="Registered so lately when reached: counted as new."),
)

# An employer asks for a programme and agrees to what is shared.
_ASKING: tuple[Seed, ...] = (
    Seed("incentive.consent_days", 90, Unit.DAYS, HOUSE, False, note="How long a consent lasts unless said otherwise."),
    Seed("incentive.consent_days_most", 180, Unit.DAYS, HOUSE, False, note="A consent is never longer."),
)

# Requests: how long an institution has to answer, and after which silence a request is over.
_REQUESTS: tuple[Seed, ...] = (
    Seed("incentive.answer_days", 30, Unit.DAYS, HOUSE, False, note="For an institution to answer a request."),
    Seed("incentive.lapse_days", 30, Unit.DAYS, HOUSE, False, note="Silence after the last day ends a request."),
    Seed("incentive.answer_rows", 2_000, Unit.ROWS, HOUSE, False, note="Answers in one file."),
    Seed("upload.incentive_answers.size", 5, Unit.MEGABYTES, HOUSE, False),
)

# Relief that one employer asks for: how far a request may reach.
_RELIEF: tuple[Seed, ...] = (
    Seed("relief.months_most", 12, Unit.MONTHS, HOUSE, False, note="One request for relief reaches over so many."),
    Seed("relief.months_back", 12, Unit.MONTHS, HOUSE, False, note="How far back a request for relief may begin."),
)

# Emergency relief for whole sectors and places.
_EMERGENCY: tuple[Seed, ...] = (
    Seed("relief.emergency_months_most", 12, Unit.MONTHS, HOUSE, False, note="An emergency relief lasts no longer."),
    Seed("relief.emergency_months_back", 12, Unit.MONTHS, HOUSE, False, note="How far back it may begin."),
)

VALUES: tuple[Seed, ...] = (
    *_EMERGENCY,
    *_RELIEF,
    *_REQUESTS,
    *_ASKING,
    *_STUDIES,
)
