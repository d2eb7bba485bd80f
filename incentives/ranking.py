"""What the marks say: each juror's total of 100, their mean, least, most and spread; ties and outliers marked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from statistics import fmean, median, stdev
from uuid import UUID

from incentives.models import AwardCategory, AwardCycle, Candidate, JurorScore
from incentives.services import candidates, scoring
from nssf_portal.law.book import value_or

OUTLIER = "award.outlier_points"


@dataclass(frozen=True)
class Sheet:
    """One juror's marks of one candidate, and their weighted total of 100."""

    juror: object
    total: float
    marks: list[JurorScore]
    is_outlier: bool = False


@dataclass
class Ranked:
    """A candidate in its category: by the mean of the jury; where nothing is judged, by the computed points."""

    candidate: Candidate
    sheets: list[Sheet]
    points: int | None  # computed, of the frozen run
    eligibility_id: UUID | None = None
    rank: int = 0
    tied: bool = False
    award: object = None
    totals: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.totals = [sheet.total for sheet in self.sheets]

    @property
    def mean(self) -> float | None:
        return round(fmean(self.totals), 1) if self.totals else None

    @property
    def least(self) -> float | None:
        return round(min(self.totals), 1) if self.totals else None

    @property
    def most(self) -> float | None:
        return round(max(self.totals), 1) if self.totals else None

    @property
    def spread(self) -> float | None:
        """Standard deviation of a sample; of one juror there is none."""
        return round(stdev(self.totals), 1) if len(self.totals) > 1 else None

    @property
    def outliers(self) -> int:
        return sum(sheet.is_outlier for sheet in self.sheets)

    @property
    def value(self) -> float:
        return self.mean if self.mean is not None else float(self.points or 0)


def ranking(cycle: AwardCycle) -> list[tuple[AwardCategory, list[Ranked]]]:
    """Every category with its short list in order; equal means share a rank and are marked as tied."""
    short = scoring.short_list_of(cycle)
    sheets = _sheets(cycle)
    rows = candidates.rows_of(cycle, [one.enterprise_id for one in short])
    found: dict[UUID, list[Ranked]] = defaultdict(list)
    for one in short:
        row = rows.get(one.enterprise_id)
        ranked = Ranked(one, sheets.get(one.pk, []), row.points if row else None, row.pk if row else None)
        found[one.category_id].append(ranked)
    return [(category, _in_order(found[category.pk])) for category in cycle.categories.all()]


def ranked_of(cycle: AwardCycle, candidate: Candidate) -> Ranked | None:
    """One candidate as it stands among the others."""
    found = (one for _category, rows in ranking(cycle) for one in rows if one.candidate.pk == candidate.pk)
    return next(found, None)


def _in_order(rows: list[Ranked]) -> list[Ranked]:
    rows.sort(key=lambda one: (-one.value, str(one.candidate.pk)))
    for place, one in enumerate(rows, 1):
        before = rows[place - 2] if place > 1 else None
        equal = before is not None and before.value == one.value
        one.rank = before.rank if before and equal else place
        if before and equal:
            one.tied = before.tied = True
    return rows


def _sheets(cycle: AwardCycle) -> dict[UUID, list[Sheet]]:
    marks = scoring.counted(cycle)
    by_pair: dict[tuple[UUID, UUID], list[JurorScore]] = defaultdict(list)
    for mark in marks.select_related("juror__user", "criterion").order_by("criterion__order", "id"):
        by_pair[mark.candidate_id, mark.juror_id].append(mark)
    found: dict[UUID, list[Sheet]] = defaultdict(list)
    for (candidate_id, _juror_id), own in by_pair.items():
        found[candidate_id].append(Sheet(own[0].juror, _total(own), own))
    return {pk: _marked(rows) for pk, rows in found.items()}


def _total(marks: Iterable[JurorScore]) -> float:
    """Of 100: each mark as a share of its scale, by weight."""
    rows = list(marks)
    weights = sum(mark.criterion.weight for mark in rows) or 1
    return 100 * sum(mark.criterion.weight * mark.points / (mark.criterion.scale or 1) for mark in rows) / weights


def _marked(rows: list[Sheet]) -> list[Sheet]:
    """Who is further from the middle juror than the law book's number of points is marked, never left out."""
    far = float(value_or(OUTLIER, 20))
    middle = median(sheet.total for sheet in rows)
    return [replace(sheet, is_outlier=abs(sheet.total - middle) > far) for sheet in rows]
