"""Why a figure differs from that of the period before: who joined, who ended, what was corrected, what came late.

Joined and ended are read from the tallies of movements. What was reported for the period before and is counted
otherwise now is late data or a correction; where rows say when they were recorded, the two are told apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum

from compliance.models import Declaration
from enterprises.models import EnterpriseTally
from registration.models import Member, MemberStock
from reporting import computing, registry
from reporting.enums import ChangeReason, Hidden, Missing, Origin
from reporting.figures.tables import counts_things, find
from reporting.indicators import members
from reporting.models import Plan, Report, ReportFigure
from reporting.periods import Period
from reporting.registry import Cell, Definition
from reporting.standing_of_targets import adds_up
from reporting.suppression import counts_people, hide, smallest_shown

Where = Mapping[str, str]


@dataclass(frozen=True)
class Moved:
    """So many by one reason; None: too few to be said. Without a reason: late or corrected, not told apart."""

    reason: ChangeReason | None
    amount: Decimal | None


@dataclass(frozen=True)
class Difference:
    """The figure beside the one of the period before, and what lies between them."""

    before: Period
    was: Cell | None
    now: Cell
    report: Report | None  # where the figure before was published; None: as it is known now
    parts: list[Moved] = field(default_factory=list)

    @property
    def change(self) -> Decimal | None:
        if not (_told(self.was) and _told(self.now)):
            return None
        return Decimal(self.now.value or 0) - Decimal(self.was.value or 0)  # type: ignore[union-attr]


def explain(of: Definition, period: Period, where: Where, now: Cell, *, plan: Plan | None = None) -> Difference:
    """What moved since the period before; nothing is explained that may not be shown."""
    before = period.before
    report, published = _published(of, before, where, plan)
    known = _known_now(of, before, where)
    was = published or known
    found = Difference(before, was, now, report if published else None)
    if found.change is None or of.figures is None or not _told(known):
        return found
    parts = _parts(of, period, where, found, Decimal(known.value or 0))  # type: ignore[union-attr]
    few = of.code in _LEAVING and _leavers_are_hidden(period, where, of.code)
    return Difference(before, was, now, found.report, _without_small(of, parts, few))


def _told(cell: Cell | None) -> bool:
    return cell is not None and not cell.missing and not cell.hidden


def _published(of: Definition, before: Period, where: Where, plan: Plan | None) -> tuple[Report | None, Cell | None]:
    """The figure in the newest published edition of the period before."""
    reports = Report.objects.filter(state="published", period=before.code)
    report = (reports.filter(plan=plan) if plan else reports).order_by("-edition").first()
    if report is None:
        return None, None
    rows = report.figures.filter(indicator_code=of.code, cell=dict(where))
    return report, next((cell_of(row) for row in rows), None)


def cell_of(row: ReportFigure) -> Cell:
    """A kept figure as a cell."""
    return Cell(
        row.cut, row.cell, row.value, row.numerator, row.denominator, Missing(row.missing), Hidden(row.hidden),
        Origin(row.origin),
    )  # fmt: skip


def _known_now(of: Definition, before: Period, where: Where) -> Cell | None:
    cells = computing.cells_of(of, before)
    found = find(cells, where)
    if found is None and where and counts_things(of) and _told(find(cells, {})):
        return Cell("+".join(where), where, 0)
    return found


# --- what moved -------------------------------------------------------------------------------------------------


def _parts(of: Definition, period: Period, where: Where, found: Difference, known: Decimal) -> list[Moved]:
    if not counts_things(of):
        return []
    now, was = Decimal(found.now.value or 0), Decimal(found.was.value or 0)  # type: ignore[union-attr]
    moves = _STOCKS.get(of.code)
    if moves is not None:
        joined, ended = moves(period, where)
    elif adds_up(of) and not of.code.endswith("_to_date"):
        joined, ended = now, known
    elif of.code.endswith("_to_date"):
        joined, ended = now - known, Decimal(0)
    else:
        return []
    parts = [Moved(ChangeReason.JOINED, joined), Moved(ChangeReason.ENDED, -ended)]
    return [*parts, *_afterwards(of, found, where, now - was - joined + ended)]


def _afterwards(of: Definition, found: Difference, where: Where, rest: Decimal) -> list[Moved]:
    """What is counted otherwise than it was reported."""
    since = found.report.figures_at if found.report else None
    late = _late(of, found.before, where, since)
    if late is None:
        return [Moved(None, rest)] if rest else []
    told = [Moved(ChangeReason.LATE, Decimal(late)), Moved(ChangeReason.CORRECTED, rest - late)]
    return [one for one in told if one.amount]


_RECORDED: dict[type[models.Model], str] = {Member: "registered_at", Declaration: "filed_at"}


def _late(of: Definition, before: Period, where: Where, since: datetime | None) -> int | None:
    """Rows of the period before that were recorded after it was reported; None: nobody can say."""
    if since is None or of.rows is None:
        return None
    rows = of.rows(before, where)
    recorded = _RECORDED.get(rows.model)
    return rows.filter(**{f"{recorded}__gt": since}).count() if recorded else None


def _leavers_are_hidden(period: Period, where: Where, code: str) -> bool:
    """Whether those who left are few here, or would say how few left in another place."""
    table = hide(members.left(period), registry.get("members_active"))
    hidden = [dict(cell.where) for cell in table if cell.hidden]
    if code == "self_employed_active":
        return any(one.get("group") == "self_employed" and where.items() <= one.items() for one in hidden)
    return dict(where) in hidden


def _without_small(of: Definition, parts: list[Moved], few: bool) -> list[Moved]:
    """One part that is too small hides all: with the change they would say it."""
    least = smallest_shown()
    if few or counts_people(of) and any(part.amount and 0 < abs(part.amount) < least for part in parts):
        return [Moved(part.reason, None) for part in parts]
    return parts


def _members(period: Period, where: Where) -> tuple[Decimal, Decimal]:
    return _sums(MemberStock.objects.all(), "people", period, where)


def _ever(period: Period, where: Where) -> tuple[Decimal, Decimal]:
    return _members(period, where)[0], Decimal(0)


def _self_employed(period: Period, where: Where) -> tuple[Decimal, Decimal]:
    return _sums(MemberStock.objects.filter(group="self_employed"), "people", period, where)


def _enterprises(period: Period, where: Where) -> tuple[Decimal, Decimal]:
    return _sums(EnterpriseTally.objects.all(), "units", period, where)


def _sums(rows: models.QuerySet, what: str, period: Period, where: Where) -> tuple[Decimal, Decimal]:
    """Who came and who left within the period."""
    fields = {("province_code" if name == "province" else name): value for name, value in where.items()}
    held = rows.filter(_within(period.first, period.last), **fields).order_by()
    found = held.aggregate(joined=Sum(what, filter=Q(moved="in")), ended=Sum(what, filter=Q(moved="out")))
    return Decimal(found["joined"] or 0), Decimal(found["ended"] or 0)


def _within(first: date, last: date) -> Q:
    return Q(month__gte=first, month__lte=last)


_LEAVING = frozenset({"members_active", "self_employed_active"})
_STOCKS: dict[str, Callable[[Period, Where], tuple[Decimal, Decimal]]] = {
    "members_active": _members,
    "members_ever": _ever,
    "self_employed_active": _self_employed,
    "enterprises_on_register": _enterprises,
}
