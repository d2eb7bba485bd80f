"""The statement of one month, filled from the staff list: who worked there, joined, left, at what wage."""

import uuid
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import Q

from compliance.declaring import months
from compliance.declaring.reckoning import Reckoner
from compliance.declaring.suspended import NOTHING, suspended
from compliance.models import Declaration, DeclarationLine
from enterprises.models import Enterprise
from nssf_portal.law.contributions import Contributions
from registration.models import Employment

Wage = tuple[Decimal, str]
Wages = Mapping[uuid.UUID, Wage]
_SPELL = ("member_id", "id", "establishment_id", "wage", "wage_currency", "started_on", "ended_on")


@dataclass(frozen=True)
class Spell:
    member_id: uuid.UUID
    employment_id: uuid.UUID
    establishment_id: uuid.UUID
    wage: Decimal
    currency: str
    started_on: date
    ended_on: date | None

    def days_in(self, first: date, last: date) -> int:
        return (min(self.ended_on or last, last) - max(self.started_on, first)).days + 1


@dataclass(frozen=True)
class Line:
    """One worker, whatever the number of places the worker works at."""

    employment_id: uuid.UUID
    member_id: uuid.UUID
    wage: Decimal
    currency: str
    riel: int | None
    due: Contributions | None
    joined: bool = False
    left: bool = False
    before: Wage | None = None  # what was declared for the month before, when it differs
    suspended: bool = False  # the contract is, by relief that was granted: nothing is due

    @property
    def changed(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class Totals:
    """Riel of one month, by scheme and by who pays."""

    workers: int
    wages: int
    base: int
    pension_base: int
    occupational_risk: int
    health_care: int
    pension_employer: int
    pension_worker: int
    confirmed: bool

    @property
    def employer(self) -> int:
        return self.occupational_risk + self.health_care + self.pension_employer

    @property
    def all(self) -> int:
        return self.employer + self.pension_worker


@dataclass
class Statement:
    enterprise: Enterprise
    month: date
    lines: list[Line]
    previous: Declaration | None = None  # what stands for the month before
    stayed: frozenset[uuid.UUID] = frozenset()  # whom it named as still there at its end
    reckoner: Reckoner = field(repr=False, default=None)  # type: ignore[assignment]

    @property
    def workers(self) -> int:
        return len(self.lines)

    @cached_property
    def joined(self) -> int:
        return sum(line.joined for line in self.lines)

    @cached_property
    def left(self) -> int:
        return sum(line.left for line in self.lines)

    @cached_property
    def changed(self) -> int:
        return sum(line.changed for line in self.lines)

    @cached_property
    def suspended(self) -> int:
        """Workers for whom nothing is due, because relief suspended their contract for this month."""
        return sum(line.suspended for line in self.lines)

    @cached_property
    def not_computed(self) -> int:
        """Workers whose contributions cannot be worked out: no rate of exchange, or no law in force."""
        return sum(line.due is None for line in self.lines)

    @cached_property
    def wages(self) -> int:
        """Riel, of those wages that can be told in riel."""
        return sum(line.riel or 0 for line in self.lines)

    @cached_property
    def totals(self) -> Totals | None:
        """None when one worker's part is not computed: a sum without it would be wrong."""
        dues = [line.due for line in self.lines if line.due is not None]
        if len(dues) < len(self.lines):
            return None
        names = ("base", "pension_base", "occupational_risk", "health_care", "pension_employer", "pension_worker")
        sums = {name: sum(getattr(due, name) for due in dues) for name in names}
        return Totals(self.workers, self.wages, **sums, confirmed=self._confirmed(dues))

    def _confirmed(self, dues: list[Contributions]) -> bool:
        rate = self.reckoner.rate
        dollars = any(line.currency == "USD" for line in self.lines if not line.suspended)
        return all(due.confirmed for due in dues) and not (dollars and rate is not None and not rate.confirmed)

    @cached_property
    def same_as_before(self) -> bool:
        """The month before was declared, and the staff list shows the same people at the same wages."""
        if self.previous is None or not self.workers or self.joined or self.left or self.changed:
            return False
        return self.stayed == {line.member_id for line in self.lines}


def statement(enterprise: Enterprise, month: date, *, wages: Wages | None = None) -> Statement:
    """Filled from the staff list; `wages` (by employment) say another wage for this month only."""
    reckoner = Reckoner(month)
    before = _declared(enterprise, months.after(month, -1))
    known = _wages_of(before) if before else {}
    resting = suspended(enterprise, month)
    spells = _spells(enterprise, month, reckoner.last)
    lines = [_line(list(of_one), reckoner, known, wages or {}, resting) for _key, of_one in groupby(spells, _member)]
    return Statement(enterprise, month, lines, before, frozenset(known), reckoner)


def _member(spell: Spell) -> uuid.UUID:
    return spell.member_id


def _spells(enterprise: Enterprise, first: date, last: date) -> Iterable[Spell]:
    """Everybody who worked there on a day of the month, a person's spells together, in order."""
    there = Employment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first), enterprise=enterprise)
    rows = there.filter(started_on__lte=last).order_by("member_id", "started_on", "id").values_list(*_SPELL)
    return (Spell(*row) for row in rows)


def _declared(enterprise: Enterprise, month: date) -> Declaration | None:
    return Declaration.objects.current().filter(enterprise=enterprise, month=month).first()


def _wages_of(declaration: Declaration) -> dict[uuid.UUID, Wage]:
    rows = DeclarationLine.objects.filter(declaration=declaration, month=declaration.month, left=False)
    return {member: (wage, currency) for member, wage, currency in rows.values_list(*_KNOWN)}


_KNOWN = ("member_id", "wage", "wage_currency")


def _line(spells: list[Spell], reckoner: Reckoner, known: Mapping, wages: Wages, resting: Set[uuid.UUID]) -> Line:
    """Where one contract of several is suspended, its wage does not count; where all are, nothing is due."""
    first, last = reckoner.month, reckoner.last
    newest = spells[-1]
    paid = [spell for spell in spells if spell.employment_id not in resting]
    wage, currency = wages.get(newest.employment_id) or _wage(paid or spells, reckoner)
    riel = reckoner.riel(wage, currency)
    before = known.get(newest.member_id)
    return Line(
        employment_id=newest.employment_id,
        member_id=newest.member_id,
        wage=wage,
        currency=currency,
        riel=riel,
        due=reckoner.work_out(riel) if paid else NOTHING,
        joined=spells[0].started_on >= first,
        left=all(spell.ended_on and spell.ended_on <= last for spell in spells),
        before=before if before and before != (wage, currency) else None,
        suspended=not paid,
    )


def _wage(spells: list[Spell], reckoner: Reckoner) -> Wage:
    """The wages of the places the person works at, added up; at one place the newest spell tells."""
    by_place = {spell.establishment_id: spell for spell in spells}
    parts = [(reckoner.part(s.wage, s.days_in(reckoner.month, reckoner.last)), s.currency) for s in by_place.values()]
    if len({currency for _wage, currency in parts}) == 1:
        return sum((wage for wage, _currency in parts), Decimal(0)), parts[0][1]
    in_riel = [reckoner.riel(wage, currency) for wage, currency in parts]
    if None in in_riel:
        return next(part for part in parts if part[1] == "USD")  # no rate: it cannot be added up, and is not computed
    return Decimal(sum(riel for riel in in_riel if riel is not None)), "KHR"
