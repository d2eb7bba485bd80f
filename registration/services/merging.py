"""Two members who are one person: one officer proposes, another confirms, and the register keeps one of them."""

import datetime
import uuid

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier
from nssf_portal.work import services as work
from nssf_portal.work.enums import OPEN_STATES, WorkState
from registration.cards.services import close_for_merge
from registration.enums import EndReason, MemberState, PairState, Relation, RowState
from registration.models import (
    Application,
    Correction,
    Dependency,
    DuplicatePair,
    Employment,
    Member,
    MemberIdentifier,
    Merge,
    PaidMonth,
    Reattachment,
    Roster,
    RosterRow,
)
from registration.workflow import MEMBER

KIND = "merge"
DECISION = "merge"
_OPEN_ROWS = (RowState.CHECKED, RowState.REPAIR, RowState.REVIEW, RowState.ACCEPTED)


class NotMergeable(Exception):
    """These two cannot become one; the message says why, for a page."""


@transaction.atomic
def propose_merge(*, survivor: Member, other: Member, reason: str, by: User, submission_id: uuid.UUID) -> Merge:
    """The first decision: `other` is the same person as `survivor`. Nothing of the members changes yet.

    The same submission, or the same pair while it is open, is the same proposal. Raises NotMergeable."""
    if known := Merge.objects.filter(submission_id=submission_id).first():
        return known
    survivor, other = _locked(survivor, other)
    if known := _open_of(survivor, other).first():
        return known
    _check(survivor, other)
    with acting(by=by, action="merge.propose", reason=reason):
        merge = Merge(survivor=survivor, other=other, reason=reason[:500], submission_id=submission_id)
        merge.work_item = work.open_item(
            kind=KIND,
            subject_id=merge.pk,
            label=f"{other.member_number} → {survivor.member_number}",
            place_code=survivor.commune_code,
            by=by,
        )
        merge.save()
        work.propose(merge.work_item, decision=DECISION, reason=reason, by=by)
    return merge


@transaction.atomic
def propose_again(*, merge: Merge, reason: str, by: User) -> Merge:
    """A proposal that was sent back, made once more."""
    _check(*_locked(merge.survivor, merge.other))
    with acting(by=by, action="merge.propose", reason=reason):
        work.propose(merge.work_item, decision=DECISION, reason=reason, by=by)
        merge.reason = reason[:500]
        merge.save(update_fields=["reason"])
    return merge


def drop(*, merge: Merge, reason: str, by: User) -> Merge:
    """They are two people after all."""
    with acting(by=by, action="merge.drop", reason=reason):
        work.cancel(merge.work_item, reason=reason, by=by)
    return merge


def send_back(*, merge: Merge, reason: str, by: User | None) -> Merge:
    """The second person disagrees: the first decision is void."""
    with acting(by=by, action="merge.send_back", reason=reason):
        work.send_back(merge.work_item, reason=reason, by=by)
    return merge


@transaction.atomic
def confirm_merge(*, merge: Merge, reason: str, by: User) -> bool:
    """The second decision, never the first person's. False: a record changed since, so the first decision is void.

    Effects: numbers, spells of work, dependants and paid months go to the survivor; the other member ends and leads to
    the survivor; open questions about the other are asked about the survivor. The tallies follow by their triggers."""
    survivor, other = _locked(merge.survivor, merge.other)
    merge.work_item.refresh_from_db()
    if merge.work_item.state == WorkState.PROPOSED and changed_since(merge):
        send_back(merge=merge, reason=_("A record changed after the first decision."), by=None)
        return False
    with acting(by=by, action="merge.confirm", reason=reason):
        work.confirm(merge.work_item, reason=reason, by=by)
        _check(survivor, other)
        _move_numbers(survivor, other)
        _move_employments(survivor, other)
        _move_questions(survivor, other, by=by, merge=merge)
        _move_family(survivor, other)
        _end(survivor, other)
        merge.merged_at = timezone.now()
        merge.save(update_fields=["merged_at"])
    return True


