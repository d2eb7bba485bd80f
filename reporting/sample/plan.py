"""The plan in the demonstration: decisions, a changed row, one that waits, an evaluation begun. All of it invented."""

from collections.abc import Mapping
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from nssf_portal.accounts.models import Institution, User
from reporting.enums import Body, Criterion, DecisionKind
from reporting.models import Evaluation, Measure, Plan
from reporting.seeds.plan import CODE
from reporting.services import evaluating, planning

_DECISIONS = (
    (
        "extend-1.1", "1.1", DecisionKind.EXTENDED, date(2025, 12, 18), date(2026, 12, 31),
        "បន្តការកែលម្អប្រព័ន្ធចុះបញ្ជីរហូតដល់ចុងឆ្នាំ២០២៦ ព្រោះខេត្តមួយចំនួនទើបចាប់ផ្ដើមប្រើ។",
        "The work on the registration system goes on to the end of 2026, as some provinces only begin to use it.",
    ),
    (
        "extend-1.2", "1.2", DecisionKind.EXTENDED, date(2025, 12, 18), date(2026, 12, 31),
        "បន្តក្រុមចុះបញ្ជីចល័តរហូតដល់ចុងឆ្នាំ២០២៦។",
        "Mobile registration units go on to the end of 2026.",
    ),
    (
        "adjust-4.4", "4.4", DecisionKind.ADJUSTED, date(2026, 10, 8), None,
        "សិក្ខាសាលាប្រចាំសប្ដាហ៍ ត្រូវរៀបចំតាមអនឡាញផង សម្រាប់សហគ្រាសឆ្ងាយពីទីរួមខេត្ត។",
        "Weekly workshops are held online too, for enterprises far from the provincial town.",
    ),
)  # fmt: skip
_ANSWERS = (
    (
        Criterion.EFFECTIVENESS, True,
        "តើសហគ្រាសតូចៗចុះបញ្ជីច្រើនជាងមុនឬទេ?", "ច្រើនជាងមុន ជាពិសេសនៅកន្លែងដែលមានក្រុមចល័ត។",
        "More than before, most of all where mobile units came.", "បន្តក្រុមចល័តនៅស្រុកឆ្ងាយ។",
        "Keep mobile units in remote districts.", ["new_members", "enterprises_registered", "share_of_census_units"],
    ),
    (
        Criterion.EFFICIENCY, False,
        "តើពាក្យស្នើសុំចំណាយពេលតិចជាងមុនឬទេ?", "", "Days from application to number fell; money is not counted yet.",
        "", "", ["median_days"],
    ),
    (
        Criterion.SUSTAINABILITY, False,
        "តើសមាជិកថ្មីនៅបន្តបង់ភាគទានឬទេ?", "", "", "", "", ["members_active"],
    ),
)  # fmt: skip


def key(what: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"sample-plan:{what}")


def load(people: Mapping[str, User]) -> None:
    """Acts as the people of the demonstration would; done once, each of them stays as it is."""
    plan = Plan.objects.filter(code=CODE).first()
    if plan is None:
        return
    rows = {one.number: one for one in plan.measures.all()}
    analyst, approver = people["analyst"], people["approver"]
    for what, number, kind, day, until, khmer, english in _DECISIONS:
        planning.decide(
            plan, submission_id=key(what), by=analyst, kind=kind, decided_on=day, until=until, measure=rows[number],
            body=Body.COUNCIL, reference=f"Demonstration {what}", text_km=khmer, text_en=english,
        )  # fmt: skip
    _change(rows["1.2"], analyst, approver, "through mobile units in every district", "តាមក្រុមចល័តនៅគ្រប់ស្រុក")
    _change(rows["4.4"], analyst, None, "also online", "រួមទាំងតាមអនឡាញ")
    for answer in _ANSWERS:
        _answer(plan, analyst, approver, *answer)


def _change(row: Measure, by: User, second: User | None, english: str, khmer: str) -> None:
    """The row's next version: what it said, and some words more; `second` None leaves it waiting."""
    now = row.versions.order_by("version").first()
    if now is None or row.versions.count() > 1:
        return
    parts = list(now.parts.select_related("institution"))
    lead: list[Institution] = [one.institution for one in parts if one.part == "lead"]
    made = planning.propose(
        row, submission_id=key(f"change-{row.number}"), by=by, lead=lead,
        support=[one.institution for one in parts if one.part == "support"],
        valid_from=date(2026, 1, 1) if second else date(2026, 12, 1), why="Invented for the demonstration",
        title_en=f"{now.title_en.rstrip('.')}, {english}.", title_km=f"{now.title_km.rstrip('។')} {khmer}។",
        indicator_en=now.indicator_en, indicator_km=now.indicator_km, first_year=now.first_year, last_year=2026,
    )  # fmt: skip
    if second:
        planning.confirm(made, by=second)


def _answer(
    plan: Plan, by: User, second: User, criterion: str, approved: bool, question: str, finding_km: str,
    finding_en: str, advice_km: str, advice_en: str, indicators: list[str],
) -> None:  # fmt: skip
    known = Evaluation.objects.filter(submission_id=key(question)).exists()
    if known:
        return
    made = evaluating.write(
        plan, submission_id=key(question), by=by, criterion=criterion, question=question, finding_km=finding_km,
        finding_en=finding_en, recommendation_km=advice_km, recommendation_en=advice_en, indicators=indicators,
    )  # fmt: skip
    if approved:
        evaluating.approve(made, by=second)
