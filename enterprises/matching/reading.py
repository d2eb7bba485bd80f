"""Everything a run compares, in a few queries: enterprises, records as they stand, and what people decided."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from enterprises.enums import EnterpriseState, Verdict, Way
from enterprises.matching.units import Unit
from enterprises.matching.weights import Weights, weights
from enterprises.models import Enterprise, MatchDecision, RegistryRecord, Source
from nssf_portal.law.book import value
from nssf_portal.law.seeds.registry_matching import VALUES

_COMPARED = "id key_km key_latin tin moc_number commune_code phone sector declared_workers opened_on closed_on".split()
_STATE = "enterprise_id match_state matched_by match_reasons as_of received_at parent_key".split()


@dataclass(slots=True)
class Row:
    """A record as the run found it: nothing is written over what somebody changed meanwhile."""

    unit: Unit
    enterprise_id: UUID | None
    match_state: str
    matched_by: str
    match_reasons: list[str]
    as_of: date | None
    received_at: datetime
    parent_key: str

    @property
    def is_open(self) -> bool:
        return self.unit.closed_on is None

    @property
    def said_on(self) -> date:
        """The day it speaks of: without one, the day it came."""
        return self.as_of or self.received_at.date()


@dataclass(slots=True)
class Decided:
    """What people decided and nobody undid."""

    same: dict[UUID, UUID] = field(default_factory=dict)  # record -> enterprise
    not_same: set[tuple[UUID, UUID]] = field(default_factory=set)
    later: dict[UUID, UUID] = field(default_factory=dict)

    def excludes(self, record: Unit, enterprise: Unit) -> bool:
        return (record.id, enterprise.id) in self.not_same


@dataclass(slots=True)
class Known:
    """An enterprise that is not registered: made from records, or by somebody's claim."""

    unit: Unit
    state: str
    merged_into: UUID | None


@dataclass(slots=True)
class World:
    """All that one run looks at."""

    weights: Weights
    registered: list[Unit]
    known: dict[UUID, Known]
    rows: list[Row]
    decided: Decided
    signposts: dict[UUID, UUID]  # a unit that turned out to be another -> that one
    sources_of: dict[UUID, set[int]]  # known unit -> sources with a record of it


def weights_in_force() -> Weights:
    return weights([seed.code for seed in VALUES], lambda code: value(code).value)


def compared(source: Source | None = None) -> QuerySet[RegistryRecord]:
    """The records a run compares: what stands and is not our own word."""
    records = RegistryRecord.objects.live().exclude(source__way=Way.OWN)
    return records.filter(source=source) if source else records


def read(source: Source | None) -> World:
    registered, known, signposts = _enterprises()
    rows = _rows(source)
    return World(weights_in_force(), registered, known, rows, _decided(source), signposts, _sources_of())


def _enterprises() -> tuple[list[Unit], dict[UUID, Known], dict[UUID, UUID]]:
    registered: list[Unit] = []
    known: dict[UUID, Known] = {}
    signposts: dict[UUID, UUID] = {}
    columns = (*_COMPARED, "nssf_number", "state", "merged_into_id")
    for row in Enterprise.objects.order_by("id").values_list(*columns):
        values = dict(zip(columns, row, strict=True))
        number, state, merged = values.pop("nssf_number"), values.pop("state"), values.pop("merged_into_id")
        if merged:
            signposts[values["id"]] = merged
        elif number:
            registered.append(Unit(**values))
        else:
            known[values["id"]] = Known(Unit(**values), state, merged)
    return registered, known, signposts


def _rows(source: Source | None) -> list[Row]:
    columns = (*_COMPARED, "source_id", "source_key", *_STATE)
    rows = []
    # The best source first: its word makes the unit that the others' join.
    for row in compared(source).order_by(F("source__rank"), "source_id", "source_key").values_list(*columns):
        values = dict(zip(columns, row, strict=True))
        state = {name: values.pop(name) for name in _STATE}
        unit = Unit(source=values.pop("source_id"), key=values.pop("source_key"), **values)
        rows.append(Row(unit=unit, **state))
    return rows


def _decided(source: Source | None) -> Decided:
    decided = Decided()
    standing = MatchDecision.objects.standing().order_by()
    if source:
        standing = standing.filter(record__source=source)
    for record, enterprise, verdict in standing.values_list("record_id", "enterprise_id", "verdict"):
        if verdict == Verdict.SAME:
            decided.same[record] = enterprise
        elif verdict == Verdict.NOT_SAME:
            decided.not_same.add((record, enterprise))
        else:
            decided.later[record] = enterprise
    return decided


def _sources_of() -> dict[UUID, set[int]]:
    found: dict[UUID, set[int]] = {}
    linked = RegistryRecord.objects.live().filter(enterprise__nssf_number=None, enterprise__state=EnterpriseState.KNOWN)
    for enterprise, source in linked.order_by().values_list("enterprise_id", "source_id").distinct():
        found.setdefault(enterprise, set()).add(source)
    return found