def void_proposals(*, member: Member, by: User) -> int:
    """An edit of a member after a first decision voids it. Whoever edits a member calls this."""
    merges = list(_about(member).filter(work_item__state=WorkState.PROPOSED).select_related("work_item"))
    for merge in merges:
        send_back(merge=merge, reason=_("A record changed after the first decision."), by=by)
    return len(merges)


def changed_since(merge: Merge) -> bool:
    """Whether either member, or one of their numbers, was edited after the first decision (by the row history)."""
    both, first_at = [merge.survivor_id, merge.other_id], merge.work_item.first_at
    history = apps.get_model("registration", "MemberEvent"), apps.get_model("registration", "MemberIdentifierEvent")
    found = (
        history[0].objects.filter(pgh_obj_id__in=both, pgh_created_at__gt=first_at),
        history[1].objects.filter(member_id__in=both, pgh_created_at__gt=first_at),
    )
    return any(events.exists() for events in found)


def open_merges(member: Member) -> QuerySet[Merge]:
    """What is proposed about a member and not yet decided."""
    return _about(member).filter(work_item__state__in=OPEN_STATES).order_by("id")


def _about(member: Member) -> QuerySet[Merge]:
    return Merge.objects.filter(Q(survivor=member) | Q(other=member), merged_at__isnull=True)


def _open_of(one: Member, other: Member) -> QuerySet[Merge]:
    return open_merges(one).filter(Q(survivor=other) | Q(other=other))


def _locked(one: Member, other: Member) -> tuple[Member, Member]:
    """Both rows, locked in one order, so that two officers never wait for each other."""
    rows = Member.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {member.pk: member for member in rows}
    return found[one.pk], found[other.pk]


def _check(survivor: Member, other: Member) -> None:
    if survivor.pk == other.pk:
        raise NotMergeable(_("This is the number of the same record."))
    if survivor.merged_into_id or other.merged_into_id:
        raise NotMergeable(_("One of the two was already merged with another member."))
    if survivor.state == MemberState.ENDED:
        raise NotMergeable(_("The membership that should stay has ended. Let the other one stay."))


def _move_numbers(survivor: Member, other: Member) -> None:
    """Each number is encrypted anew for the survivor; the old row stays as history and finds nobody any more."""
    held = {i.blind_index: i for i in survivor.identifiers.filter(superseded_at__isnull=True)}
    for number in other.identifiers.filter(superseded_at__isnull=True).order_by("id"):
        number.superseded_at = timezone.now()
        number.save(update_fields=["superseded_at"])
        mine = held.get(number.blind_index)
        if mine is None:
            _copy_number(number, survivor)
        elif mine.disputed and not number.disputed:
            mine.disputed = False  # the one who held it is the one who claimed it
            mine.save(update_fields=["disputed"])


def _copy_number(number: MemberIdentifier, survivor: Member) -> None:
    fresh = MemberIdentifier.of(survivor, number.kind, number.reveal(), disputed=number.disputed)
    fresh.blind_index = number.blind_index  # foreign documents carry their country in it
    fresh.save()


def _move_employments(survivor: Member, other: Member) -> None:
    for spell in other.employments.order_by("started_on", "id"):
        overlapping = _overlapping(survivor, spell)
        if overlapping:
            _settle(spell, overlapping)
        else:
            spell.member = survivor
            spell.save(update_fields=["member"])


def _overlapping(survivor: Member, spell: Employment) -> list[Employment]:
    same_place = survivor.employments.filter(establishment_id=spell.establishment_id)
    found = same_place.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=spell.started_on)).order_by("started_on")
    return [mine for mine in found if spell.ended_on is None or mine.started_on <= spell.ended_on]


