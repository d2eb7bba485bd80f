"""The plan of 2024-2026 with its rows and its printed numbers; what officers wrote stays."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from nssf_portal.accounts.institutions import seed_institutions
from nssf_portal.accounts.models import Institution
from reporting.enums import Part
from reporting.models import Measure, MeasurePart, MeasureVersion, Plan, PlanFigure
from reporting.seeds.plan_figures import FIGURES
from reporting.seeds.plan_rows import NAMED, ROWS, Row

CODE = "formalization-2024-2026"
FIRST_DAY = date(2024, 10, 30)
_FIELDS = {
    "name_en": "Operational Plan on the Social Security Formalization 2024-2026",
    "name_km": "ផែនការប្រតិបត្តិការស្ដីពីការបញ្ជ្រាបទៅក្នុងប្រព័ន្ធសន្តិសុខសង្គម ២០២៤-២០២៦",
    "starts_on": FIRST_DAY,
    "ends_on": date(2026, 12, 31),
    "counted_from": date(2024, 11, 1),
    "counted_why_en": (
        "The plan names no day from which new members count. It was signed on 30 October 2024, and members are "
        "counted by whole months: the first whole month begins on 1 November 2024."
    ),
    "counted_why_km": (
        "ផែនការមិនបានកំណត់ថ្ងៃចាប់ផ្ដើមរាប់សមាជិកថ្មីទេ។ ផែនការចុះហត្ថលេខានៅថ្ងៃទី៣០ ខែតុលា ឆ្នាំ២០២៤ "
        "ហើយសមាជិករាប់ជាខែពេញ៖ ខែពេញដំបូងចាប់ផ្ដើមនៅថ្ងៃទី១ ខែវិច្ឆិកា ឆ្នាំ២០២៤។"
    ),
    "source": "National Social Protection Council, 30 October 2024",
}


def seed() -> None:
    """Adds what is missing, in a few statements however many rows; a row that says something is left alone."""
    plan = Plan.objects.filter(code=CODE).first() or Plan.objects.get_or_create(code=CODE, defaults=_FIELDS)[0]
    if not MeasureVersion.objects.filter(measure__plan=plan).exists():
        _add_rows(plan)
    if not plan.figures.exists():
        _add_figures(plan)


def _add_rows(plan: Plan) -> None:
    seed_institutions(*NAMED)
    theirs = [Measure(plan=plan, number=row.number, theme=row.number[0]) for row in ROWS]
    Measure.objects.bulk_create(theirs, ignore_conflicts=True)
    measures = {one.number: one for one in plan.measures.all()}
    versions = [_first(measures[row.number], row) for row in ROWS]
    MeasureVersion.objects.bulk_create(versions)
    keys = dict(Institution.objects.filter(code__in=NAMED).values_list("code", "pk"))
    MeasurePart.objects.bulk_create(
        MeasurePart(version=version, institution_id=keys[code], part=part)
        for version, row in zip(versions, ROWS, strict=True)
        for part, codes in ((Part.LEAD, row.lead), (Part.SUPPORT, row.support))
        for code in codes
    )


def _first(measure: Measure, row: Row) -> MeasureVersion:
    """As the Council adopted it: nobody of the portal made it, so nobody confirmed it but the plan itself."""
    names = ("title_en", "title_km", "indicator_en", "indicator_km", "first_year", "last_year")
    texts: dict[str, Any] = {name: getattr(row, name) for name in names}
    key = uuid5(NAMESPACE_URL, f"{CODE}:{row.number}:1")
    return MeasureVersion(
        submission_id=key, measure=measure, version=1, valid_from=FIRST_DAY, confirmed_at=timezone.now(), **texts
    )


def _add_figures(plan: Plan) -> None:
    rows = list(dict.fromkeys((said.table, said.row) for said in FIGURES))
    columns = list(dict.fromkeys((said.table, said.column) for said in FIGURES))
    PlanFigure.objects.bulk_create(
        PlanFigure(
            plan=plan,
            row_order=rows.index((said.table, said.row)),
            column_order=columns.index((said.table, said.column)),
            **vars(said) | {"value": None if said.value is None else Decimal(said.value)},
        )
        for said in FIGURES
    )
