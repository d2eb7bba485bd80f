"""The blocks of numbers the core system reserved for us: how far they are used, and how long they will last."""

import datetime
import math
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.law.book import value_or
from registration.enums import Channel
from registration.models import MemberTally


@dataclass(frozen=True, slots=True)
class BlockLine:
    block: NumberBlock
    size: int
    used: int
    left: int
    percent: int


@dataclass(frozen=True, slots=True)
class Supply:
    """One kind of numbers. `days` is how long they last at the present pace; None while none is given out."""

    kind: str
    label: str
    lines: tuple[BlockLine, ...]
    left: int
    pace: int
    pace_days: int
    days: int | None
    warn: bool
    wanted: int


def supplies() -> list[Supply]:
    """Both kinds; a handful of queries."""
    return [_supply(NumberBlock.Kind(kind)) for kind in NumberBlock.Kind]


def running_out() -> list[Supply]:
    return [supply for supply in supplies() if supply.warn]


def _supply(kind: NumberBlock.Kind) -> Supply:
    lines = tuple(map(_line, NumberBlock.objects.filter(kind=kind).order_by("first")))
    since = _start_of_pace()
    left, days = sum(line.left for line in lines), (timezone.localdate() - since).days + 1
    pace = _given_out(kind, since)
    last = left * days // pace if pace else None
    short = last is not None and last < int(value_or("core.block_warning", 30))
    short = short or left < int(value_or("core.block_left", 500))
    lasts, least = int(value_or("core.block_lasts", 365)), int(value_or("core.block_least", 10_000))
    wanted = max(least, math.ceil(pace * lasts / days / 1000) * 1000)
    return Supply(kind.value, str(kind.label), lines, left, pace, days, last, short, wanted)


def _line(block: NumberBlock) -> BlockLine:
    size, used = block.last - block.first + 1, block.next - block.first
    return BlockLine(block, size, used, size - used, used * 100 // size)


def _start_of_pace() -> datetime.date:
    """The first day of last month: the tally of members knows months."""
    first = timezone.localdate().replace(day=1)
    return (first - datetime.timedelta(days=1)).replace(day=1)


def _given_out(kind: str, since: datetime.date) -> int:
    """Numbers of ours given out since then; members from their tally, for counting the register takes a second."""
    if kind == NumberBlock.Kind.MEMBER:
        months = MemberTally.objects.filter(month__gte=since).exclude(channel=Channel.CORE)
        return max(0, months.aggregate(found=Sum("people"))["found"] or 0)
    numbered = Enterprise.objects.filter(nssf_number__isnull=False, registered_on__gte=since)
    return numbered.exclude(channel=Channel.CORE).count()
