"""Registering the accepted rows of a roster, as a durable job or at once for a decided row."""

import logging
import uuid

from django.db import transaction
from django.utils import timezone

from enterprises.enums import EnterpriseKind
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.api.webhooks import publish
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import BlockExhausted, NumberBlock, allocate
from nssf_portal.jobs.services import Running
from nssf_portal.notifications import services as notifications
from registration import matching
from registration import registering as sql
from registration.enums import PlanGroup, RosterState, RowState
from registration.models import Roster, RosterRow
from registration.services import opening
from registration.services.rosters import count_rows, note
from registration.workflow import ROSTER

log = logging.getLogger(__name__)
NO_NUMBERS = "no_numbers"
"""A roster's `problem` while it waits for the core system to reserve member numbers."""


def register(running: Running) -> None:
    """Job handler: one transaction; repeated after a crash, it finds nothing left to do."""
    try:
        _register(running)
    except BlockExhausted:
        _wait_for_numbers(running)


@transaction.atomic
def _wait_for_numbers(running: Running) -> None:
    """Nothing was registered: the roster is ready as before and says why, so that trying again is one press."""
    log.error("member numbers are used up; the core system must reserve a block: reserve_numbers")
    running.advance(0)
    roster = Roster.objects.select_for_update(of=("self",)).get(pk=running.job.subject_id)
    if roster.state == RosterState.REGISTERING:
        note(roster, "numbers_missing", by=None)
        ROSTER.transition(roster, "wait_for_numbers", problem=NO_NUMBERS)


def _register(running: Running) -> None:
    with transaction.atomic():
        whole = Roster.objects.select_related("enterprise", "establishment", "confirmed_by")
        roster = whole.select_for_update(of=("self",)).get(pk=running.job.subject_id)
        if roster.state != RosterState.REGISTERING:
            return
        done = register_rows(roster, by=roster.confirmed_by)
        running.advance(done, max(done, 1))
        note(roster, "registered", by=roster.confirmed_by, text=str(done))
        count_rows(roster, just_registered=True)
        _tell_programmes(roster, done)


def _tell_programmes(roster: Roster, done: int) -> None:
    events = ("roster.registered", "member.number.issued") if done else ("roster.registered",)
    for event in events:
        publish(event, owner_id=roster.enterprise_id, ids={"roster": roster.reference})


def register_rows(roster: Roster, *, by: User | None, rows: list[uuid.UUID] | None = None) -> int:
    """Accepted rows (all, or these) become members and employments; returns how many. Inside a transaction.

    At most 20 statements, whatever the number of rows."""
    Enterprise.objects.select_for_update().get(pk=roster.enterprise_id)
    if sql.caught_up(roster, rows):
        _compare_again(roster, rows)
    now = timezone.now()
    new = sql.count_new(roster.pk, rows)
    first = allocate(NumberBlock.Kind.MEMBER, new) if new else 0
    with acting(by=by, action="roster.register", roster=str(roster.pk)):
        done = sql.register_accepted(
            roster=roster.pk,
            rows=rows,
            enterprise=roster.enterprise_id,
            establishment=roster.establishment_id,
            commune=roster.establishment.commune_code,
            plan_group=plan_group_of_employee(roster.enterprise),
            first_number=first,
            today=timezone.localdate(),
            now=now,
            channel=roster.channel,
            by=by.pk if by else None,
        )
    notifications.ring()
    return done


def plan_group_of_employee(enterprise: Enterprise) -> str:
    """Written rule on facts at registration (Operational Plan 2024-2026, section 3).

    Group 3: staff of micro-enterprises known by an informal-economy or one-window certificate, and of households.
    Group 1: staff of units that already were with the Fund before the portal. Group 2: staff of all other units."""
    if enterprise.certificate_kind or enterprise.kind == EnterpriseKind.HOUSEHOLD:
        return PlanGroup.THREE
    return PlanGroup.ONE if enterprise.channel == "core" else PlanGroup.TWO


def _compare_again(roster: Roster, rows: list[uuid.UUID] | None) -> None:
    accepted = RosterRow.objects.filter(roster=roster, state=RowState.ACCEPTED).values_list("pk", flat=True)
    matching.compare(
        roster_id=roster.pk,
        enterprise_id=roster.enterprise_id,
        establishment_id=roster.establishment_id,
        before=roster.first_checked_at,
        rows=rows or list(accepted),
    )
    opening.open_missing(roster=roster, by=roster.received_by)
