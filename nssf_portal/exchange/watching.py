"""What an operator sees of the exchange: each service's state, its failures in words, and messages in doubt."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from nssf_portal.exchange.breaker import Breaker, State
from nssf_portal.exchange.client import configured_endpoint
from nssf_portal.exchange.contract_checks import partner_services
from nssf_portal.exchange.evidence_log import lines
from nssf_portal.exchange.failures import Kind, kind_of
from nssf_portal.exchange.models import Direction, Exchange, ExchangeQuerySet, Outcome
from nssf_portal.exchange.operator_models import ContractCheck, DoubtSettled

CAP = 1000
"""Counts above it are told as "1,000+"."""
DOUBTS_SHOWN = 50
DOUBT_DAYS = 90
STILL_RUNNING = timedelta(minutes=2)
CONSEQUENCES = ("resting", "no_time")
GOOD = (Outcome.OK, Outcome.REPEATED)


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures of one kind: in the last hour and the last day."""

    kind: Kind
    hour: int
    day: int


@dataclass
class Watched:
    """One service, as its card shows it."""

    service: str
    direction: str
    uses: list[str] = field(default_factory=list)
    state: State = State("closed")
    last_good: datetime | None = None
    answered: int = 0
    slowest_ms: int = 0
    failures: list[Failures] = field(default_factory=list)
    doubts: int = 0
    contract: ContractCheck | None = None

    @property
    def failed_today(self) -> int:
        return sum(one.day for one in self.failures)

    @property
    def worst(self) -> Kind | None:
        """What it mostly suffers from; being left alone is only the consequence of something else."""
        causes = [one for one in self.failures if one.kind.code not in CONSEQUENCES] or self.failures
        return max(causes, key=lambda one: one.day).kind if causes else None

    @property
    def parts(self) -> list[str]:
        return self.service.split("/")

    @property
    def needs_a_look(self) -> bool:
        contract = bool(self.contract and self.contract.needs_a_look)
        return self.state.name != "closed" or bool(self.doubts) or contract

    @property
    def mood(self) -> str:
        """The colour's meaning: late, waits, or done."""
        if self.state.name == "open" or self.doubts:
            return "late"
        return "waits" if self.needs_a_look or self.failed_today else "done"


def security_server() -> State | None:
    """Give the state of our own security server; None where no address is configured."""
    try:
        return Breaker(configured_endpoint().url).state()
    except ImproperlyConfigured:
        return None


def services() -> list[Watched]:
    """Every partner service we are set up to call, and what else the log of the last day names; worst first."""
    found = _configured()
    _count(found)
    _last_good(found)
    for doubt in open_doubts():
        _of(found, doubt.direction, doubt.service).doubts += 1
    for check in ContractCheck.objects.newest():
        if (Direction.OUT, check.service) in found:
            found[Direction.OUT, check.service].contract = check
    for watched in found.values():
        if watched.direction == Direction.OUT:
            watched.state = Breaker(watched.service).state()
    order = {"late": 0, "waits": 1, "done": 2}
    return sorted(found.values(), key=lambda one: (one.direction == Direction.IN, order[one.mood], one.service))


_Found = dict[tuple[str, str], Watched]


def _configured() -> _Found:
    found: _Found = {}
    for use, service in partner_services().items():
        _of(found, Direction.OUT, str(service)).uses.append(use)
    return found


def _of(found: _Found, direction: str, service: str) -> Watched:
    return found.setdefault((Direction(direction), service), Watched(service, direction))


def _count(found: _Found) -> None:
    """One pass over the last day, by service and fault; what never reached us or a partner is told by its kind."""
    now = timezone.now()
    hour = Count("id", filter=Q(at__gte=now - timedelta(hours=1)))
    rows = (
        lines()
        .answers()
        .since(now - timedelta(days=1))
        .exclude(subject_kind__in=["contract-check", "identity-sign-in"])
        .values("direction", "service", "outcome", "fault_type")
        .annotate(hour=hour, day=Count("id"), slowest=Max("duration_ms"))
        .order_by()
    )
    sums: dict[tuple[str, str], Counter] = {}
    for row in rows:
        watched = _of(found, row["direction"], row["service"])
        watched.slowest_ms = max(watched.slowest_ms, row["slowest"])
        if row["outcome"] in GOOD:
            watched.answered += row["day"]
            continue
        code = kind_of(row["fault_type"], row["outcome"])
        counts = sums.setdefault((watched.direction, watched.service), Counter())
        counts[code, "hour"] += row["hour"]
        counts[code, "day"] += row["day"]
    for key, counts in sums.items():
        kinds = dict.fromkeys(kind for kind, _span in counts)
        failures = (Failures(kind, counts[kind, "hour"], counts[kind, "day"]) for kind in kinds)
        found[Direction(key[0]), key[1]].failures = sorted(failures, key=lambda one: -one.day)


def _last_good(found: _Found) -> None:
    names = {service for _direction, service in found}
    good = lines().filter(service__in=names, outcome__in=GOOD).order_by("direction", "service", "-at")
    for direction, service, at in good.distinct("direction", "service").values_list("direction", "service", "at"):
        if (Direction(direction), service) in found:
            found[Direction(direction), service].last_good = at


def open_doubts() -> list[Exchange]:
    """Messages that may or may not have been acted on, newest first, until a person has asked the partner.

    One is a lost answer; the other was sent and nothing more is written: we were ended before the answer came."""
    other_line = lines().filter(xroad_id=OuterRef("xroad_id")).exclude(outcome=Outcome.SENT)
    lost = Q(outcome=Outcome.IN_DOUBT)
    alone = Q(outcome=Outcome.SENT, at__lt=timezone.now() - STILL_RUNNING) & ~Exists(other_line)
    found = lines().since(timezone.now() - timedelta(days=DOUBT_DAYS)).filter(lost | alone)
    settled = DoubtSettled.objects.filter(xroad_id=OuterRef("xroad_id"))
    return list(found.exclude(Exists(settled)).defer("body", "question").order_by("-at", "-id")[:DOUBTS_SHOWN])


def message(xroad_id: uuid.UUID) -> list[Exchange]:
    """Every line of one message, in the order they were written; never a body."""
    found = lines().filter(xroad_id=xroad_id).defer("body", "question").select_related("user")
    return list(found.order_by("at", "id")[:20])


def is_in_doubt(rows: Iterable[Exchange]) -> bool:
    """Whether these lines of one message leave open if it was acted on."""
    rows = list(rows)
    if any(row.outcome == Outcome.IN_DOUBT for row in rows):
        return True
    too_old = timezone.now() - STILL_RUNNING
    return bool(rows) and all(row.outcome == Outcome.SENT and row.at < too_old for row in rows)


def capped(found: ExchangeQuerySet) -> str:
    """Count up to a thousand; a log is never counted whole."""
    count = found.order_by()[: CAP + 1].count()
    return f"{CAP:,}+" if count > CAP else str(count)
