"""Inspectors' strength: what each inspector and each office carries and settles. In order of names, never ranked.

An inspector sees own figures only; a chief those of the offices in the chief's places. The queries are as many as the
columns, however many inspectors there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from compliance.enums import CaseOutcome, CaseState, VisitState
from compliance.inspectors import working
from compliance.models import CaseFile, CaseInspector, Visit
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.book import value_or

PUT_RIGHT = (CaseOutcome.COMPLIANT, CaseOutcome.COMPLIED, CaseOutcome.WARNED)
SANCTIONED = (CaseOutcome.FINED, CaseOutcome.COURT)


class Median(Aggregate):
    """PostgreSQL's percentile_cont at the middle."""

    function = "percentile_cont"
    name = "Median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass
class Figures:
    """One line: what is open now, and what was done in the period. `days` None: nothing was settled."""

    who: User | Office
    office: Office | None = None
    open: int = 0
    visits: int = 0
    closed: int = 0
    put_right: int = 0
    sanctioned: int = 0
    days: int | None = None
    few: int = 0

    @property
    def other(self) -> int:
        return self.closed - self.put_right - self.sanctioned

    @property
    def too_few(self) -> bool:
        """A median of a handful says nothing of the person."""
        return self.closed < self.few


@dataclass(frozen=True)
class Strength:
    inspectors: list[Figures]
    offices: list[Figures]
    few: int
    since: date
    until: date


@dataclass
class _Counts:
    """Counts by the key of a person or an office."""

    open: dict[Any, int] = field(default_factory=dict)
    visits: dict[Any, int] = field(default_factory=dict)
    closed: dict[Any, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))


def strength(viewer: User, since: date, until: date) -> Strength:
    """Figures of everybody this viewer may see, in order of names."""
    grants = list(working(viewer))
    people = {grant.user_id: grant for grant in grants}
    few = int(value_or("strength.few", 5))
    by_person = _counts("inspectors__user", "held_by", people, since, until)
    inspectors = [_figures(grant.user, grant.office, key, by_person, few) for key, grant in people.items()]
    offices = {grant.office_id: grant.office for grant in grants if grant.office} if _sees_offices(viewer) else {}
    by_office = _counts("office", "office", offices, since, until) if offices else _Counts()
    return Strength(
        inspectors=sorted(inspectors, key=lambda figures: str(figures.who)),
        offices=sorted(
            (_figures(office, None, key, by_office, few) for key, office in offices.items()),
            key=lambda figures: str(figures.who),
        ),
        few=few,
        since=since,
        until=until,
    )


def _sees_offices(viewer: User) -> bool:
    return viewer.has_permission(Permission.DECIDE_CASES)


def _figures(who: User | Office, office: Office | None, key: Any, counts: _Counts, few: int) -> Figures:
    closed = counts.closed.get(key, {})
    median: timedelta | None = closed.get("median")
    return Figures(
        who=who,
        office=office,
        open=counts.open.get(key, 0),
        visits=counts.visits.get(key, 0),
        closed=closed.get("closed", 0),
        put_right=closed.get("put_right", 0),
        sanctioned=closed.get("sanctioned", 0),
        days=round(median.total_seconds() / 86400) if median is not None else None,
        few=few,
    )


def _counts(of_case: str, of_visit: str, keys: Iterable[Any], since: date, until: date) -> _Counts:
    """Three queries: cases open now, visits held, cases settled in the period."""
    keys = list(keys)
    cases = _led_by(keys) if of_case.startswith("inspectors") else CaseFile.objects.filter(office__in=keys)
    opened = cases.exclude(state=CaseState.CLOSED).values(of_case).annotate(n=Count("pk", distinct=True))
    held = Visit.objects.filter(
        state=VisitState.HELD, held_at__date__gte=since, held_at__date__lte=until, **{f"{of_visit}__in": keys}
    )
    settled = cases.filter(state=CaseState.CLOSED, closed_at__date__gte=since, closed_at__date__lte=until)
    return _Counts(
        open={row[of_case]: row["n"] for row in opened.order_by()},
        visits=dict(held.values_list(of_visit).annotate(n=Count("pk")).order_by()),
        closed={row[of_case]: row for row in _settled(settled, of_case)},
    )


def _led_by(keys: list[Any]) -> QuerySet[CaseFile]:
    """One case is counted once, with who leads it."""
    leading = CaseInspector.objects.active().filter(leads=True, user__in=keys)
    return CaseFile.objects.filter(inspectors__in=leading)


def _settled(cases: QuerySet[CaseFile], of_case: str) -> QuerySet:
    took = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    return (
        cases.values(of_case)
        .annotate(
            closed=Count("pk"),
            put_right=Count("pk", filter=Q(outcome__in=PUT_RIGHT)),
            sanctioned=Count("pk", filter=Q(outcome__in=SANCTIONED)),
            median=Median(took),
        )
        .order_by()
    )


def period(months: str) -> tuple[date, date]:
    """The last so many months, or this year."""
    today = timezone.localdate()
    if months == "year":
        return today.replace(month=1, day=1), today
    return today - timedelta(days=30 * int(months)), today
