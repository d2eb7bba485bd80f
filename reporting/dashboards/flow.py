"""The way from an application to a number in a period, and how the queues are: counts, no person, no case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.work import kinds
from nssf_portal.work.models import WorkItem, WorkTally
from registration.models import Application
from reporting.enums import ReportKind
from reporting.figures.keeping import kept
from reporting.periods import Period
from reporting.suppression import smallest_shown


@dataclass(frozen=True)
class Step:
    word: str
    people: int
    percent: int  # of the step before
    bar: int  # of the first step


@dataclass(frozen=True)
class Funnel:
    """Applications begun in the period, and how far they came; hidden where so few are lost that one could tell."""

    steps: list[Step]
    hidden: bool
    loss: str = ""  # where most are lost

    @property
    def is_empty(self) -> bool:
        return not self.steps and not self.hidden


def funnel(period: Period, province: str = "") -> Funnel:
    begun, sent, decided, approved = kept(
        f"reporting-funnel:{period.code}:{province}", lambda: _applications(period, province)
    )
    counts = [(_("Began an application"), begun), (_("Sent it"), sent), (_("Were answered"), decided),
              (_("Became members"), approved)]  # fmt: skip
    if not begun:
        return Funnel([], False)
    numbers = [number for _word, number in counts]
    lost = [a - b for a, b in zip(numbers, numbers[1:], strict=False)]
    if _few(numbers) or (province and province in _hidden_provinces(period)):
        return Funnel([], True)
    steps = [
        Step(word, number, round(100 * number / (numbers[at - 1] or 1)) if at else 100, round(100 * number / begun))
        for at, (word, number) in enumerate(counts)
    ]
    most = max(range(len(lost)), key=lambda at: lost[at])
    return Funnel(steps, False, steps[most + 1].word if lost[most] else "")


def _few(numbers: Sequence[int]) -> bool:
    """Whether so few are at a step, or are lost before it, that one could tell who."""
    lost = [a - b for a, b in zip(numbers, numbers[1:], strict=False)]
    return any(0 < number < smallest_shown() for number in [*numbers, *lost])


def _hidden_provinces(period: Period) -> set[str]:
    """Those of few people; where it is only one, another with it: the country's less the others' would tell it.

    A year hides what one of its quarters hides."""
    if period.kind == ReportKind.ANNUAL:
        return set().union(*(_hidden_provinces(quarter) for quarter in period.quarters))
    rows = kept(f"reporting-funnels:{period.code}", lambda: _by_province(period))
    hidden = {code for code, numbers in rows.items() if _few(numbers)}
    others = sorted((numbers[0], code) for code, numbers in rows.items() if code not in hidden and numbers[0])
    return hidden | {others[0][1]} if len(hidden) == 1 and others else hidden


def _by_province(period: Period) -> dict[str, tuple[int, ...]]:
    placed = _begun(period).annotate(province=Left("place_code", 2)).values("province").annotate(**_counts())
    return {code: tuple(numbers) for code, *numbers in placed.values_list("province", *_STEPS)}


def _applications(period: Period, province: str) -> tuple[int, ...]:
    """Of those begun in the period: each later step holds only people of the one before."""
    found = _begun(period)
    if province:
        found = found.filter(place_code__startswith=province)
    row = found.aggregate(**_counts())
    return tuple(row[name] for name in _STEPS)


def _begun(period: Period) -> QuerySet[Application]:
    return Application.objects.filter(
        kind="member", created_at__date__range=(period.first, period.last)
    ).order_by()  # fmt: skip


_STEPS = ("begun", "sent", "decided", "approved")


def _counts() -> dict[str, Count]:
    sent = Q(submitted_at__isnull=False)
    decided = sent & Q(decided_at__isnull=False)
    return {
        "begun": Count("pk"), "sent": Count("pk", filter=sent), "decided": Count("pk", filter=decided),
        "approved": Count("pk", filter=decided & Q(state="approved")),
    }  # fmt: skip


@dataclass(frozen=True)
class Queue:
    """Work of one kind that waits."""

    word: str
    waiting: int
    late: int
    oldest: date | None


@dataclass(frozen=True)
class Queues:
    kinds: list[Queue]
    done: int  # in the period; of the province, where the office is smaller
    kept: int  # of these within their time

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.kinds)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.kinds)

    @property
    def kept_percent(self) -> int | None:
        return round(100 * self.kept / self.done) if self.done else None


def queues(period: Period, prefix: str = "") -> Queues:
    """What waits now in the places whose codes begin so, and what was done in the period."""
    today, rows = timezone.localdate(), WorkItem.objects.open().order_by()
    if prefix:
        rows = rows.filter(**{"province_code" if len(prefix) == 2 else "district_code": prefix})
    grouped = rows.values("kind").annotate(
        n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)), first=Min("due_on")
    )
    found = [Queue(_kind(row["kind"]), row["n"], row["late"], row["first"]) for row in grouped]
    done = WorkTally.objects.filter(month__range=(period.first, period.last)).order_by()
    if prefix:
        done = done.filter(province_code=prefix[:2])
    sums = done.aggregate(done=Sum("items"), kept=Sum("items", filter=Q(kept=True)))
    return Queues(
        sorted(found, key=lambda one: (-one.late, -one.waiting, one.word)), sums["done"] or 0, sums["kept"] or 0
    )  # fmt: skip


def late_by_province() -> list[tuple[str, int, int]]:
    """Provinces with late work, most first: (code, waiting, late)."""
    today = timezone.localdate()
    rows = WorkItem.objects.open().order_by().values("province_code")
    found = rows.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return [(row["province_code"], row["n"], row["late"]) for row in found.order_by(F("late").desc(), "province_code")]


def _kind(code: str) -> str:
    found = kinds.find(code)
    return str(found.name) if found else code
