"""How far each value of a unit can be trusted: who says it, as of when, and what follows from that.

Computed when it is read and never stored: a value's state depends on what the others say. Several words count as one
voice when they come from one mouth: all sources of one institution, and the Fund's own register together with what
the enterprise told the Fund. Two sources confirm a value when two voices say it and neither word is stale.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.enums import SettledBy, Verification, Way
from enterprises.models import Enterprise, RegistryRecord, Settlement
from enterprises.provenance import LABELS, by_trust, column_of, shown
from enterprises.services.registering import FIELDS
from enterprises.sources import OWN_WORD
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.book import value_or

# Two different answers contradict each other here. Streets and activities are written freely, and the number of
# workers is true on its day: of those each word stands with its date.
COMPARED = ("name_km", "name_latin", "tin", "moc_number", "commune_code", "phone", "sector", "opened_on")
AGEING = ("commune_code", "address", "phone")  # what changes when a unit moves
OWN_FIELDS = (*FIELDS, "declared_workers")  # what the enterprise says itself; its numbers are copied from papers
IDENTITY = ("name_km", "name_latin", "commune_code")  # what a unit is known by

_WORDS: dict[str, tuple[str, Promise]] = {
    Verification.UNVERIFIED: ("none", _("not confirmed yet")),
    Verification.BY_ENTERPRISE: ("ok", _("confirmed by the enterprise")),
    Verification.BY_INSPECTOR: ("ok", _("confirmed by an inspector")),
    Verification.BY_TWO_SOURCES: ("ok", _("two sources say the same")),
    Verification.CONFLICTING: ("waits", _("sources disagree")),
    Verification.STALE: ("unknown", _("old information")),
}
_SETTLED = ("ok", _("settled by an officer"))
_CHALLENGED = ("waits", _("settled, but a source now says something else"))


@dataclass(frozen=True)
class Said:
    """One source's word on one value."""

    shown: str
    value: Any
    key: str
    source: str
    voice: str
    as_of: date | None
    received_at: datetime
    record_id: uuid.UUID
    own: bool  # the enterprise's own word, on something it says itself
    copied: bool  # stands in the enterprise's own word, but comes from its papers: nobody's confirmation
    agrees: bool
    stale: bool

    @property
    def on(self) -> date:
        """As of when; a source that does not say it spoke when we heard it."""
        return self.as_of or timezone.localtime(self.received_at).date()


@dataclass(frozen=True)
class FieldState:
    """A value in force, its state, everybody's word on it, and what was settled about it."""

    field: str  # a column of Enterprise
    label: str
    value: Any
    shown: str
    state: Verification
    said: tuple[Said, ...]
    settlement: Settlement | None
    challenged: tuple[Said, ...]  # words that came after the settlement and say something else

    @property
    def tag(self) -> tuple[str, str]:
        """Meaning and words for a page."""
        if self.settlement and self.challenged:
            meaning, word = _CHALLENGED
        elif self.settlement and self.settlement.kind == SettledBy.CLERK:
            meaning, word = _SETTLED
        else:
            meaning, word = _WORDS[self.state]
        return meaning, str(word)

    @property
    def is_conflicting(self) -> bool:
        return self.state == Verification.CONFLICTING

    @property
    def differing(self) -> tuple[Said, ...]:
        return tuple(said for said in self.said if not said.agrees)

    @property
    def on(self) -> date | None:
        """The newest day on which somebody said the value in force."""
        days = [said.on for said in self.said if said.agrees]
        if self.settlement:
            days.append(timezone.localtime(self.settlement.at).date())
        return max(days, default=None)


@dataclass(frozen=True)
class Summary:
    """A unit as a whole: the weakest state among its name and place, and since when; how many values are in dispute."""

    state: Verification
    on: date | None
    conflicting: int
    stale: int

    @property
    def tag(self) -> tuple[str, str]:
        meaning, word = _WORDS[self.state]
        return meaning, str(word)


@dataclass(frozen=True)
class Limits:
    """Before these days a word counts as stale."""

    address_before: date
    record_before: date

    def stale(self, field: str, on: date) -> bool:
        return on < self.record_before or (field in AGEING and on < self.address_before)


