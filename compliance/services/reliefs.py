"""Relief of months for many enterprises at once: a few statements for each block, the same ground and grant for all.

Who may grant is the caller's question, asked when it was granted; the work itself may come later, as a job."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import AdjustmentKind, AdjustmentState
from compliance.models import Adjustment, ConflictOfInterest
from compliance.services.refusing import Refused
from compliance.workflow import ADJUSTMENT
from enterprises.models import Enterprise, Representative
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue

OF_MONTHS = (AdjustmentKind.SUSPENSION, AdjustmentKind.LATE_ACCEPTED, AdjustmentKind.INTEREST_RELIEF)
Keys = dict[uuid.UUID, uuid.UUID]


@transaction.atomic
def adjust_many(
    *,
    enterprises: Sequence[uuid.UUID],
    kind: str,
    legal_ground: str,
    reason: str,
    from_month: date,
    to_month: date,
    proposed_by: User,
    granted_by: User,
    of: uuid.UUID,
    proposed_at: datetime | None = None,
) -> Keys:
    """Granted relief of months for each enterprise: its key to its adjustment's. `of` names the act it belongs to:
    asked again for the same act, the adjustments of before come back and none is made twice.

    Effects: one adjustment each, one INSERT. Nobody is told: see `tell_many`."""
    _checked(kind, legal_ground, reason, from_month, to_month)
    if proposed_by.pk == granted_by.pk:
        raise Refused(_("Another person decides: you proposed this relief."), None, "grant")
    now = timezone.now()
    given = {
        "kind": kind,
        "from_month": from_month.replace(day=1),
        "to_month": to_month.replace(day=1),
        "legal_ground": legal_ground.strip()[:300],
        "reason": reason.strip()[:500],
        "state": AdjustmentState.GRANTED,
        "proposed_at": proposed_at or now,
        "proposed_by_id": proposed_by.pk,
        "decided_at": now,
        "decided_by_id": granted_by.pk,
    }
    keys = {uuid.uuid5(of, str(pk)): pk for pk in enterprises}
    rows = [Adjustment(submission_id=key, enterprise_id=pk, **given) for key, pk in keys.items()]
    with acting(by=granted_by, action="adjustment.grant"):
        Adjustment.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(Adjustment.objects.filter(submission_id__in=keys).order_by().values_list("enterprise_id", "pk"))


def _checked(kind: str, legal_ground: str, reason: str, from_month: date, to_month: date) -> None:
    if kind not in OF_MONTHS:
        raise Refused(_("Say from which month this counts."), None, "adjust")
    if not legal_ground.strip() or not reason.strip():
        raise Refused(_("Relief needs its legal ground and a reason."), None, "adjust")
    if to_month < from_month:
        raise Refused(_("The last month comes before the first."), None, "adjust")


@transaction.atomic
def revoke_many(adjustments: Collection[uuid.UUID], *, by: User, reason: str) -> int:
    """Granted relief of months is taken back from now on; what was known on days before stays. How many.

    Effects: state with the reason, in one UPDATE; those revoked already are left alone."""
    if not reason.strip():
        raise Refused(_("Write why."), None, "revoke")
    rows = Adjustment.objects.filter(pk__in=list(adjustments), fine__isnull=True)
    with acting(by=by, action="adjustment.revoke"):
        return ADJUSTMENT.transition_many(rows, "revoke", **_revoked(by, reason, timezone.now()))


def _revoked(by: User, reason: str, at: datetime) -> dict[str, object]:
    return {"revoked_at": at, "revoked_by": by, "revoked_reason": reason.strip()[:500]}


@transaction.atomic
def end_many(adjustments: Collection[uuid.UUID], *, last_month: date, by: User, reason: str) -> Keys:
    """Relief ends with `last_month`: the old adjustment is revoked, a shorter one stands in its place from now on.

    So a standing of a day before says what it said. The months kept rest on the first proposal and grant; who ended it,
    and why, stands with the revoked one. Returns the old key to the new one; ended by then already, nothing changes."""
    if not reason.strip():
        raise Refused(_("Write why."), None, "end")
    last, now = last_month.replace(day=1), timezone.now()
    ending = Adjustment.objects.granted().filter(pk__in=list(adjustments), fine__isnull=True)
    ending = ending.filter(Q(to_month__isnull=True) | Q(to_month__gt=last))
    olds = list(ending.select_for_update(of=("self",)).order_by("pk"))
    news = {old.pk: _shorter(old, last, now) for old in olds if old.from_month and old.from_month <= last}
    with acting(by=by, action="adjustment.end"):
        Adjustment.objects.filter(pk__in=[old.pk for old in olds]).update(
            state=AdjustmentState.REVOKED, **_revoked(by, reason, now)
        )
        Adjustment.objects.bulk_create(news.values())
    return {old: new.pk for old, new in news.items()}


def _shorter(old: Adjustment, last: date, now: datetime) -> Adjustment:
    return Adjustment(
        submission_id=uuid.uuid5(old.pk, f"until:{last:%Y-%m}"),
        enterprise_id=old.enterprise_id,
        kind=old.kind,
        from_month=old.from_month,
        to_month=last,
        legal_ground=old.legal_ground,
        reason=old.reason,
        state=AdjustmentState.GRANTED,
        proposed_at=old.proposed_at,
        proposed_by_id=old.proposed_by_id,
        decided_at=now,
        decided_by_id=old.decided_by_id,
        decided_reason=old.decided_reason,
    )


def tell_many(enterprises: Iterable[uuid.UUID], template: str, *, event: str, number: str) -> int:
    """Who acts for these enterprises is told once of the event, however many of them are theirs. How many people."""
    active = Representative.objects.active().filter(enterprise__in=list(enterprises)).select_related("user")
    people = {one.user_id: one.user for one in active.order_by("user_id", "id")}
    for user in people.values():
        enqueue(
            event=template,
            template=template,
            channel=way_to(user),
            recipient_user=user,
            parameters={"number": number},
            dedup_key=f"{template}:{event}:{user.pk}",
        )
    return len(people)


def of_people_tied(user: User) -> Q:
    """Rows about enterprises this person represents or declared a tie to."""
    own = Enterprise.objects.represented_by(user).values("pk")
    tied = ConflictOfInterest.objects.standing().filter(user_id=user.pk).values("enterprise")
    return Q(enterprise__in=own) | Q(enterprise__in=tied)
