"""Building an office's target list for a month; building it again refreshes what nobody has touched."""

import uuid
from collections import Counter
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import ChosenBy, LineState, ListState, Treatment
from compliance.models import TargetLine, TargetList, TargetReason, TargetWeight
from compliance.models.target import TargetLineQuerySet
from compliance.targeting import scoring
from compliance.targeting.choosing import Kept, Rule, choose
from compliance.targeting.scoring import Scored
from nssf_portal import law
from nssf_portal.accounts.models import Office, User
from nssf_portal.audit.tracking import acting

_HOLDS_A_SEAT = (LineState.PROPOSED, LineState.ACCEPTED, LineState.NUDGED, LineState.DUE, LineState.OPENED)
_REFRESHED = ("commune_code", "rank", "score", "missing", "chosen_by", "treatment")


class MonthIsOver(Exception):
    """The list is closed: what it was is history."""

    def __init__(self) -> None:
        super().__init__(_("This month is over: its list is closed and stays as it was."))


@transaction.atomic
def build(*, office: Office, month: date, capacity: int, by: User | None) -> TargetList:
    """Score, choose and write down. Effects: the list of office and month, its weights, its lines with their reasons.

    Lines that somebody accepted, refused, sent a letter for, opened a case from, added or asked about stay as they are.
    Two at once make one list: the second waits and refreshes. Raises MonthIsOver when the list is closed."""
    with acting(by=by, action="target.build"):
        listed = _list(office, month, capacity, by)
        today = timezone.localdate()
        weighed = scoring.weights(today)
        scoring.score(office, month, today, weighed)
        rows, how = _choose(listed, today, weighed)
        _write(listed, rows, how)
        _keep_weights(listed, weighed)
        listed.candidates = scoring.count()
        listed.save(update_fields=["capacity", "candidates", "built_at", "built_by"])
    return listed


def untouched(listed: TargetList) -> TargetLineQuerySet:
    """Lines nobody has decided about, added by hand or asked about: what building again may change."""
    fresh = TargetLine.objects.filter(list=listed, state=LineState.PROPOSED, decided_at=None)
    return fresh.exclude(chosen_by=ChosenBy.HAND).filter(questions=None)


def on_the_list(listed: TargetList) -> TargetLineQuerySet:
    """Chosen lines that hold a seat: not those set aside, gone by themselves or only next in line."""
    return TargetLine.objects.filter(list=listed, state__in=_HOLDS_A_SEAT).chosen()


def _list(office: Office, month: date, capacity: int, by: User | None) -> TargetList:
    """The list's row, locked; made at the first time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 15))", [f"targets:{office.pk}:{month}"])
    listed = TargetList.objects.select_for_update(of=("self",)).filter(office=office, month=month).first()
    if listed is None:
        return TargetList.objects.create(
            office=office, place_code=office.place_prefix, month=month, capacity=capacity, built_by=by
        )
    if listed.state == ListState.CLOSED:
        raise MonthIsOver
    listed.capacity, listed.built_at, listed.built_by = capacity, timezone.now(), by
    return listed


def _choose(
    listed: TargetList, today: date, weighed: dict[str, Any]
) -> tuple[dict[uuid.UUID, Scored], list[tuple[uuid.UUID, ChosenBy]]]:
    rule = _rule(listed.capacity, today)
    seed = f"{listed.office.tree}:{listed.office.code}:{listed.month:%Y-%m}:"
    how = choose(
        rule,
        _kept(listed),
        scoring.best(rule.capacity + rule.next_in_line),
        scoring.best_of_districts(rule.district_floor),
        lambda limit: scoring.lot(seed, limit),
        _waited(listed),
    )
    return scoring.chosen([key for key, _how in how], weighed), how


def _rule(capacity: int, on: date) -> Rule:
    return Rule(
        capacity=capacity,
        district_floor=int(law.value("target.district_floor", on=on).value),
        random_share=law.value("target.random_share", on=on).value,
        next_times=int(law.value("target.next_times", on=on).value),
    )


def _kept(listed: TargetList) -> Kept:
    """Touched lines that hold a seat."""
    lines = on_the_list(listed).exclude(pk__in=untouched(listed).values("pk")).order_by()
    held = list(lines.values_list("chosen_by", "commune_code"))
    by_lot = sum(chosen_by == ChosenBy.RANDOM for chosen_by, _commune in held)
    return Kept(len(held), by_lot, Counter(commune[:4] for _chosen, commune in held))


def _waited(listed: TargetList) -> dict[str, int]:
    """Months since a district was last on a list of this office."""
    earlier = TargetLine.objects.filter(list__office=listed.office_id, list__month__lt=listed.month).chosen()
    last = (
        earlier.order_by().annotate(district=Left("commune_code", 4)).values("district").annotate(on=Max("list__month"))
    )
    return {row["district"]: _months(row["on"], listed.month) for row in last}


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _write(listed: TargetList, rows: dict[uuid.UUID, Scored], how: list[tuple[uuid.UUID, ChosenBy]]) -> None:
    """Lines of before keep their key; those that fell out go, new ones come; reasons are written anew."""
    old = {line.enterprise_id: line for line in untouched(listed).select_for_update(of=("self",))}
    ranks = _free_ranks(listed, len(how))
    new = [_line(listed, rows[key], chosen_by, rank) for (key, chosen_by), rank in zip(how, ranks, strict=True)]
    gone = [line.pk for key, line in old.items() if key not in rows]
    TargetReason.objects.filter(line__in=[line.pk for line in old.values()]).delete()
    TargetLine.objects.filter(pk__in=gone).delete()
    made = [line for line in new if line.enterprise_id not in old]
    kept = [_refreshed(old[line.enterprise_id], line) for line in new if line.enterprise_id in old]
    TargetLine.objects.bulk_update([line for line, changed in kept if changed], _REFRESHED)
    TargetLine.objects.bulk_create(made)
    lines = {line.enterprise_id: line for line in (*made, *(line for line, _changed in kept))}
    TargetReason.objects.bulk_create(
        TargetReason(line=lines[key], **vars(reason)) for key, row in rows.items() for reason in row.reasons
    )


def _free_ranks(listed: TargetList, wanted: int) -> list[int]:
    """Ranks that no touched line holds."""
    touched = TargetLine.objects.filter(list=listed).exclude(pk__in=untouched(listed).values("pk"))
    held = set(touched.order_by().values_list("rank", flat=True))
    return [rank for rank in range(1, wanted + len(held) + 1) if rank not in held][:wanted]


def _line(listed: TargetList, row: Scored, chosen_by: ChosenBy, rank: int) -> TargetLine:
    """The unregistered get a letter first and time to register by themselves."""
    return TargetLine(
        list=listed,
        enterprise_id=row.id,
        commune_code=row.commune_code,
        rank=rank,
        score=row.score,
        missing=row.missing,
        chosen_by=chosen_by,
        treatment=Treatment.NUDGE if row.is_known else Treatment.VISIT,
    )


def _refreshed(line: TargetLine, new: TargetLine) -> tuple[TargetLine, bool]:
    """The line of before with today's values, and whether any of them is another."""
    changed = False
    for name in _REFRESHED:
        changed |= getattr(line, name) != getattr(new, name)
        setattr(line, name, getattr(new, name))
    return line, changed


def _keep_weights(listed: TargetList, weighed: dict[str, Any]) -> None:
    TargetWeight.objects.filter(list=listed).delete()
    TargetWeight.objects.bulk_create(TargetWeight(list=listed, signal=s, weight=w) for s, w in weighed.items())
