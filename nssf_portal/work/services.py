"""The acts on a work item. Each moves the state by the table, writes a movement, and names its actor."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from nssf_portal import law
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law import clock
from nssf_portal.work.enums import WorkState
from nssf_portal.work.kinds import kind_of
from nssf_portal.work.models import Movement, WorkItem
from nssf_portal.work.workflow import WORK


def due_date(kind: str, start: datetime.date | None = None) -> datetime.date:
    """Working days from the law book, counted on the Fund's calendar."""
    start = start or timezone.localdate()
    days = law.value(kind_of(kind).days_code, on=start).value
    return clock.add_working_days(start, int(days))


def office_for(place_code: str) -> Office | None:
    """The most local NSSF office that serves a place."""
    codes = [place_code[:length] for length in (4, 2) if len(place_code) >= length]
    offices = {o.code: o for o in Office.objects.filter(tree=Office.Tree.NSSF, code__in=[*codes, "HQ"])}
    return next((offices[code] for code in [*codes, "HQ"] if code in offices), None)


@transaction.atomic
def open_item(
    *, kind: str, subject_id: uuid.UUID, label: str, place_code: str, channel: str = "web", by: User | None
) -> WorkItem:
    """One open item per subject: asking twice returns the one that is there."""
    with acting(by=by, action="work.open"):
        item, created = WorkItem.objects.get_or_create(
            kind=kind,
            subject_id=subject_id,
            state__in=["waiting", "claimed", "asked", "proposed"],
            defaults={
                "state": "waiting",
                "label": label[:200],
                "place_code": place_code,
                "channel": channel,
                "office": office_for(place_code),
                "due_on": due_date(kind),
            },
        )
        if created:
            _moved(item, "open", by)
    return item


def claim(item: WorkItem, *, by: User) -> WorkItem:
    return _act(item, "claim", by=by, to_user=by, claimed_by=by, claimed_at=timezone.now())


@transaction.atomic
def claim_next(*, by: User, kind: str = "") -> WorkItem | None:
    """Take the oldest item nobody has, in one's places; what another is just taking is passed over."""
    waiting = WorkItem.objects.visible_to(by).filter(state=WorkState.WAITING).oldest_first()
    if kind:
        waiting = waiting.filter(kind=kind)
    item = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    return claim(item, by=by) if item else None


def release(item: WorkItem, *, by: User) -> WorkItem:
    return _act(item, "release", by=by, claimed_by=None, claimed_at=None)


def reassign(item: WorkItem, *, to: User, by: User) -> WorkItem:
    if not by.has_permission(Permission.ASSIGN_WORK):
        raise PermissionDenied
    return _act(item, "reassign", by=by, to_user=to, claimed_by=to, claimed_at=timezone.now())


def ask(item: WorkItem, *, reason: str, by: User) -> WorkItem:
    """A question to the applicant: the clock pauses."""
    return _act(item, "ask", by=by, reason=reason, paused_on=timezone.localdate())


def answer(item: WorkItem, *, by: User | None) -> WorkItem:
    """The applicant answered: back to the queue, the due date moved by the days of the pause."""
    paused = timezone.localdate() - (item.paused_on or timezone.localdate())
    return _act(item, "answer", by=by, paused_on=None, due_on=item.due_on + paused, claimed_by=None, claimed_at=None)


def finish(item: WorkItem, *, decision: str, reason: str = "", by: User | None) -> WorkItem:
    """A decision one person may take alone."""
    decided = {"first_by": by, "first_at": timezone.now()} if by else {}
    return _act(
        item,
        "finish",
        by=by,
        reason=reason,
        first_decision=decision,
        first_reason=reason[:500],
        closed_at=timezone.now(),
        **decided,
    )


def propose(item: WorkItem, *, decision: str, reason: str, by: User) -> WorkItem:
    """The first of two decisions; any edit before the second voids it (`send_back`)."""
    return _act(
        item,
        "propose",
        by=by,
        reason=reason,
        first_decision=decision,
        first_reason=reason[:500],
        first_by=by,
        first_at=timezone.now(),
        second_by=None,
        second_at=None,
    )


def confirm(item: WorkItem, *, reason: str = "", by: User) -> WorkItem:
    """The second decision: never the first person (the database says so too)."""
    if not by.has_permission(Permission.DECIDE_SECOND) or item.first_by_id == by.pk:
        raise PermissionDenied
    now = timezone.now()
    return _act(item, "confirm", by=by, reason=reason, second_by=by, second_at=now, second_reason=reason, closed_at=now)


def send_back(item: WorkItem, *, reason: str, by: User | None) -> WorkItem:
    """The second person disagrees, or the record changed: the first decision is void."""
    return _act(
        item, "send_back", by=by, reason=reason, first_decision="", first_by=None, first_at=None,
        claimed_by=None, claimed_at=None,
    )  # fmt: skip


def cancel(item: WorkItem, *, reason: str, by: User | None) -> WorkItem:
    return _act(item, "cancel", by=by, reason=reason, closed_at=timezone.now())


def reopen(item: WorkItem, *, reason: str, by: User) -> WorkItem:
    """A decided item waits again, with a clock of its own; who decided then is in the movements."""
    if not by.has_permission(Permission.DECIDE_SECOND) or by.pk in (item.first_by_id, item.second_by_id):
        raise PermissionDenied
    return _act(
        item, "reopen", by=by, reason=reason, closed_at=None, due_on=due_date(item.kind), claimed_by=None,
        claimed_at=None, first_decision="", first_reason="", first_by=None, first_at=None, second_reason="",
        second_by=None, second_at=None,
    )  # fmt: skip


@transaction.atomic
def _act(
    item: WorkItem, act: str, *, by: User | None, reason: str = "", to_user: User | None = None, **fields: object
) -> WorkItem:
    with acting(by=by, action=f"work.{act}", reason=reason):
        moved = WORK.transition(item, act, **fields)
        _moved(moved, act, by, to_user=to_user, reason=reason)
    return moved


def _moved(item: WorkItem, act: str, by: User | None, *, to_user: User | None = None, reason: str = "") -> None:
    Movement.objects.create(item=item, act=act, by=by, to_user=to_user, state=item.state, reason=reason[:500])
