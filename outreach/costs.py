"""What an activity cost: the sum of its spent lines that nobody struck, in riel."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outreach.enums import MoneyKind
from outreach.models import Activity, BudgetLine

FUND = ""


@dataclass(frozen=True)
class SourceRow:
    """Money of one source: what was planned and what was spent."""

    source: str
    planned: int
    spent: int


def spent(activity: Activity) -> int:
    """The cost of an activity: every unstruck spent line, whoever paid."""
    return total(BudgetLine.objects.filter(activity=activity), MoneyKind.SPENT)


def planned(activity: Activity) -> int:
    """What was set aside for an activity."""
    return total(BudgetLine.objects.filter(activity=activity), MoneyKind.PLANNED)


def total(lines: QuerySet[BudgetLine], kind: MoneyKind) -> int:
    """Riel of the unstruck lines of a kind."""
    found = lines.filter(kind=kind, struck_at__isnull=True).order_by().aggregate(riel=Sum("amount"))
    return found["riel"] or 0


def spent_by_activity(ids: Iterable[Any]) -> dict[Any, int]:
    """The cost of many activities in one question; one without a spent line is not in it."""
    lines = BudgetLine.objects.filter(activity__in=list(ids), kind=MoneyKind.SPENT, struck_at__isnull=True)
    return dict(lines.order_by().values_list("activity").annotate(riel=Sum("amount")))


def by_source(activity: Activity) -> list[SourceRow]:
    """Planned and spent beside each other, the Fund first."""
    lines = BudgetLine.objects.filter(activity=activity, struck_at__isnull=True).order_by()
    of = {
        "planned": Sum("amount", filter=Q(kind=MoneyKind.PLANNED), default=0),
        "spent": Sum("amount", filter=Q(kind=MoneyKind.SPENT), default=0),
    }
    rows = lines.values("source", "source__name_km", "source__name_en").annotate(**of)
    found = [SourceRow(_name(row), row["planned"], row["spent"]) for row in rows]
    return sorted(found, key=lambda row: (row.source != _("the Fund"), row.source))


def _name(row: dict[str, Any]) -> str:
    if row["source"] is None:
        return _("the Fund")
    return row["source__name_en"] if get_language() == "en" else row["source__name_km"]
