"""What the law book is filled with at first; from then on administrators keep it (loader.py adds missing codes only).

`confirmed=False` marks what no official text we could read settles: shown as "to be confirmed" wherever it is used.
"""

from datetime import date
from decimal import Decimal

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds import (
    awards,
    cards,
    cooperation,
    core,
    declarations,
    exchange,
    hotline,
    incentives,
    inspections,
    machines,
    matching,
    messages,
    outreach,
    people,
    registries,
    registry_matching,
    reporting,
    sharing,
    targets,
)
from nssf_portal.law.seeds.base import (
    FIRST,
    HOUSE,
    LABOUR,
    LABOUR_LAW,
    NO_TEXT,
    P168,
    P168_DAY,
    P326,
    P449,
    PENSION,
    SD32,
    SD144,
    SD280,
    SINCE_2018,
    Seed,
)


def _rate(text: str) -> Decimal:
    return Decimal(text)


REGISTRATION = (
    Seed("working_age.minimum", 15, Unit.YEARS, LABOUR, since=LABOUR_LAW),
    Seed("working_age.adult", 18, Unit.YEARS, LABOUR, since=LABOUR_LAW, note="15 to 17: accepted and marked."),
    Seed("deadline.enterprise_registration", 30, Unit.DAYS, P168, since=SINCE_2018, note="From Prakas 448 (2017)."),
    Seed("deadline.employee_registration", 3, Unit.DAYS, P168, since=SINCE_2018, note="From Prakas 448 (2017)."),
    Seed("deadline.closure_notice", 30, Unit.DAYS, NO_TEXT, False, SINCE_2018),
    Seed("deadline.contribution_day", 15, Unit.DAY_OF_MONTH, SD32, since=SINCE_2018, note="Of the month after."),
    Seed("deadline.declaration_day", 20, Unit.DAY_OF_MONTH, NO_TEXT, False, SINCE_2018, note="Of the month after."),
    Seed("deadline.working_days", False, "", NO_TEXT, False, note="Legal periods count calendar days until told."),
    Seed("deadline.rolls_over", False, "", NO_TEXT, False, note="A last day on a holiday does not move until told."),
    Seed("member.dependant_child_age", 18, Unit.YEARS, SD280, since=date(2023, 8, 28)),
    Seed("member.self_employed_age_below", 60, Unit.YEARS, SD280, since=date(2023, 8, 28)),
    Seed("enterprise.micro_staff_below", 5, Unit.PERSONS, "Operational Plan 2024-2026, Appendix II"),
    Seed("enterprise.small_staff_below", 50, Unit.PERSONS, "Council of Ministers, January 2021", False),
    Seed("enterprise.medium_staff_below", 200, Unit.PERSONS, "Council of Ministers, January 2021", False),
)

# Forms of numbers are what we accept, not what the issuer promises; hence mostly "to be confirmed".
IDENTIFIERS = (
    Seed("identifier.khmer_id.pattern", r"^\d{9}$", Unit.PATTERN, "Identity card as issued (MoI)", note="9 digits."),
    Seed("identifier.khmer_id.digits", 9, Unit.NONE, "Identity card as issued (MoI)"),
    Seed("identifier.kidc.pattern", r"^\d{10}$", Unit.PATTERN, "Announcement of 2017 (MoI)", False, note="10 digits."),
    Seed("identifier.kidc.digits", 10, Unit.NONE, "Announcement of 2017 (MoI)", False),
    Seed("identifier.passport.pattern", r"^[A-Z0-9]{6,9}$", Unit.PATTERN, "ICAO Doc 9303, document number"),
    Seed("identifier.work_permit.pattern", r"^[A-Z0-9]{6,9}$", Unit.PATTERN, NO_TEXT, False),
    Seed("identifier.birth_certificate.pattern", r"^[0-9A-Z/.-]{1,30}$", Unit.PATTERN, NO_TEXT, False),
    Seed("identifier.tin.pattern", r"^[LKE]\d{3}-\d{9,10}$", Unit.PATTERN, "TIN as issued (GDT)", False),
    Seed("identifier.moc.pattern", r"^\d{4,12}$", Unit.PATTERN, NO_TEXT, False),
    Seed("identifier.nssf_number.pattern", r"^[0-9A-Z-]{4,20}$", Unit.PATTERN, NO_TEXT, False),
    Seed(
        "identifier.member_number.pattern",
        r"^(\d{10}|\d{7}-?\d{7}(-?[\u1780-\u17A20-9])?)$",
        Unit.PATTERN,
        NO_TEXT,
        False,
        note="10 digits from the reserved block, or an older number of 7-7 digits with an optional last sign.",
    ),
    Seed(
        "identifier.phone.pattern", r"^(0|\+855)\d{8,9}$", Unit.PATTERN, "Numbering plan (TRC)", note="8 or 9 digits."
    ),
)

