"""A declared tie takes the inspector off the enterprise's cases at once; the querysets hide it from then on."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import CaseState, Entry
from compliance.inspectors import chiefs_of
from compliance.models import CaseFile, CaseInspector, ConflictOfInterest
from compliance.services.entries import note as line
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.keys import search_key
from nssf_portal.notifications.models import Channel
from nssf_portal.notifications.services import enqueue

STEPPED_BACK = "case.stepped_back"
_SHOWN = 20


def within_reach(user: User) -> QuerySet[Enterprise]:
    """Enterprises of one's places, and those of one's cases (a labour inspector of a joint visit has no register)."""
    cases = CaseFile.objects.visible_to(user).values("enterprise")
    return Enterprise.objects.filter(Q(pk__in=Enterprise.objects.visible_to(user).values("pk")) | Q(pk__in=cases))


def find(user: User, text: str) -> list[Enterprise]:
    """By the start of a name in either script, or by a whole number or reference; the first twenty."""
    key, number = search_key(text), to_latin_digits(text).strip()
    numbers = Q(nssf_number=number) | Q(tin=number) | Q(moc_number=number) | Q(reference=number.upper())
    names = Q(key_latin__startswith=key) | Q(key_km__startswith=key) if len(key) > 1 else Q(pk__in=[])
    return list(within_reach(user).filter(numbers | names).order_by("name_latin", "id")[:_SHOWN])


@transaction.atomic
def declare(*, user: User, enterprise: Enterprise, tie: str, note: str, submission_id: UUID) -> ConflictOfInterest:
    """Effects: the tie; assignments to open cases of the enterprise ended, each with a line of its timeline and a
    message to the chiefs of the place. What ties them is told to nobody."""
    if earlier := ConflictOfInterest.objects.filter(submission_id=submission_id, user=user).first():
        return earlier
    if standing := ConflictOfInterest.objects.standing().filter(user=user, enterprise=enterprise).first():
        return standing
    with acting(by=user, action="conflict.declare"):
        declared = ConflictOfInterest.objects.create(
            user=user, enterprise=enterprise, tie=tie, note=note, declared_by=user, submission_id=submission_id
        )
        _step_back(declared)
    return declared


def _step_back(declared: ConflictOfInterest) -> None:
    user = declared.user
    mine = CaseInspector.objects.active().filter(user=user, case__enterprise=declared.enterprise_id)
    for assigned in mine.exclude(case__state=CaseState.CLOSED).select_related("case").select_for_update(of=("self",)):
        assigned.ended_at, assigned.ended_by = timezone.now(), user
        assigned.save(update_fields=["ended_at", "ended_by"])
        line(assigned.case, Entry.ASSIGNED, by=user, text=_("Stepped back: a conflict of interest was declared."))
        _tell_chiefs(assigned.case, declared)


def _tell_chiefs(case: CaseFile, declared: ConflictOfInterest) -> None:
    for chief in chiefs_of(case.commune_code or case.office.place_prefix, but=declared.user):
        enqueue(
            event=STEPPED_BACK,
            template=STEPPED_BACK,
            channel=Channel.PORTAL,
            recipient_user=chief,
            parameters={"case": case.reference},
            dedup_key=f"{STEPPED_BACK}:{declared.pk}:{case.pk}:{chief.pk}",
        )


@transaction.atomic
def end(conflict: ConflictOfInterest, *, by: User) -> ConflictOfInterest:
    """The tie is over: one's places are seen again; no case comes back by itself."""
    locked = ConflictOfInterest.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    if locked.ended_at:
        raise Refused(_("This tie was ended already."), locked)
    locked.ended_at, locked.ended_by = timezone.now(), by
    with acting(by=by, action="conflict.end"):
        locked.save(update_fields=["ended_at", "ended_by"])
    return locked