def _settle(spell: Employment, overlapping: list[Employment]) -> None:
    """Two spells at one establishment are one: the survivor's is kept, as long as both together; the other is closed
    on its first day as entered by mistake and stays with the ended member."""
    first, last = overlapping[0], overlapping[-1]
    was_open, ended_on, end_reason = spell.ended_on is None, spell.ended_on, spell.end_reason
    if was_open:
        spell.ended_on, spell.end_reason = spell.started_on, EndReason.ENTERED_BY_MISTAKE
        spell.save(update_fields=["ended_on", "end_reason"])
    if spell.started_on < first.started_on:
        first.started_on = spell.started_on
        first.save(update_fields=["started_on"])
    if last.ended_on is not None and (was_open or _later(ended_on, last.ended_on)):
        last.ended_on, last.end_reason = ended_on, end_reason
        last.save(update_fields=["ended_on", "end_reason"])


def _later(one: datetime.date | None, other: datetime.date) -> bool:
    return one is not None and one > other


def _move_questions(survivor: Member, other: Member, *, by: User, merge: Merge) -> None:
    """What still waits about the other is asked about the survivor; other proposals to merge it are void."""
    DuplicatePair.objects.filter(member=other, state__in=[PairState.OPEN, PairState.ASKED]).update(member=survivor)
    Correction.objects.filter(member=other, decided_at__isnull=True).update(member=survivor)
    rows = RosterRow.objects.filter(roster__in=Roster.objects.open(), matched_member=other, state__in=_OPEN_ROWS)
    rows.update(matched_member=survivor, employment=None)
    _move_wishes(survivor, other)
    for proposal in open_merges(other).exclude(pk=merge.pk).select_related("work_item"):
        work.cancel(proposal.work_item, reason=_("One of the two was already merged with another member."), by=by)


def _move_wishes(survivor: Member, other: Member) -> None:
    """What is asked to be put right, or for a dependant, is asked of the record that stays; what is asked there already
    stays where it is."""
    waiting = Application.objects.unfinished()
    asked = waiting.filter(corrects=survivor).values("correction")
    waiting.filter(corrects=other).exclude(correction__in=asked).update(corrects=survivor)
    waiting.filter(sponsor=other).update(sponsor=survivor)
    Reattachment.objects.filter(to_member=other, done_at=None).update(to_member=survivor)


def _move_family(survivor: Member, other: Member) -> None:
    """Dependants, and months paid, are those of the record that stays; what it has already is not doubled."""
    mine = Dependency.objects.filter(until__isnull=True)
    ended = {"until": timezone.localdate(), "end_reason": "mistake"}
    doubled = Q(dependant__in=mine.filter(sponsor=survivor).values("dependant")) | Q(dependant=survivor)
    if mine.filter(sponsor=survivor, relation=Relation.SPOUSE).exists():
        doubled |= Q(relation=Relation.SPOUSE)
    mine.filter(doubled, sponsor=other).update(**ended)
    mine.filter(sponsor=other).update(sponsor=survivor)
    doubled = Q(sponsor__in=mine.filter(dependant=survivor).values("sponsor")) | Q(sponsor=survivor)
    mine.filter(doubled, dependant=other).update(**ended)
    mine.filter(dependant=other).update(dependant=survivor)
    PaidMonth.objects.filter(member=other).update(member=survivor)


def _end(survivor: Member, other: Member) -> None:
    if other.user_id and not survivor.user_id:
        user, other.user = other.user, None
        other.save(update_fields=["user"])
        survivor.user = user
        survivor.save(update_fields=["user"])
    close_for_merge(other)
    today = timezone.localdate()
    if other.state == MemberState.ENDED:
        other.merged_into = survivor
        other.save(update_fields=["merged_into"])
    else:
        MEMBER.transition(other, "end", ended_on=today, merged_into=survivor)
    if survivor.state == MemberState.PENDING and _is_proved(survivor):
        MEMBER.transition(survivor, "activate")


def _is_proved(member: Member) -> bool:
    proofs = member.identifiers.exclude(kind=Identifier.Kind.PHONE)
    return proofs.filter(superseded_at__isnull=True, disputed=False).exists()
