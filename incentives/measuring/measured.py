"""Enterprises with the answer to every measure, a block at a time, from compliance's own reading of standing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from uuid import UUID

from compliance.declaring.filings import MonthFiling
from compliance.enums import Result, StandingItem, StandingState
from compliance.standing.facts import Facts, gather
from compliance.standing.judging import Months, Results, judge, state_of
from compliance.standing.months import months_of
from compliance.standing.rows import month_counts
from compliance.standing.rules import Rules
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from incentives.sizes import limits, size_of

_BLOCK = 2_000


@dataclass(eq=False)
class Measured:
    """One enterprise on a day: an attribute for each measure, and the facts, months and results behind it."""

    facts: Facts
    months: Months
    results: Results
    standing: StandingState
    size: str
    rules: Rules

    @property
    def id(self) -> UUID:
        return self.facts.id

    @property
    def on(self) -> date:
        return self.rules.on

    @property
    def registered(self) -> bool:
        return self.facts.is_registered(self.on)

    @property
    def registered_on(self) -> date | None:
        return self.facts.registered_on

    @property
    def registered_in_time(self) -> Result:
        return self.results[StandingItem.REGISTERED]

    @property
    def staff_in_time(self) -> Result:
        return self.results[StandingItem.STAFF]

    @property
    def declared_in_time(self) -> Result:
        return self.results[StandingItem.DECLARATIONS]

    @property
    def paid_in_time(self) -> Result:
        return self.results[StandingItem.PAYMENTS]

    @property
    def headcount(self) -> Result:
        return self.results[StandingItem.HEADCOUNT]

    @property
    def no_finding(self) -> Result:
        return self.results[StandingItem.FINDINGS]

    @property
    def months_registered(self) -> int:
        """Full months since the enterprise was registered."""
        since = self.facts.registered_on
        if since is None or not self.registered:
            return 0
        return (self.on.year - since.year) * 12 + self.on.month - since.month - (self.on.day < since.day)

    @property
    def years(self) -> int:
        return self.months_registered // 12

    @property
    def workers(self) -> int:
        return self.facts.staff

    @property
    def sector(self) -> str:
        return self.facts.sector

    @property
    def place(self) -> str:
        """The code of the commune; places of conditions are the beginning of it."""
        return self.facts.commune_code

    @property
    def missing_staff(self) -> int:
        """Workers that others name and the Fund does not know; none where nobody says a number."""
        return max((self.facts.said or 0) - (self.facts.counted or 0), 0) if self.facts.said is not None else 0

    @cached_property
    def filings(self) -> list[MonthFiling]:
        """The months one by one, newest first; read only when a sentence names them."""
        enterprise = Enterprise.objects.filter(pk=self.id).first()
        if enterprise is None or not self.registered:
            return []
        enterprise.state, enterprise.registered_on = self.facts.state, self.facts.registered_on
        enterprise.closed_on = self.facts.closed_on
        return months_of(enterprise, self.rules)


def facts_on(enterprises: Iterable[UUID] | None, on: date, *, months: int | None = None) -> Iterator[Measured]:
    """These enterprises (all: those registered on that day) as recorded by the end of `on`, in blocks.

    `months`: how far back months and hires are looked at, where the law book does not say it."""
    rules, below = Rules(on, months=months), limits(on)
    for ids in _registered() if enterprises is None else _blocks(enterprises):
        for measured in _measured(ids, rules, below):
            if enterprises is not None or measured.registered:
                yield measured


def _measured(ids: list[UUID], rules: Rules, below: dict[str, int]) -> Iterator[Measured]:
    facts = gather(ids, rules)
    counted = month_counts({pk: known for pk, known in facts.items() if known.is_registered(rules.on)}, rules)
    for pk in ids:
        if known := facts.get(pk):
            yield _one(known, counted.get(pk, Months()), rules, below)


def _one(facts: Facts, months: Months, rules: Rules, below: dict[str, int]) -> Measured:
    results = judge(facts, months, rules)
    return Measured(facts, months, results, state_of(facts, results, rules.on), size_of(facts.staff, below), rules)


def _registered() -> Iterator[list[UUID]]:
    """Whoever is or ever was registered, in key order: who was on the day is told by the facts of the day."""
    last: UUID | None = None
    rest = Enterprise.objects.exclude(state=EnterpriseState.KNOWN).order_by("pk")
    while ids := list((rest.filter(pk__gt=last) if last else rest).values_list("pk", flat=True)[:_BLOCK]):
        yield ids
        last = ids[-1]


def _blocks(enterprises: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(enterprises)
    while ids := list(islice(rest, _BLOCK)):
        yield ids