def limits() -> Limits:
    """From the law book; the days the plan names when it says nothing."""
    return Limits(
        address_before=_day(value_or("registry.stale.address_before", "2024-01-01")),
        record_before=_day(value_or("registry.stale.record_before", "2020-06-15")),
    )


def states_of(enterprise: Enterprise) -> list[FieldState]:
    """Every value somebody said or that is in force, in the order of the page."""
    return states_of_many([enterprise])[enterprise.pk]


def summary(enterprise: Enterprise) -> Summary:
    return summary_of(states_of(enterprise))


def summary_of(states: Iterable[FieldState]) -> Summary:
    """The weakest of name and place says how far the unit as a whole is confirmed; a dispute anywhere shows."""
    filled = [state for state in states if state.shown]
    conflicting = sum(state.is_conflicting for state in filled)
    stale = sum(state.state == Verification.STALE for state in filled)
    core = [state for state in filled if state.field in IDENTITY]
    days = [state.on for state in core if state.on]
    return Summary(_weakest(core, conflicting), min(days, default=None), conflicting, stale)


# From the weakest: one doubtful value makes the whole doubtful.
_ORDER = (
    Verification.STALE,
    Verification.UNVERIFIED,
    Verification.BY_TWO_SOURCES,
    Verification.BY_ENTERPRISE,
    Verification.BY_INSPECTOR,
)


def _weakest(core: Sequence[FieldState], conflicting: int) -> Verification:
    if conflicting:
        return Verification.CONFLICTING
    return min((state.state for state in core), key=_ORDER.index, default=Verification.UNVERIFIED)


def states_of_many(enterprises: Sequence[Enterprise]) -> dict[uuid.UUID, list[FieldState]]:
    """The same for several units, in the same number of questions."""
    keys = [enterprise.pk for enterprise in enterprises]
    records: dict[uuid.UUID, list[RegistryRecord]] = defaultdict(list)
    for record in by_trust(RegistryRecord.objects.live().filter(enterprise__in=keys).select_related("source")):
        if record.enterprise_id:
            records[record.enterprise_id].append(record)
    settled: dict[uuid.UUID, dict[str, Settlement]] = defaultdict(dict)
    standing = Settlement.objects.standing().filter(enterprise__in=keys)
    for settlement in standing.select_related("by", "record__source"):
        settled[settlement.enterprise_id][settlement.field] = settlement
    days = limits()
    return {one.pk: _states(one, records[one.pk], settled[one.pk], days) for one in enterprises}


def _states(
    enterprise: Enterprise, records: list[RegistryRecord], settled: dict[str, Settlement], days: Limits
) -> list[FieldState]:
    said = {field: _said(enterprise, records, field, days) for field in map(column_of, LABELS)}
    news = _news(said, settled)
    states = [
        _state(enterprise, field, str(label), said[field], settled.get(field), news[field])
        for name, label in LABELS.items()
        for field in [column_of(name)]
    ]
    return [state for state in states if state.shown or state.said or state.settlement]


def _said(enterprise: Enterprise, records: list[RegistryRecord], field: str, days: Limits) -> tuple[Said, ...]:
    in_force = key_of(field, getattr(enterprise, field))
    return tuple(_word(record, field, in_force, days) for record in records if getattr(record, field) not in ("", None))


def _word(record: RegistryRecord, field: str, in_force: str, days: Limits) -> Said:
    value, source = getattr(record, field), record.source
    own_word = source.code == OWN_WORD
    said = key_of(field, value)
    on = record.as_of or timezone.localtime(record.received_at).date()
    return Said(
        shown=shown(field, value),
        value=value,
        key=said,
        source=source.name,
        voice=_voice(source),
        as_of=record.as_of,
        received_at=record.received_at,
        record_id=record.pk,
        own=own_word and field in OWN_FIELDS,
        copied=own_word and field not in OWN_FIELDS,
        agrees=alike(field, said, in_force),
        stale=days.stale(field, on),
    )


def _voice(source: Any) -> str:
    if source.way == Way.OWN:
        return "fund"
    return f"institution:{source.institution_id}" if source.institution_id else f"source:{source.pk}"


