"""What came of listed enterprises: how often a reason was right, beside those drawn by lot.

Nothing is corrected silently: a weight the last year speaks for is shown; a person may take it into the law book."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from compliance.enums import CaseOutcome, CaseState, ChosenBy, LineState, Signal
from compliance.models import CaseFile, TargetLine, TargetReason
from compliance.targeting.scoring import month_before, weights
from enterprises.enums import Sector
from nssf_portal.accounts.models import Office
from nssf_portal.law.book import value_or

_HITS = (CaseOutcome.COMPLIED, CaseOutcome.WARNED, CaseOutcome.FINED, CaseOutcome.COURT)
_FOUR = Decimal("0.0001")
_LEAST, _MOST = Decimal("0.5"), Decimal(2)


@dataclass(frozen=True)
class Rate:
    """Of so many whose outcome is known, how many had something to put right; None: not known yet."""

    key: str
    label: str
    known: int
    hits: int

    @property
    def share(self) -> float | None:
        return self.hits / self.known if self.known else None


@dataclass(frozen=True)
class Rates:
    """Hit rates by reason, by the way of choosing, office and sector; `yardstick` is of those drawn by lot."""

    since: date
    overall: Rate
    yardstick: Rate
    by_signal: list[Rate]
    by_chosen: list[Rate]
    by_office: list[Rate]
    by_sector: list[Rate]

    def times_the_yardstick(self, rate: Rate) -> float | None:
        """How many times better than chance; None: not known yet."""
        if rate.share is None or not self.yardstick.share:
            return None
        return rate.share / self.yardstick.share


@dataclass(frozen=True)
class Proposal:
    """What the last months say about a weight; nothing is proposed from too few outcomes."""

    signal: str
    label: str
    weight: Decimal
    proposed: Decimal | None
    rate: Rate


def settle(case: CaseFile) -> None:
    """A closed case tells its target line what came of it; an open one, or one opened by mistake, says nothing.

    Part of the act that closes or opens the case."""
    if case.line_id is None:
        return
    hit = _outcome(case)
    TargetLine.objects.filter(pk=case.line_id).exclude(hit=hit).update(hit=hit)


def _outcome(case: CaseFile) -> bool | None:
    if case.state != CaseState.CLOSED or case.outcome == CaseOutcome.WITHDRAWN:
        return None
    return case.outcome in _HITS


def rates(office: Office | None = None, since: date | None = None) -> Rates:
    """Of lists since that month (the last twelve months), of one office or of all."""
    since = since or month_before(timezone.localdate().replace(day=1), int(value_or("target.months_back", 12)))
    known = _known(office, since)
    return Rates(
        since=since,
        overall=_overall(known),
        yardstick=_one(_by(known, "chosen_by"), ChosenBy.RANDOM, str(ChosenBy.RANDOM.label)),
        by_signal=list(_labelled(_by_signal(known), Signal)),
        by_chosen=list(_labelled(_by(known, "chosen_by"), [c for c in ChosenBy if c != ChosenBy.NEXT])),
        by_office=_offices(known),
        by_sector=list(_labelled(_by(known, "enterprise__sector"), Sector)),
    )


def proposals(found: Rates, on: date | None = None) -> list[Proposal]:
    """For each reason the weight in force and the one its hits speak for: weight times its rate over that of all.

    At most doubled, at most halved; None as long as too few outcomes are known."""
    now, least = weights(on or timezone.localdate()), int(value_or("target.rates_least", 20))
    return [
        Proposal(rate.key, rate.label, now[rate.key], _proposed(now[rate.key], rate, found.overall, least), rate)
        for rate in found.by_signal
    ]


def _proposed(weight: Decimal, rate: Rate, overall: Rate, least: int) -> Decimal | None:
    if rate.known < least or not overall.hits:
        return None
    times = Decimal(rate.hits * overall.known) / Decimal(rate.known * overall.hits)
    return (weight * min(max(times, _LEAST), _MOST)).quantize(_FOUR)


def _known(office: Office | None, since: date) -> QuerySet[TargetLine]:
    """Lines whose outcome is known: a closed case, or an enterprise that complied by itself."""
    lines = TargetLine.objects.filter(list__month__gte=since)
    lines = lines.filter(list__office=office) if office else lines
    complied = When(hit=None, state=LineState.COMPLIED, then=Value(True))
    return lines.annotate(came=Case(complied, default=F("hit"))).filter(came__isnull=False).order_by()


_Counts = dict[str, tuple[int, int]]


def _overall(known: QuerySet[TargetLine]) -> Rate:
    found = known.aggregate(known=Count("pk"), hits=Count("pk", filter=Q(came=True)))
    return Rate("", "", found["known"], found["hits"])


def _by(known: QuerySet[TargetLine], field: str) -> _Counts:
    rows = known.values(field).annotate(known=Count("pk"), hits=Count("pk", filter=Q(came=True)))
    return {row[field]: (row["known"], row["hits"]) for row in rows}


def _by_signal(known: QuerySet[TargetLine]) -> _Counts:
    """Lines by outcome, then the reasons of each: a line counts once under each of its reasons."""
    outcomes = dict(known.values_list("pk", "came"))
    counts, hits = Counter[str](), Counter[str]()
    for line, signal in (
        TargetReason.objects.filter(line__in=known.values("pk")).order_by().values_list("line", "signal")
    ):
        counts[signal] += 1
        hits[signal] += outcomes[line]
    return {signal: (number, hits[signal]) for signal, number in counts.items()}


def _one(counts: _Counts, key: str, label: str) -> Rate:
    return Rate(str(key), label, *counts.get(str(key), (0, 0)))


def _labelled(counts: _Counts, choices: Iterable) -> Iterator[Rate]:
    for choice in choices:
        yield _one(counts, choice, str(choice.label))


def _offices(known: QuerySet[TargetLine]) -> list[Rate]:
    """In the order of their codes: no ranking of offices."""
    offices = Office.objects.filter(pk__in=known.values("list__office")).order_by("tree", "code")
    counts = _by(known, "list__office__code")  # lists are of offices of one tree: a code is one office
    return [Rate(office.code, office.name, *counts[office.code]) for office in offices]
