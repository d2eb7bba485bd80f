"""The fifteen priority groups and their order: criteria, weights and figures are data, the ranking is computed."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone

from registration.enums import MemberState, PriorityKind
from registration.models import Application, PriorityCriterion, PriorityFigure, PriorityGroup
from registration.models.study import Measure

SLOTS = 15
_POST = "Phnom Penh Post, 10 October 2023 (examples only)"
_NAMED = (
    (PriorityKind.OCCUPATION, "អ្នកបើកបរទុកទុក និងតាក់ស៊ី", "Tuk-tuk and taxi drivers", _POST),
    (PriorityKind.BUSINESS, "អ្នកលក់ដូរក្នុងផ្សារ", "Market sellers", _POST),
    (PriorityKind.OCCUPATION, "កម្មករសំណង់", "Construction workers", _POST),
    (PriorityKind.SECTOR, "សេវាស្នាក់នៅ", "Accommodation services", _POST),
    (PriorityKind.BUSINESS, "លក់ដុំ", "Wholesale enterprises", _POST),
    (PriorityKind.JOB, "សិប្បករ", "Artisans", _POST),
    (PriorityKind.OCCUPATION, "អ្នកសិល្បៈ និងការកម្សាន្ត", "Entertainment workers", _POST),
)
_CRITERIA = (
    ("members", "សមាជិកក្នុងបញ្ជី", "Members in the register", Measure.MEMBERS, 1, False),
    ("interest", "ពាក្យស្នើសុំ 12 ខែចុងក្រោយ", "Applications of the last 12 months", Measure.APPLICATIONS, 2, True),
    ("people", "ចំនួនមនុស្សក្នុងក្រុម", "People in the group", Measure.ENTERED, 3, True),
    ("accidents", "ហានិភ័យគ្រោះថ្នាក់ (0-10)", "Risk of accidents (0-10)", Measure.ENTERED, 3, True),
    ("income", "ចំណូលមធ្យមប្រចាំខែ (រៀល)", "Median monthly income, riel", Measure.ENTERED, 2, False),
)


@dataclass(frozen=True)
class Cell:
    """One figure: `value` None is "not computed"; `part` is its place among the groups, 0 to 1."""

    value: Decimal | None
    part: float | None
    source: str = ""


@dataclass(frozen=True)
class Ranked:
    group: PriorityGroup
    cells: list[Cell]
    score: float | None
    known: int
    place: int | None = None


def seed() -> None:
    """Fifteen slots, the named examples in the first; what an analyst wrote stays."""
    known = set(PriorityGroup.objects.values_list("number", flat=True))
    missing = [number for number in range(1, SLOTS + 1) if number not in known]
    PriorityGroup.objects.bulk_create(_slot(number) for number in missing)
    codes = set(PriorityCriterion.objects.values_list("code", flat=True))
    PriorityCriterion.objects.bulk_create(
        PriorityCriterion(code=code, name_km=km, name_en=en, measure=measure, weight=weight, more_is_first=more)
        for code, km, en, measure, weight, more in _CRITERIA
        if code not in codes
    )


def _slot(number: int) -> PriorityGroup:
    if number > len(_NAMED):
        return PriorityGroup(number=number)
    kind, km, en, source = _NAMED[number - 1]
    return PriorityGroup(number=number, kind=kind, name_km=km, name_en=en, source=source)


def offered() -> list[PriorityGroup]:
    """The named groups, for applicants to choose from; a person in none registers all the same."""
    return [group for group in PriorityGroup.objects.order_by("number") if group.is_named]


def ranking() -> tuple[list[PriorityCriterion], list[Ranked]]:
    """Each criterion puts the groups between 0 and 1; the score is the weighted mean of the figures that are known.

    A group without any figure has no score: it is "not computed", never last by silence."""
    criteria = list(PriorityCriterion.objects.filter(active=True).order_by("id"))
    groups = list(PriorityGroup.objects.select_related("owner").order_by("number"))
    columns = [_column(criterion, groups) for criterion in criteria]
    rows = [_ranked(group, [column[group.pk] for column in columns], criteria) for group in groups]
    rows.sort(key=lambda row: (row.score is None, -(row.score or 0), row.group.number))
    placed = [
        Ranked(row.group, row.cells, row.score, row.known, number if row.score is not None else None)
        for number, row in enumerate(rows, start=1)
    ]
    return criteria, placed


def _ranked(group: PriorityGroup, cells: list[Cell], criteria: list[PriorityCriterion]) -> Ranked:
    told = [(cell, float(c.weight)) for cell, c in zip(cells, criteria, strict=True) if cell.part is not None]
    weight = sum(w for _cell, w in told)
    score = sum((cell.part or 0) * w for cell, w in told) / weight if weight and group.is_named else None
    return Ranked(group, cells, score, len(told))


def _column(criterion: PriorityCriterion, groups: list[PriorityGroup]) -> dict[int, Cell]:
    figures = _entered(criterion) if criterion.measure == Measure.ENTERED else _counted(criterion, groups)
    values = [value for value, _source in figures.values()]
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(0))
    return {group.pk: _cell(figures.get(group.pk), low, high, criterion.more_is_first) for group in groups}


def _cell(figure: tuple[Decimal, str] | None, low: Decimal, high: Decimal, more_is_first: bool) -> Cell:
    """With one figure alone, or all equal, nobody comes first by it."""
    if figure is None:
        return Cell(None, None)
    value, source = figure
    part = float((value - low) / (high - low)) if high > low else 0.5
    return Cell(value, part if more_is_first else 1 - part, source)


def _entered(criterion: PriorityCriterion) -> dict[int, tuple[Decimal, str]]:
    newest = PriorityFigure.objects.filter(criterion=criterion).order_by("group_id", "-id").distinct("group_id")
    return {figure.group_id: (figure.value, f"{figure.source} ({figure.as_of:%d/%m/%Y})") for figure in newest}


def _counted(criterion: PriorityCriterion, groups: list[PriorityGroup]) -> dict[int, tuple[Decimal, str]]:
    chosen = Application.objects.filter(priority_group__isnull=False).order_by()
    if criterion.measure == Measure.MEMBERS:
        open_member = Q(state="approved") & ~Q(member__state=MemberState.ENDED)
        counts = chosen.filter(open_member).values_list("priority_group").annotate(n=Count("member", distinct=True))
    else:
        since = timezone.now() - timedelta(days=365)
        counts = chosen.filter(submitted_at__gte=since).values_list("priority_group").annotate(n=Count("pk"))
    found = dict(counts)
    return {group.pk: (Decimal(found.get(group.pk, 0)), "") for group in groups if group.is_named}
