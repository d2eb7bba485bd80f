"""Deciding about the lines of a target list: accepted, treated otherwise, set aside for a reason, taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from compliance.enums import ChosenBy, LineState, ListState, Treatment
from compliance.models import TargetLine, TargetList
from compliance.workflow import LINE, LIST
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.workflow import NotPossible


def accept(line: TargetLine, *, by: User) -> TargetLine:
    """It is to be treated as proposed; who stood next in line is on the list by hand from now on."""
    return _decide(line, "accept", by, reason="")


def change(line: TargetLine, treatment: str, *, reason: str = "", by: User) -> TargetLine:
    """Accepted, with another treatment than the one proposed."""
    return _decide(line, "change", by, treatment=Treatment(treatment), reason=reason)


def refuse(line: TargetLine, reason: str, *, by: User) -> TargetLine:
    """Set aside; the database wants the reason too."""
    return _decide(line, "refuse", by, reason=reason)


def take_back(line: TargetLine, *, by: User) -> TargetLine:
    """Set aside by mistake: proposed again, as if nobody had decided."""
    _in_open_list(line, "take_back")
    with acting(by=by, action="target.take_back", line=str(line.pk)):
        return LINE.transition(line, "take_back", decided_at=None, decided_by=None, reason="")


def decide_many(lines: QuerySet[TargetLine], move: str, *, by: User, treatment: str = "", reason: str = "") -> int:
    """The same for a set, in one UPDATE; lines in other states are left alone and not counted."""
    fields: dict[str, Any] = {"decided_at": timezone.now(), "decided_by": by, "reason": reason}
    if move == "take_back":
        fields = {"decided_at": None, "decided_by": None, "reason": ""}
    if move in ("accept", "change"):
        fields["chosen_by"] = _by_hand()
    if move == "change":
        fields["treatment"] = Treatment(treatment)
    with acting(by=by, action=f"target.{move}"):
        return LINE.transition_many(lines.exclude(list__state=ListState.CLOSED), move, **fields)


@transaction.atomic
def settle(listed: TargetList, *, by: User) -> int:
    """The list is decided: what was chosen and not set aside is accepted as proposed. How many that were.

    Of enterprises that the chief is tied to another chief decides."""
    with acting(by=by, action="target.settle", list=str(listed.pk)):
        LIST.transition(listed, "settle", settled_at=timezone.now(), settled_by=by)
        left = TargetLine.objects.visible_to(by).filter(list=listed).chosen()
        return LINE.transition_many(left, "accept", decided_at=timezone.now(), decided_by=by)


@transaction.atomic
def month_over(today: date | None = None) -> int:
    """Lists of months that are over close; what nobody reached lapses and may be found again. Letters run on."""
    first = (today or timezone.localdate()).replace(day=1)
    over = TargetList.objects.filter(month__lt=first).exclude(state=ListState.CLOSED)
    with acting(by=None, action="target.month_over"):
        unreached = TargetLine.objects.filter(
            list__in=list(over.values_list("pk", flat=True)), state__in=(LineState.PROPOSED, LineState.ACCEPTED)
        )
        lapsed = LINE.transition_many(unreached, "lapse")
        LIST.transition_many(over, "close")
    return lapsed


def _decide(line: TargetLine, move: str, by: User, **fields: Any) -> TargetLine:
    _in_open_list(line, move)
    if move != "refuse" and line.chosen_by == ChosenBy.NEXT:
        fields["chosen_by"] = ChosenBy.HAND
    with acting(by=by, action=f"target.{move}", line=str(line.pk)):
        return LINE.transition(line, move, decided_at=timezone.now(), decided_by=by, **fields)


def _in_open_list(line: TargetLine, move: str) -> None:
    if line.list.state == ListState.CLOSED:
        raise NotPossible(line, move)


def _by_hand() -> Case:
    return Case(When(chosen_by=ChosenBy.NEXT, then=Value(ChosenBy.HAND.value)), default=F("chosen_by"))
