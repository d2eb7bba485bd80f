"""Outreach: how long names are kept, days for attribution, limits of stops."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

# Attendance: when telephones count at the door, and how long names and numbers are kept.
_ATTENDANCE: tuple[Seed, ...] = (
    Seed("outreach.door_minutes_before", 60, "", HOUSE, False, note="The door takes telephones so many minutes early."),
    Seed("outreach.door_minutes_after", 120, "", HOUSE, False, note="And so many minutes after the end."),
    Seed("outreach.door_per_address", 1_200, Unit.PER_HOUR, HOUSE, False, note="A hall of people shares one address."),
    Seed("outreach.begun_tries", 120, Unit.PER_HOUR, HOUSE, False, note="References that one officer writes down."),
    Seed("outreach.names_days", 90, Unit.DAYS, HOUSE, False, note="Names and numbers of who came or signed up."),
    Seed("outreach.digests_days", 400, Unit.DAYS, HOUSE, False, note="The keyed digest of a number; for attribution."),
)

# Stops of mobile units and registration days: how far ahead one books, how much fits a day, when names are forgotten.
_STOPS: tuple[Seed, ...] = (
    Seed("stop.booking_days", 60, Unit.DAYS, HOUSE, False, note="How far ahead a time at a stop can be booked."),
    Seed("stop.booking_people", 5, "", HOUSE, False, note="People in one booking without an account."),
    Seed("stop.booking_per_phone", 3, Unit.PER_HOUR, HOUSE, False, note="Bookings with one phone number."),
    Seed("stop.booking_per_address", 30, Unit.PER_HOUR, HOUSE, False, note="Bookings and look-ups from one address."),
    Seed("stop.staff_least", 10, "", HOUSE, False, note="Staff for which the Fund comes to an enterprise."),
    Seed("stop.people_an_hour", 12, "", HOUSE, False, note="People that a team on site registers in an hour."),
    Seed("stop.hours_a_day", 8, "", HOUSE, False, note="Hours of one registration day, at most."),
    Seed("stop.notice_days", 7, Unit.DAYS, HOUSE, False, note="How early an employer asks for a registration day."),
    Seed("stop.answer_days", 5, Unit.DAYS, HOUSE, False, note="Within how long an employer who asked is answered."),
    Seed("stop.reminder_days", 1, Unit.DAYS, HOUSE, False, note="A reminder goes out so many days before."),
    Seed("stop.purge_days", 7, Unit.DAYS, HOUSE, False, note="Names and phones of bookings go after the stop."),
    Seed("stop.route_communes", 4, "", HOUSE, False, note="Communes in one suggested route, at most."),
    Seed("stop.route_quiet_days", 90, Unit.DAYS, HOUSE, False, note="A commune with a later stop is not suggested."),
)

# Public events: reminders, how many people one sign-up brings, how often one may ask.
_EVENTS: tuple[Seed, ...] = (
    Seed("outreach.reminder_days", 1, Unit.DAYS, HOUSE, False, note="Who signed up is reminded so many days before."),
    Seed("outreach.sign_up_people", 10, "", HOUSE, False, note="People, and children, in one sign-up."),
    Seed("sign_up.per_address", 120, Unit.PER_HOUR, HOUSE, False, note="Sign-ups; an enterprise shares one address."),
    Seed("sign_up.per_phone", 5, Unit.PER_HOUR, HOUSE, False, note="Sign-ups with one phone number."),
    Seed("sign_up.tries", 30, Unit.PER_HOUR, HOUSE, False, note="Tries at references of sign-ups from one address."),
)

_PLAN_AWARE = "Operational Plan 2024-2026, 1.2.B: research of NSSF with GIZ, 2024, among members of the Fund"

# Quizzes and competitions: how many questions, when phones may answer, and what the plan quotes of awareness.
_QUIZ: tuple[Seed, ...] = (
    Seed("quiz.questions_each", 5, "", HOUSE, False, note="Questions proposed for an activity."),
    Seed("quiz.questions_most", 10, "", HOUSE, False, note="Questions of one quiz, at most."),
    Seed("quiz.hours_before", 24, "", HOUSE, False, note="Hours before the beginning that the first quiz opens."),
    Seed("quiz.days_after", 3, Unit.DAYS, HOUSE, False, note="How long the second quiz stays open after the end."),
    Seed("quiz.smallest_group", 5, "", HOUSE, False, note="Answers of fewer telephones are not shown."),
    Seed("quiz.answers_per_address", 6_000, Unit.PER_HOUR, HOUSE, False, note="A hall of people shares one address."),
    Seed("competition.joins_per_address", 600, Unit.PER_HOUR, HOUSE, False, note="Likewise, telephones joining teams."),
    Seed("competition.teams_most", 60, "", HOUSE, False, note="Teams of one competition, at most."),
    Seed("awareness.baseline", 87, "", _PLAN_AWARE, True, note="Of 100 members asked; quoted, not measured here."),
)

# Activities: how far series are made, and when things are late.
_ACTIVITIES: tuple[Seed, ...] = (
    Seed("outreach.series_horizon_days", 60, Unit.DAYS, HOUSE, False, note="So far ahead a series is planned."),
    Seed("outreach.announce_days", 14, Unit.DAYS, HOUSE, False, note="Announced so many days before, at least."),
    Seed("outreach.report_days", 7, Unit.DAYS, HOUSE, False, note="What was held is reported within so many days."),
)

# Partners' lists of people with consent, and how few of them are not counted aloud.
_PARTNERS: tuple[Seed, ...] = (
    Seed("outreach.list_rows", 2_000, Unit.ROWS, HOUSE, False, note="People in one list of a partner."),
    Seed("upload.person_list.size", 5, Unit.MEGABYTES, HOUSE, False),
    Seed("outreach.list_days", 90, Unit.DAYS, HOUSE, False, note="Names and numbers of a partner's list are kept."),
    Seed("outreach.list_consent_days", 180, Unit.DAYS, HOUSE, False, note="An older consent is asked for again."),
    Seed("outreach.list_files.limit", 60, Unit.PER_HOUR, HOUSE, False, note="Lists that one person sends."),
    Seed("outreach.list_calls.limit", 120, Unit.PER_HOUR, HOUSE, False, note="Numbers shown to one officer."),
    Seed("outreach.partner_smallest_count", 5, "", HOUSE, False, note="Partners are told no count below this."),
)

# Trainings of officials, schools, plain words.
_TRAININGS: tuple[Seed, ...] = (
    Seed("training.refresher_days", 60, Unit.DAYS, HOUSE, False, note="So long before, a refresher is shown as due."),
    Seed("library.review_months", 12, Unit.MONTHS, HOUSE, False, note="A page is looked at again after so many."),
    Seed("library.questions_per_address", 20, Unit.PER_HOUR, HOUSE, False, note="Questions put by one address."),
    Seed("upload.curriculum.size", 10, Unit.MEGABYTES, HOUSE, False),
)

# Conversion: what a registration is given to, and where to go next.
_CONVERSION: tuple[Seed, ...] = (
    Seed("outreach.begin_hours", 12, "", HOUSE, False, note="So long a phone from the door registers on site."),
    Seed("outreach.attribution_days", 60, Unit.DAYS, HOUSE, False, note="Registered so soon after: brought by it."),
    Seed("outreach.attribution_settles_days", 365, Unit.DAYS, HOUSE, False, note="Later nothing is given anew."),
    Seed("outreach.compare_least", 5, "", HOUSE, False, note="Fewer activities compared are too few to say anything."),
    Seed("outreach.quiet_months", 6, Unit.MONTHS, HOUSE, False, note="Nobody went there for so long: go there next."),
)

VALUES: tuple[Seed, ...] = (
    *_CONVERSION,
    *_TRAININGS,
    *_PARTNERS,
    *_ACTIVITIES,
    *_STOPS,
    *_EVENTS,
    *_ATTENDANCE,
    *_QUIZ,
)
