"""How far the plan is, as the public reads it: to the end of the last whole month, small counts of people hidden.

Whole months, so that nobody can compare two days and see who came in between; a month in which fewer people came
than may be shown is drawn together with the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from nssf_portal.places.names import province_names
from reporting import counts, registry
from reporting.enums import Hidden
from reporting.models import Plan
from reporting.periods import Period
from reporting.registry import Cell, Definition
from reporting.standing_of_targets import WHOLE_PLAN, AgainstTarget, against
from reporting.suppression import smallest_shown, told

FRESH = 600  # seconds that computed figures serve everybody
TO_DATE, NEW = "new_members_to_date", "new_members"
_OUTSIDE = "0"


@dataclass(frozen=True)
class Shown:
    """A number, or why it is not shown."""

    value: int | None = None
    hidden: Hidden = Hidden.NO


@dataclass(frozen=True)
class Province:
    code: str
    to_date: Shown
    in_quarter: Shown
    target: int | None  # of the quarter

    @property
    def share(self) -> int | None:
        """Percent of the quarter's target."""
        if self.in_quarter.value is None or not self.target:
            return None
        return round(100 * self.in_quarter.value / self.target)


@dataclass(frozen=True)
class Standing:
    """Where the plan stands; numbers only, no words of a language."""

    plan: str
    counted_from: date
    ends_on: date
    as_of: date
    total: Shown
    women: Shown
    in_plan: Shown
    points: tuple[tuple[date, int], ...]  # new members from the first day to the end of the month
    target: int | None
    target_confirmed: bool
    projected: int | None  # by the plan's last day, when it goes on as until now
    quarter: str
    quarter_target: int | None
    in_quarter: Shown
    provinces: tuple[Province, ...]

    @property
    def line(self) -> int | None:
        """Where a straight line from the first day to the plan's last would be."""
        if self.target is None:
            return None
        days = (self.ends_on - self.counted_from).days + 1
        gone = min((self.as_of - self.counted_from).days + 1, days)
        return round(self.target * max(gone, 0) / days)

    @property
    def behind(self) -> int | None:
        """How many are missing to the line; negative: more came."""
        return None if self.line is None or self.total.value is None else self.line - self.total.value


def last_month_end(today: date) -> date:
    """What the public sees ends here."""
    return today.replace(day=1) - timedelta(days=1)


def standing(today: date | None = None) -> Standing | None:
    """None while there is no plan, or it has not run for a month. Kept for some minutes: everybody may ask."""
    as_of = last_month_end(today or timezone.localdate())
    plan = Plan.objects.filter(counted_from__lte=as_of).order_by("-starts_on").first()
    if plan is None:
        return None
    as_of = min(as_of, plan.ends_on)
    key = f"progress:1:{plan.code}:{as_of}"
    try:
        kept: Standing | None = cache.get(key)
        if kept is None:
            kept = compute(plan, as_of)
            cache.set(key, kept, FRESH)
    except (RedisError, OSError):  # without a cache the page is only slower
        return compute(plan, as_of)
    return kept


def compute(plan: Plan, as_of: date) -> Standing:
    """From the registry of indicators; the months of the curve from the tally the indicator itself is read from."""
    quarter, month = last_quarter(as_of), Period(as_of.replace(day=1), as_of)
    to_date, new = hidden_cells(registry.get(TO_DATE), month), hidden_cells(registry.get(NEW), quarter)
    aim = _aim(against(month, {TO_DATE: to_date}, on=as_of), plan)
    targets = {one.province: int(one.target.value) for one in against(quarter, {NEW: new}, on=as_of)}
    total = _of(to_date, "", "")
    return Standing(
        plan=plan.code, counted_from=plan.counted_from, ends_on=plan.ends_on, as_of=as_of,
        total=total, women=_of(to_date, "sex", "F"), in_plan=_in_plan(total, _of(to_date, "plan_group", _OUTSIDE)),
        points=_points(plan, as_of) if total.value else (),
        target=int(aim.target.value) if aim else None, target_confirmed=bool(aim and aim.target.confirmed),
        projected=int(aim.projection) if aim and aim.projection is not None else None,
        quarter=quarter.code, quarter_target=targets.get(""), in_quarter=_of(new, "", ""),
        provinces=tuple(
            Province(code, _of(to_date, "province", code), _of(new, "province", code), targets.get(code))
            for code in sorted(province_names())
        ),
    )  # fmt: skip


def _aim(found: list[AgainstTarget], plan: Plan) -> AgainstTarget | None:
    """The whole plan's target."""
    return next((one for one in found if one.target.period == WHOLE_PLAN and one.target.plan_id == plan.pk), None)


def last_quarter(as_of: date) -> Period:
    """The last quarter that was over by then."""
    quarter = Period.quarter_of(as_of)
    return quarter if quarter.last <= as_of else quarter.before


def hidden_cells(definition: Definition, period: Period) -> list[Cell]:
    """The coarse cells of an indicator as everybody may see them, hidden together with the fine ones of reports:
    both can be read side by side."""
    return [cell for cell in told(definition, period) if "+" not in cell.cut]


def _of(cells: Iterable[Cell], cut: str, value: str) -> Shown:
    """A cell that is not there is nobody."""
    where = {cut: value} if cut else {}
    cell = next((one for one in cells if one.cut == cut and dict(one.where) == where), None)
    if cell is None:
        return Shown(0)
    if cell.hidden:
        return Shown(hidden=cell.hidden)
    return Shown(None if cell.value is None else int(cell.value))


def _in_plan(total: Shown, outside: Shown) -> Shown:
    """Without the public sector and others outside; hidden where the difference would give those away."""
    if total.value is None or outside.value is None:
        return Shown(hidden=total.hidden or outside.hidden)
    return Shown(total.value - outside.value)


def _points(plan: Plan, as_of: date) -> tuple[tuple[date, int], ...]:
    """The curve: a point at the end of each month, unless so few came since the last that they could be told."""
    first, least = _first_month(plan), smallest_shown()
    by_month = counts.along(counts.sums(counts.chosen(counts.Period(first, as_of)), "month"), 0)
    points, people = [(plan.counted_from, 0)], 0
    for month in counts.months_between(first, as_of):
        people += by_month.get(month, 0)
        if not 0 < people - points[-1][1] < least:
            points.append((counts.month_after(month, 1) - timedelta(days=1), people))
    return _ending(points, as_of, people, least)


def _first_month(plan: Plan) -> date:
    """The tally knows whole months, as the indicator reads it: one that had begun before is not in."""
    first = plan.counted_from.replace(day=1)
    return first if first == plan.counted_from else counts.month_after(first, 1)


def _ending(points: list[tuple[date, int]], as_of: date, people: int, least: int) -> tuple[tuple[date, int], ...]:
    """The total is told: what stands too near to it is not."""
    while len(points) > 1 and points[-1][0] != as_of and people - points[-1][1] < least:
        points.pop()
    return tuple(points) if points[-1][0] == as_of else (*points, (as_of, people))
