"""First targets and baselines: the plan's own numbers, each with its source and date; what officers wrote stays."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from reporting.models import Baseline, Indicator, Plan, Target

TARGET = 1_200_000
_PLAN_SAYS = "Operational Plan on the Social Security Formalization 2024-2026"
_FUND_2024 = "NSSF, first half of 2024"
_SURVEY = "Labour Force Survey 2019"
_HALF_2024 = date(2024, 6, 30)


@dataclass(frozen=True)
class Stood:
    """One baseline as the plan prints it."""

    indicator: str
    as_of: date
    value: str  # as printed, or the percentage of the two numbers
    source: str
    numerator: int | None = None
    denominator: int | None = None
    note_en: str = ""
    note_km: str = ""


BASELINES = (
    Stood("enterprises_on_register", _HALF_2024, "21884", f"{_PLAN_SAYS}, Table 2 ({_FUND_2024})"),
    Stood(
        "share_of_census_units", _HALF_2024, "23", f"{_PLAN_SAYS}, Table 2 (Economic Census 2022; {_FUND_2024})",
        21_884, 93_647,
        "Table 2 says that 23% are registered; a sentence of section 1.1 says that 23% are not. Table 2 is used.",
        "តារាងទី២ សរសេរថា ២៣% បានចុះបញ្ជី ប៉ុន្តែប្រយោគមួយក្នុងផ្នែក ១.១ សរសេរថា ២៣% មិនទាន់ចុះបញ្ជី។ យើងប្រើតារាងទី២។",
    ),
    Stood(
        "share_of_census_workers", _HALF_2024, "82.9331", f"{_PLAN_SAYS}, Table 2 (Economic Census 2022; {_FUND_2024})",
        1_570_799, 1_894_055,
        "The plan prints both numbers and no percentage; 323,256 workers were missing by this count.",
        "ផែនការបោះពុម្ពលេខទាំងពីរ តែមិនបានបោះពុម្ពភាគរយទេ។ តាមការរាប់នេះ ខ្វះកម្មករនិយោជិត ៣២៣ ២៥៦ នាក់។",
    ),
    Stood(
        "share_of_survey_workers", _HALF_2024, "38.8876", f"{_PLAN_SAYS}, Table 1 ({_SURVEY}; {_FUND_2024})",
        1_570_799, 4_039_335,
        "The plan says: of over 4 million, over 2 million are not registered. Computed here from its Tables 1 and 2.",
        "ផែនការសរសេរថា ក្នុងចំណោមជាង ៤ លាននាក់ មានជាង ២ លាននាក់មិនទាន់ចុះបញ្ជី។ គណនានៅទីនេះពីតារាងទី១ និងទី២។",
    ),
    Stood("members_active", _HALF_2024, "1570799", f"{_PLAN_SAYS}, Table 2 ({_FUND_2024})",
          note_en="Workers and employees of registered units; the self-employed are not in this number.",
          note_km="កម្មករនិយោជិតនៃសហគ្រាសដែលបានចុះបញ្ជី។ បុគ្គលស្វ័យនិយោជន៍មិនរាប់បញ្ចូលក្នុងលេខនេះទេ។"),
    Stood("self_employed_active", _HALF_2024, "238688", f"{_PLAN_SAYS}, section 1.1 ({_FUND_2024})"),
    Stood(
        "share_of_self_employed", _HALF_2024, "8", f"{_PLAN_SAYS}, section 1.1 ({_SURVEY}; {_FUND_2024})",
        238_688, 2_908_447,
    ),
    *(
        Stood(
            code, _HALF_2024, value, "NSSF with GIZ, research report 2024",
            note_en="The plan names the year 2024 and no day: the middle of the year stands for it.",
            note_km="ផែនការសរសេរតែឆ្នាំ២០២៤ មិនមានថ្ងៃទេ៖ យើងប្រើពាក់កណ្ដាលឆ្នាំ។",
        )
        for code, value in (
            ("health_care_satisfaction", "97"), ("service_satisfaction", "93"), ("scheme_awareness", "87"),
        )
    ),
)  # fmt: skip

# Of the figures that count from the plan's first day: a quarter's new members stand against targets of the quarter.
TARGETS = (
    ("new_members_to_date", f"{_PLAN_SAYS}, section 2: at least 1.2 million new members"),
    ("new_members_in_plan_to_date", f"{_PLAN_SAYS}, section 2; whether others count is not said, so both are shown"),
)


def seed() -> None:
    """Adds what is missing."""
    plan = Plan.objects.order_by("starts_on").first()
    if plan is None:
        return
    known = set(Indicator.objects.values_list("code", flat=True))
    Baseline.objects.bulk_create(
        [_baseline(plan, said) for said in BASELINES if said.indicator in known], ignore_conflicts=True
    )
    Target.objects.bulk_create(
        [_target(plan, code, source) for code, source in TARGETS if code in known], ignore_conflicts=True
    )


def _baseline(plan: Plan, said: Stood) -> Baseline:
    fields = {name: value for name, value in vars(said).items() if name != "indicator"}
    return Baseline(plan=plan, indicator_id=said.indicator, **fields)


def _target(plan: Plan, code: str, source: str) -> Target:
    """The whole plan's; the same row however often this runs."""
    key = uuid5(NAMESPACE_URL, f"target:{plan.code}:{code}")
    return Target(
        submission_id=key, plan=plan, indicator_id=code, period="plan", value=TARGET, source=source, confirmed=False
    )
