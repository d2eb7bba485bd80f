"""What people tell of an enterprise. Who told it is kept apart, and only a reader with the right is given it."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.audit.tracking import acting
from nssf_portal.law import clock
from nssf_portal.references import new_reference
from registration.enums import Channel
from registration.models import Tip, TipSource
from registration.workflow_service import TIP


@transaction.atomic
def give(
    *,
    about: str,
    submission_id: uuid.UUID,
    enterprise: Enterprise | None = None,
    enterprise_typed: str = "",
    where: str = "",
    place_code: str = "",
    text: str = "",
    seen: str = "",
    contact: str = "",
    channel: str = Channel.WEB,
    taken_by: User | None = None,
) -> Tip:
    """Keep a tip; the same submission is the same tip. Without a known place it is headquarters' inspectors'."""
    if known := Tip.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=taken_by, action="tip.give"):
        tip = Tip.objects.create(
            reference=new_reference("TIP", letters=6),
            submission_id=submission_id,
            enterprise=enterprise,
            enterprise_typed=enterprise_typed,
            where=where,
            place_code=enterprise.commune_code if enterprise else place_code,
            about=about,
            text=text,
            seen=seen,
            channel=channel,
            taken_by=taken_by,
            due_on=clock.deadline("sla.tip", timezone.localdate()),
        )
        if contact:
            source = TipSource(tip=tip)
            source.seal(contact)
            source.save(force_insert=True)
    return tip


def look(tip: Tip, *, by: User) -> Tip:
    """An inspector has it in hand."""
    _may_read(by)
    with acting(by=by, action="tip.look"):
        return TIP.transition(tip, "look", looked_at_by=by)


def close(tip: Tip, *, outcome: str, by: User) -> Tip:
    """What came of it; the words are the inspectors' own and name no source."""
    _may_read(by)
    with acting(by=by, action="tip.close"):
        has_it = tip.looked_at_by or by
        return TIP.transition(tip, "close", looked_at_by=has_it, closed_at=timezone.now(), outcome=outcome[:1000])


@transaction.atomic
def reveal_source(tip: Tip, *, reason: str, by: User) -> str:
    """Who gave it, once, to the inspector who has it in hand or a chief, for a reason that stands in the read log."""
    _may_read(by)
    source = TipSource.objects.visible_to(by).filter(tip=tip).first()
    if source is None:
        raise PermissionDenied
    note_reading(source, by=by, screen="desk.tip.source", reason=reason, revealed=True)
    return source.reveal()


def tips_about(enterprises: Iterable[Enterprise | uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many tips each enterprise has: a number for choosing visits, never a word of what was said or by whom."""
    keys = [getattr(one, "pk", one) for one in enterprises]
    counted = Tip.objects.filter(enterprise_id__in=keys).order_by().values("enterprise_id").annotate(n=Count("id"))
    return {row["enterprise_id"]: row["n"] for row in counted}


def _may_read(by: User) -> None:
    if not by.has_permission(Permission.READ_TIPS):
        raise PermissionDenied