CONTRIBUTIONS = (
    Seed("contribution.occupational_risk.rate", _rate("0.008"), Unit.RATIO, P449, since=SINCE_2018),
    Seed("contribution.health_care.rate", _rate("0.026"), Unit.RATIO, P449, since=SINCE_2018, note="Employer only."),
    Seed("contribution.band.floor", 200_000, Unit.RIEL, P449, since=SINCE_2018),
    Seed("contribution.band.ceiling", 1_200_000, Unit.RIEL, P449, since=SINCE_2018),
    Seed("contribution.band.width", 50_000, Unit.RIEL, P449, since=SINCE_2018),
    Seed("contribution.rounding", "half_up", "", NO_TEXT, False, SINCE_2018, note="Whole riel, worker and scheme."),
    Seed("contribution.pension.floor", 400_000, Unit.RIEL, SD144, since=PENSION),
    Seed("contribution.pension.ceiling", 1_200_000, Unit.RIEL, SD144, since=PENSION),
    *(
        Seed(f"contribution.pension.{side}_rate", _rate(rate), Unit.RATIO, SD32, confirmed, since, until, note)
        for side in ("employer", "worker")
        for rate, confirmed, since, until, note in (
            ("0.02", True, PENSION, date(2027, 9, 30), "First five years; their last day to be confirmed."),
            ("0.04", False, date(2027, 10, 1), date(2032, 9, 30), "Years 6 to 10; first day to be confirmed."),
            ("0.05375", False, date(2032, 10, 1), date(2042, 9, 30), "From year 11: 10.75% shared equally."),
        )
    ),
    Seed("contribution.self_employed.monthly", 15_600, Unit.RIEL, SD280, since=date(2023, 8, 28)),
    Seed(
        "contribution.late_interest.monthly_rate",
        _rate("0.02"),
        Unit.RATIO,
        "Law NS/RKM/0902/018 (25 September 2002), Article 36",
        False,
        note="Whether it survives under the law of 2019 is open.",
    ),
)

FINES = (
    Seed(
        "fine.base_daily_wage",
        40_000,
        Unit.RIEL,
        "Base daily wage before Inter-ministerial Prakas 326",
        since=FIRST,
        until=date(2022, 11, 24),
        note="Its first day is not known to us.",
    ),
    Seed("fine.base_daily_wage", 80_000, Unit.RIEL, P326, since=date(2022, 11, 25)),
    Seed("fine.multiplier.minimum", 10, Unit.TIMES, P168, since=P168_DAY, note="Times the workers concerned."),
    Seed("fine.multiplier.maximum", 30, Unit.TIMES, P168, since=P168_DAY, note="Times the workers concerned."),
)

SERVICE = (
    *(
        Seed(f"sla.{queue}", days, Unit.DAYS, HOUSE, False)
        for queue, days in (
            ("claim", 3),
            ("roster_row", 3),
            ("duplicate", 5),
            ("correction", 5),
            ("application", 5),
            ("second_decision", 2),
            ("complaint", 5),
        )
    ),
    Seed("sla.default", 5, Unit.DAYS, HOUSE, False),
    Seed("sla.working_days", True, "", HOUSE, False, note="Service times count working days."),
    Seed("invitation.valid", 14, Unit.DAYS, HOUSE, False),
    Seed("upload.document.size", 5, Unit.MEGABYTES, "Limit of the ministry's own form (MLVT)", False),
    Seed("upload.roster.size", 20, Unit.MEGABYTES, HOUSE, False),
    Seed("upload.roster.rows", 50_000, Unit.ROWS, HOUSE, False),
    Seed("export.rows", 50_000, Unit.ROWS, HOUSE, False),
    Seed("export.rows_alone", 1_000, Unit.ROWS, HOUSE, False, note="More needs a second person."),
    Seed("lookup.enterprise.limit", 20, Unit.PER_HOUR, HOUSE, False),
    Seed("lookup.person.limit", 60, Unit.PER_HOUR, HOUSE, False),
    Seed(
        "member.proof.attempts",
        3,
        Unit.PER_HOUR,
        HOUSE,
        False,
        note="Wrong answers before a member's link from a message is closed for an hour.",
    ),
    Seed("verify.limit", 120, Unit.PER_HOUR, HOUSE, False, note="Per address of the asker."),
    Seed(
        "source.self_declared",
        "employer,representative,informal_economy",
        "",
        HOUSE,
        False,
        note="Sources whose word is somebody's own statement, not a register's.",
    ),
    Seed("hotline.numbers", "1286, 1297", "", "Operational Plan 2024-2026"),
)