def _state(
    enterprise: Enterprise,
    field: str,
    label: str,
    said: tuple[Said, ...],
    settlement: Settlement | None,
    news: tuple[Said, ...],
) -> FieldState:
    value = getattr(enterprise, field)
    state = _settled_state(settlement, said, news) if settlement else _open_state(field, value, said)
    return FieldState(field, label, value, shown(field, value), state, said, settlement, news)


def _settled_state(settlement: Settlement, said: tuple[Said, ...], news: tuple[Said, ...]) -> Verification:
    if news:
        return Verification.CONFLICTING
    if settlement.kind == SettledBy.INSPECTOR:
        return Verification.BY_INSPECTOR
    if settlement.kind == SettledBy.ENTERPRISE:
        return Verification.BY_ENTERPRISE
    return Verification.BY_TWO_SOURCES if _two_voices(said) else Verification.UNVERIFIED


def _open_state(field: str, value: Any, said: tuple[Said, ...]) -> Verification:
    """Nothing is settled: what the live words say together."""
    counting = [one for one in said if not one.copied]
    if field in COMPARED and _disagree(value, counting):
        return Verification.CONFLICTING
    if any(one.own and one.agrees and not one.stale for one in counting):
        return Verification.BY_ENTERPRISE
    if _two_voices(counting):
        return Verification.BY_TWO_SOURCES
    agreeing = [one for one in counting if one.agrees]
    return Verification.STALE if agreeing and all(one.stale for one in agreeing) else Verification.UNVERIFIED


def _disagree(value: Any, said: Sequence[Said]) -> bool:
    """A live word against the value in force; an old word is history where a fresh one stands for the value."""
    if value in ("", None):
        return len({one.key for one in said}) > 1
    against = [one for one in said if not one.agrees]
    confirmed = max((one.on for one in said if one.own and one.agrees), default=None)
    if confirmed:  # the enterprise answered what was said before
        against = [one for one in against if one.on > confirmed]
    if any(one.agrees and not one.stale for one in said):
        against = [one for one in against if not one.stale]
    return bool(against)


def _two_voices(said: Iterable[Said]) -> bool:
    return len({one.voice for one in said if one.agrees and not one.stale and not one.copied}) > 1


def _news(said: dict[str, tuple[Said, ...]], settled: dict[str, Settlement]) -> dict[str, tuple[Said, ...]]:
    """Differing words that came after the settlement. A word repeated, or received with another value, is no news."""
    later = {
        field: tuple(
            one
            for one in words
            if field in settled and field in COMPARED and not one.agrees and one.received_at > settled[field].at
        )
        for field, words in said.items()
    }
    asked = {one.record_id for words in later.values() for one in words}
    if not asked:
        return later
    before = _earlier_words(asked)
    return {
        field: tuple(one for one in words if not _known_before(before[one.record_id], field, one, settled[field]))
        for field, words in later.items()
    }


def _earlier_words(records: set[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    """The records' history, oldest first."""
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    events = apps.get_model("enterprises", "RegistryRecordEvent").objects
    for event in events.filter(pgh_obj_id__in=records).order_by("pgh_id"):
        found[event.pgh_obj_id].append(event)
    return found


def _known_before(events: list[Any], field: str, said: Said, settlement: Settlement) -> bool:
    seen = [event for event in events if event.received_at <= settlement.at]
    return bool(seen) and alike(field, key_of(field, getattr(seen[-1], field)), said.key)


def key_of(field: str, value: Any) -> str:
    """What is compared of a value; '' when nobody said one."""
    if value in ("", None):
        return ""
    if field in ("tin", "moc_number"):
        return clean_number(str(value))
    if field in ("name_km", "name_latin", "address", "activity"):
        return search_key(str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def alike(field: str, one: str, other: str) -> bool:
    """A district contains its communes: who says less does not contradict."""
    if field == "commune_code" and one and other:
        return one.startswith(other) or other.startswith(one)
    return one == other


def _day(given: date | str) -> date:
    return given if isinstance(given, date) else date.fromisoformat(str(given))
