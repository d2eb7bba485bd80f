"""The effect of one subject on staff and standing: who is compared, who is not and why, and what comes out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean

from django.core.cache import cache
from django.utils import timezone

from enterprises.models import Enterprise
from incentives.effect.matching import Rules, Stratum, Unit, draw, match, month_after, window_of
from incentives.effect.reckoning import Estimate, Seen, estimate
from incentives.effect.subjects import Subject

_KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Line:
    """A stratum with its numbers; changes None: so few that they would tell who they are."""

    stratum: Stratum
    reached: int
    similar: int
    change_reached: float | None = None
    change_similar: float | None = None
    kept_back: bool = False


@dataclass(frozen=True)
class Effect:
    """Everybody reached is in exactly one of: compared, alone, not_before, waiting, not_drawn."""

    rules: Rules
    computed_at: datetime
    reached: int
    compared: int
    similar: int
    alone: int  # nobody like it
    not_before: int  # was not registered yet before the window
    waiting: int  # the window is not over
    not_drawn: int
    new: int  # registered for the first time shortly before, or since
    first_answer: date | None  # when the next window is over
    staff: Estimate
    standing: Estimate
    trend: Estimate  # change of staff in as many months before: should be nothing
    lines: list[Line] = field(default_factory=list)


def effect_of(subject: Subject, today: date | None = None) -> Effect:
    """Computed from the register; kept for an hour, numbers only."""
    today, rules = today or timezone.localdate(), Rules.read()
    key = f"effect:{subject.seed}:{today}:{len(subject.reached)}:{':'.join(map(str, rules))}"
    kept: Effect | None = cache.get(key)
    if kept is None:
        kept = compute(subject, today, rules)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def compute(subject: Subject, today: date, rules: Rules) -> Effect:
    """Who is reached too lately for the window to be over waits; of too many a fixed number is drawn."""
    over = {pk: day for pk, day in subject.reached.items() if window_of(day, rules.months).after < today}
    waiting = [window_of(day, rules.months).after for pk, day in subject.reached.items() if pk not in over]
    drawn = draw(over, rules.most, subject.seed)
    units = match(drawn, subject.others | set(subject.reached), rules, subject.seed)
    kinds = Counter((unit.stratum, unit.reached) for unit in units)
    held = sum(n for (_stratum, reached), n in kinds.items() if reached)
    compared = sum(n for (stratum, reached), n in kinds.items() if reached and kinds[stratum, False])
    return Effect(
        rules=rules,
        computed_at=timezone.now(),
        reached=len(subject.reached),
        compared=compared,
        similar=sum(n for (_stratum, reached), n in kinds.items() if not reached),
        alone=held - compared,
        not_before=len(drawn) - held,
        waiting=len(waiting),
        not_drawn=len(over) - len(drawn),
        new=_new(subject, rules),
        first_answer=min(waiting, default=None),
        staff=estimate(_seen(units, lambda u: u.before, lambda u: u.after), rules.least),
        standing=estimate(_seen(units, lambda u: u.good_before, lambda u: u.good_after, 100), rules.least),
        trend=estimate(_seen(units, lambda u: u.earlier, lambda u: u.before), rules.least),
        lines=_lines(units, rules.smallest),
    )


Reading = Callable[[Unit], int | bool | None]


def _seen(units: list[Unit], before: Reading, after: Reading, times: int = 1) -> list[Seen]:
    """Units of which both figures are known."""
    pairs = ((unit, before(unit), after(unit)) for unit in units)
    return [
        Seen(unit.stratum, unit.reached, float(first * times), float(second * times))
        for unit, first, second in pairs
        if first is not None and second is not None
    ]


def _new(subject: Subject, rules: Rules) -> int:
    """Reached enterprises whose own registration is not older than so many months when they were reached."""
    days = Enterprise.objects.filter(pk__in=subject.reached, registered_on__isnull=False)
    begun = {pk: month_after(day.replace(day=1), -rules.new_months) for pk, day in subject.reached.items()}
    return sum(day is not None and day >= begun[pk] for pk, day in days.values_list("pk", "registered_on"))


def _lines(units: list[Unit], smallest: int) -> list[Line]:
    """Strata in order, each with the mean change of staff on both sides."""
    found: dict[Stratum, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.stratum, []).append(unit)
    return [_line(stratum, of_it, smallest) for stratum, of_it in found.items()]


def _line(stratum: Stratum, units: list[Unit], smallest: int) -> Line:
    changes = {side: [u.after - u.before for u in units if u.reached is side] for side in (True, False)}
    n, m = len(changes[True]), len(changes[False])
    if n < smallest:
        return Line(stratum, n, m, kept_back=True)
    return Line(stratum, n, m, fmean(changes[True]), fmean(changes[False]) if m >= smallest else None)