VALUES = (
    *REGISTRATION,
    *IDENTIFIERS,
    *CONTRIBUTIONS,
    *FINES,
    *SERVICE,
    *cards.VALUES,
    *hotline.VALUES,
    *matching.VALUES,
    *messages.VALUES,
    *people.VALUES,
    *core.VALUES,
    *exchange.VALUES,
    *machines.VALUES,
    *registries.VALUES,
    *registry_matching.VALUES,
    *sharing.VALUES,
    *declarations.VALUES,
    *targets.VALUES,
    *inspections.VALUES,
    *cooperation.VALUES,
    *awards.VALUES,
    *incentives.VALUES,
    *outreach.VALUES,
    *reporting.VALUES,
)

HOURS_SOURCE = "Operational Plan 2024-2026"
HOURS = (("office", "08:30", "17:30"), ("headquarters", "07:00", "22:00"), ("hotline", "00:00", "23:59"))

HOLIDAY_SOURCE = "Yearly sub-decree on public holidays"
HOLIDAY_FORECAST = "Forecast; the sub-decree of that year decides"
HOLIDAYS_CONFIRMED_TO = 2026
HOLIDAY_YEARS = range(2018, 2031)

TODAY_LIST = "Form 1.01 of NSSF; Operational Plan 2024-2026, 1.2.A"
PLAN_4_1 = "Operational Plan 2024-2026, measure 4.1"
PLAN_DAY = date(2024, 10, 30)

# procedure, applicant, document, requirement, since, source, confirmed
CHECKLIST = (
    ("paper", "enterprise", "commercial_registration", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "enterprise", "patent", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "enterprise", "employment_report", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "enterprise", "khmer_id", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "household", "residence_book", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "household", "khmer_id", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "worker", "khmer_id", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "worker", "family_book", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "worker", "employment_letter", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "worker", "fingerprints", "mandatory", FIRST, TODAY_LIST, True),
    ("portal", "enterprise", "commercial_registration", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "enterprise", "one_window", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "enterprise", "informal_certificate", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "enterprise", "patent", "abolished", PLAN_DAY, PLAN_4_1, False),
    ("portal", "enterprise", "employment_report", "abolished", PLAN_DAY, PLAN_4_1, False),
    ("portal", "representative", "khmer_id", "mandatory", PLAN_DAY, PLAN_4_1, True),
    ("portal", "representative", "authorisation", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "household", "khmer_id", "mandatory", PLAN_DAY, PLAN_4_1, True),
    ("portal", "household", "residence_book", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "worker", "khmer_id", "mandatory", PLAN_DAY, PLAN_4_1, True),
    ("portal", "worker", "family_book", "abolished", PLAN_DAY, PLAN_4_1, False),
    ("portal", "worker", "employment_letter", "abolished", PLAN_DAY, PLAN_4_1, True),
    ("portal", "worker", "fingerprints", "abolished", PLAN_DAY, PLAN_4_1, False),
    ("portal", "self_employed", "khmer_id", "mandatory", PLAN_DAY, PLAN_4_1, True),
    ("portal", "self_employed", "informal_certificate", "optional", PLAN_DAY, PLAN_4_1, False),
    *(
        row
        for who in ("domestic", "casual")
        for row in (
            ("paper", who, "khmer_id", "mandatory", FIRST, TODAY_LIST, True),
            ("paper", who, "family_book", "mandatory", FIRST, TODAY_LIST, True),
            ("paper", who, "employment_letter", "mandatory", FIRST, TODAY_LIST, True),
            ("paper", who, "fingerprints", "mandatory", FIRST, TODAY_LIST, True),
            ("portal", who, "khmer_id", "mandatory", PLAN_DAY, PLAN_4_1, True),
            ("portal", who, "family_book", "abolished", PLAN_DAY, PLAN_4_1, False),
            ("portal", who, "employment_letter", "abolished", PLAN_DAY, PLAN_4_1, True),
            ("portal", who, "fingerprints", "abolished", PLAN_DAY, PLAN_4_1, False),
        )
    ),
    ("paper", "self_employed", "khmer_id", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "self_employed", "family_book", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "self_employed", "informal_certificate", "mandatory", FIRST, TODAY_LIST, False),
    ("paper", "self_employed", "fingerprints", "mandatory", FIRST, TODAY_LIST, True),
    ("portal", "self_employed", "family_book", "abolished", PLAN_DAY, PLAN_4_1, False),
    ("portal", "self_employed", "fingerprints", "abolished", PLAN_DAY, PLAN_4_1, False),
    ("paper", "dependant", "khmer_id", "optional", FIRST, TODAY_LIST, True),
    ("paper", "dependant", "family_book", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "dependant", "birth_certificate", "mandatory", FIRST, TODAY_LIST, True),
    ("paper", "dependant", "marriage_certificate", "mandatory", FIRST, TODAY_LIST, True),
    ("portal", "dependant", "birth_certificate", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "dependant", "marriage_certificate", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "dependant", "disability", "optional", PLAN_DAY, PLAN_4_1, False),
    ("portal", "dependant", "family_book", "abolished", PLAN_DAY, PLAN_4_1, False),
)
