"""What the first cycle begins with: size classes, the first year, the six questions of standing, and two for the jury.

The plan's measure 2.1 asks for an award for exemplary compliance; categories, weights and marks are proposals to
change."""

from datetime import date, timedelta
from typing import Any

from incentives.enums import CriterionKind, Measure, Size
from incentives.models import AwardCategory, AwardCriterion, AwardCycle
from nssf_portal.law.book import value_or

_CATEGORIES = (
    ("ឆ្នាំដំបូង", "First year", {"first_year": True}),
    ("សហគ្រាសធុនមីក្រូ", "Micro enterprises", {"size": Size.MICRO}),
    ("សហគ្រាសធុនតូច", "Small enterprises", {"size": Size.SMALL}),
    ("សហគ្រាសធុនមធ្យម", "Medium enterprises", {"size": Size.MEDIUM}),
    ("សហគ្រាសធុនធំ", "Large enterprises", {"size": Size.LARGE}),
)
_COMPUTED = (
    (Measure.STANDING, "ស្ថានភាពល្អ", "In good standing", True, 1),
    (Measure.STAFF_IN_TIME, "ចុះបញ្ជិកាបុគ្គលិកទាំងអស់ទាន់ពេល", "All staff registered in time", True, 3),
    (Measure.DECLARED_IN_TIME, "ប្រកាសរាល់ខែទាន់ពេល", "Every month declared on time", True, 3),
    (Measure.PAID_IN_TIME, "បង់រាល់ខែទាន់ពេល", "Every month paid on time", True, 3),
    (Measure.HEADCOUNT, "ចំនួនកម្មករត្រឹមត្រូវ", "Correct number of workers", True, 2),
    (Measure.NO_FINDING, "គ្មានការរកឃើញ ឬការពិន័យមិនទាន់ដោះស្រាយ", "No open finding or fine", True, 2),
    (Measure.REGISTERED_IN_TIME, "ចុះបញ្ជិកាសហគ្រាសទាន់ពេល", "Enterprise registered in time", False, 1),
    (Measure.YEARS, "បានចុះបញ្ជិកាយ៉ាងតិចមួយឆ្នាំ", "Registered for at least a year", False, 1),
)
_JUDGED = (
    (
        "គំរូល្អសម្រាប់អ្នកដទៃ",
        "An example to others",
        "តើសហគ្រាសជួយសហគ្រាសផ្សេងឱ្យចុះបញ្ជិកាដោយរបៀបណា?",
        "How does the enterprise help others to register?",
    ),
    (
        "ការយកចិត្តទុកដាក់ចំពោះកម្មករ",
        "Care for its workers",
        "តើកម្មករដឹងអំពីសិទ្ធិរបស់ខ្លួនទេ?",
        "Do workers know what they are entitled to?",
    ),
)
_SCALE = 10


def standard(cycle: AwardCycle) -> tuple[list[AwardCategory], list[AwardCriterion]]:
    """Categories and criteria to begin with."""
    categories = [
        AwardCategory(cycle=cycle, order=n, name_km=km, name_en=en, **who)
        for n, (km, en, who) in enumerate(_CATEGORIES, 1)
    ]
    computed = [
        AwardCriterion(
            cycle=cycle, kind=CriterionKind.COMPUTED, measure=measure, order=n, name_km=km, name_en=en,
            required=required, weight=weight, minimum=1 if measure == Measure.YEARS else None,
        )
        for n, (measure, km, en, required, weight) in enumerate(_COMPUTED, 1)
    ]  # fmt: skip
    judged = [
        AwardCriterion(
            cycle=cycle, kind=CriterionKind.JUDGED, order=n, name_km=km, name_en=en, guidance_km=ask_km,
            guidance_en=ask_en, scale=_SCALE, weight=1, required=False,
        )
        for n, (km, en, ask_km, ask_en) in enumerate(_JUDGED, 1)
    ]  # fmt: skip
    return categories, [*computed, *judged]


def proposed(today: date) -> dict[str, Any]:
    """The next year, days and sizes a new cycle's form shows first; the name as last time."""
    until = today + timedelta(days=int(value_or("award.nomination_days", 30)))
    year = today.year + (today.month > 6)  # presented in the first months of a year, prepared in the one before
    last = AwardCycle.objects.order_by("-year").first()
    named = {"name_km": last.name_km, "name_en": last.name_en} if last else {}
    return named | {
        "year": max(year, last.year + 1) if last else year,
        "cut_off_on": today - timedelta(days=1),
        "months": int(value_or("award.months", 12)),
        "nominations_from": today,
        "nominations_until": until,
        "scoring_until": until + timedelta(days=int(value_or("award.scoring_days", 30))),
        "quorum": int(value_or("award.quorum", 3)),
        "jurors_each": int(value_or("award.jurors_each", 2)),
        "long_list_size": int(value_or("award.long_list", 20)),
        "short_list_size": int(value_or("award.short_list", 5)),
    }
