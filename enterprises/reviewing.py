"""The records that wait for a person, in their order; the decided ones; looking a record up."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.enums import MatchState, Verdict
from enterprises.models import Enterprise, MatchCandidate, MatchDecision, RegistryRecord
from nssf_portal.accounts.models import User
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.keys import search_key
from nssf_portal.places.names import name_of, names, province_choices
from nssf_portal.work.queue import CAP, capped, capped_counts

PAGE = 25
CANDIDATES = 5
_LOOK_AHEAD = 300  # records of the queue among which the next one is looked for
ORDERS: dict[str, Promise] = {
    "oldest": _("Oldest first"),
    "newest": _("Newest first"),
    "likely": _("Most alike first"),
}
BANDS: dict[str, tuple[Promise, Q]] = {
    "high": (_("from 80%"), Q(match_score__gte="0.8")),
    "middle": (_("60% to 80%"), Q(match_score__gte="0.6", match_score__lt="0.8")),
    "low": (_("Less than 60%"), Q(match_score__lt="0.6")),
}


def queue(user: User, chosen: Mapping[str, Any]) -> QuerySet[RegistryRecord]:
    """What a person must look at, in the officer's places, as the address filters it; put off ones last."""
    waiting = RegistryRecord.objects.visible_to(user).live().filter(match_state=MatchState.POSSIBLE)
    return _ordered(_filtered(waiting, chosen), str(chosen.get("order") or "oldest"))


def _filtered(records: QuerySet[RegistryRecord], chosen: Mapping[str, Any]) -> QuerySet[RegistryRecord]:
    if chosen.get("source"):
        records = records.filter(source__code=chosen["source"])
    if chosen.get("place"):
        records = records.filter(commune_code__startswith=chosen["place"])
    return records.filter(BANDS[chosen["score"]][1]) if chosen.get("score") in BANDS else records


def _ordered(records: QuerySet[RegistryRecord], order: str) -> QuerySet[RegistryRecord]:
    put_off = MatchDecision.objects.standing().filter(record=OuterRef("pk"), verdict=Verdict.LATER)
    keys = {"newest": ["-pk"], "likely": ["-match_score", "pk"]}.get(order, ["pk"])
    return records.annotate(put_off=Exists(put_off)).order_by("put_off", *keys)


def next_in(waiting: QuerySet[RegistryRecord], record: RegistryRecord) -> uuid.UUID | None:
    """The record after this one, then those before it; put off ones when nothing else waits; None when nothing does."""
    rows = list(waiting.values_list("pk", "put_off")[:_LOOK_AHEAD])
    at = next((n for n, (key, _put_off) in enumerate(rows) if key == record.pk), -1)
    others = [*rows[at + 1 :], *rows[: max(at, 0)]]
    return next((key for key, put_off in others if not put_off), others[0][0] if others else None)


def candidates_of(record: RegistryRecord) -> list[MatchCandidate]:
    """The units this record may be, the likeliest first; not those a person said no to."""
    refused = MatchDecision.objects.standing().filter(record=record, verdict=Verdict.NOT_SAME)
    found = record.candidates.select_related("enterprise").exclude(enterprise__in=refused.values("enterprise"))
    return list(found.order_by("rank", "pk")[:CANDIDATES])


def waiting_count(user: User) -> str:
    """For the tab, capped."""
    waiting: Any = RegistryRecord.objects.visible_to(user).live().filter(match_state=MatchState.POSSIBLE)
    return capped(capped_counts({"possible": waiting})["possible"])


@dataclass(frozen=True)
class Page:
    """25 of a list; no count over a register, so there is no last page to jump to."""

    rows: list[Any]
    number: int
    more: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def page_of(rows: QuerySet[Any], number: object) -> Page:
    """Nonsense in the address is the first page; nobody pages further than the cap."""
    text = str(number or "1")
    at = min(max(int(text), 1), CAP // PAGE) if text.isdecimal() and len(text) < 6 else 1
    found = list(rows[(at - 1) * PAGE : at * PAGE + 1])
    return Page(found[:PAGE], at, len(found) > PAGE and at < CAP // PAGE)


def with_best(records: Sequence[RegistryRecord]) -> list[tuple[RegistryRecord, MatchCandidate | None]]:
    """Each record with its likeliest unit, in one question."""
    best: dict[uuid.UUID, MatchCandidate] = {}
    found = MatchCandidate.objects.filter(record__in=[record.pk for record in records]).select_related("enterprise")
    for candidate in found.order_by("record_id", "rank", "pk"):
        best.setdefault(candidate.record_id, candidate)
    return [(record, best.get(record.pk)) for record in records]


def decided(user: User, *, mine: bool, verdict: str) -> QuerySet[MatchDecision]:
    """What officers decided, newest first."""
    found = MatchDecision.objects.visible_to(user).select_related("record__source", "enterprise", "by", "undone_by")
    if mine:
        found = found.filter(by=user)
    return (found.filter(verdict=verdict) if verdict in Verdict.values else found).order_by("-pk")


def looked_up(user: User, text: str, chosen: Mapping[str, Any]) -> QuerySet[RegistryRecord]:
    """Records by name, TIN, commercial number or the source's own key; filters as the address says. Newest first."""
    found = RegistryRecord.objects.visible_to(user).select_related("source", "enterprise")
    if text.strip():
        found = found.filter(_says(text))
    if chosen.get("state"):
        found = found.filter(match_state=chosen["state"])
    return _filtered(found, {name: chosen.get(name) for name in ("source", "place")}).order_by("-pk")


def _says(text: str) -> Q:
    key, number = search_key(text), clean_number(text)
    said = Q(tin=number) | Q(moc_number=number) | Q(source_key=text.strip()) | Q(source_key=number)
    if len(key) >= 2:
        said |= Q(key_latin__startswith=key) | Q(key_km__startswith=key)
    return said


def units_shown(user: User, units: Sequence[Enterprise | None]) -> set[uuid.UUID]:
    """Which of these units lie in the officer's places and may be opened."""
    keys = {unit.pk for unit in units if unit}
    return set(Enterprise.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def place_choices(prefixes: Sequence[str], chosen: str) -> list[tuple[str, str]]:
    """For the whole country its provinces and the chosen one's districts; for an office the districts of its places."""
    if list(prefixes) == [""]:
        return province_choices() + _districts(chosen[:2])
    inside = [pair for province in sorted({p[:2] for p in prefixes}) for pair in _districts(province)]
    return [pair for pair in inside if any(pair[0].startswith(p) or p.startswith(pair[0]) for p in prefixes)]


def _districts(province: str) -> list[tuple[str, str]]:
    if not province:
        return []
    return [(code, name_of(code)) for code in sorted(names()) if len(code) == 4 and code[:2] == province]
