"""Doubtful rows and the officer who compares them. Which member a row may be is matching's finding, not ours."""

from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.identifiers.models import Identifier
from nssf_portal.work import services as work
from registration.enums import Match, PairState, RowState
from registration.models import Correction, DuplicatePair, Employment, MemberIdentifier, Roster, RosterRow
from registration.services import leavers
from registration.services.enrolling import remember_names
from registration.services.merging import void_proposals
from registration.services.opening import void
from registration.services.registering import register_rows
from registration.services.rosters import note, refresh_counts
from registration.workflow import PAIR, ROW

CORRECTION = "correction"


class SpellsOverlap(Exception):
    """The person's last employment at this place ends after the day of hire in the row."""


@transaction.atomic
def decide_same(*, pair: DuplicatePair, reason: str, by: User) -> RosterRow:
    """Same person: an employment on the existing member; what the row says differently becomes a correction.

    Raises SpellsOverlap, and then nothing was decided: the employer has to say the right day of hire.
    One officer is enough: nothing of the member is changed yet, and no two members become one."""
    with acting(by=by, action="pair.same", reason=reason):
        row, roster = _start(pair, "same", reason=reason, by=by)
        hired = _open_employment(pair, roster)
        if not hired and _worked_until_later(row, pair, roster):
            raise SpellsOverlap
        row.match = Match.ALREADY if hired else Match.SAME
        row.matched_member_id, row.employment_id = pair.member_id, hired
        row.save(update_fields=["match", "matched_member", "employment"])
        _propose_correction(row, pair, by=by)
        if hired:
            ROW.transition(row, "already")
        else:
            _register_now(row, roster, by=by)
        return _end(row, roster, "pair_same", by=by)


@transaction.atomic
def decide_different(*, pair: DuplicatePair, reason: str, by: User) -> RosterRow:
    """Different people: a new member. A number that another member holds stays disputed until it is proved."""
    with acting(by=by, action="pair.different", reason=reason):
        row, roster = _start(pair, "different", reason=reason, by=by)
        disputed = row.match == Match.CONFLICT
        kept = (row.identity_cipher, row.identity_blind, row.identity_last4)
        row.namesake_cleared = True
        if row.match in (Match.CONFLICT, Match.POSSIBLE):
            row.match, row.matched_member_id = Match.NONE, None
        if disputed:
            row.identity_cipher = row.identity_blind = None
        row.save(update_fields=["match", "matched_member", "identity_cipher", "identity_blind", "namesake_cleared"])
        _register_now(row, roster, by=by)
        if disputed:
            _keep_disputed(row, kept)
        return _end(row, roster, "pair_different", by=by)


@transaction.atomic
def ask_employer(*, pair: DuplicatePair, question: str, by: User) -> RosterRow:
    """Back to the employer with a question; the clock pauses, and an edit of the row brings it back."""
    with acting(by=by, action="pair.ask", reason=question):
        _locked_roster(pair)
        moved = PAIR.transition(pair, "ask", note=question)
        work.ask(moved.work_item, reason=question, by=by)
        row = moved.row
        ROW.transition(row, "repair")
        row.problems.create(field="identity_number", code="officer_asks", severity="error")
        note(row.roster, "officer_asks", by=by, row_no=row.row_no)
        refresh_counts(row.roster)
        return row


def answered(*, row: RosterRow, by: User) -> None:
    """The employer edited a row an officer asked about: the pair goes on if still doubtful, else it is void."""
    pair = DuplicatePair.objects.filter(row=row, state=PairState.ASKED).select_related("work_item").first()
    if pair is None:
        return
    if row.state == RowState.REVIEW:
        DuplicatePair.objects.filter(pk=pair.pk).update(member_id=row.matched_member_id, reason=row.match)
        PAIR.transition(pair, "answer")
        work.answer(pair.work_item, by=by)
    else:
        void(pair, by=by)


def _start(pair: DuplicatePair, move: str, *, reason: str, by: User) -> tuple[RosterRow, Roster]:
    roster = _locked_roster(pair)
    moved = PAIR.transition(pair, move, decided_at=timezone.now(), decided_by=by, note=reason[:500])
    work.finish(moved.work_item, decision=move, reason=reason, by=by)
    return moved.row, roster


def _locked_roster(pair: DuplicatePair) -> Roster:
    """Before the pair: the employer's repairs lock in this order too, so that nobody waits in a circle."""
    rosters = Roster.objects.select_for_update(of=("self",)).select_related("enterprise", "establishment")
    return rosters.get(pk=pair.row.roster_id)


def _worked_until_later(row: RosterRow, pair: DuplicatePair, roster: Roster) -> bool:
    past = Employment.objects.past().filter(member_id=pair.member_id, establishment_id=roster.establishment_id)
    return past.filter(ended_on__gte=row.hired_on).exists()


def _open_employment(pair: DuplicatePair, roster: Roster) -> object | None:
    current = Employment.objects.current().filter(member_id=pair.member_id, enterprise_id=roster.enterprise_id)
    return current.values_list("pk", flat=True).first()


def _register_now(row: RosterRow, roster: Roster, *, by: User) -> None:
    """The row registers at once, by the same SQL as thousands would."""
    ROW.transition(row, "accept")
    register_rows(roster, by=by, rows=[row.pk])


def _end(row: RosterRow, roster: Roster, act: str, *, by: User) -> RosterRow:
    note(roster, act, by=by, row_no=row.row_no)
    leavers.propose(roster)
    refresh_counts(roster)
    row.refresh_from_db()
    return row


def _keep_disputed(row: RosterRow, kept: tuple) -> None:
    cipher, blind, last4 = kept
    RosterRow.objects.filter(pk=row.pk).update(identity_cipher=cipher, identity_blind=blind)
    MemberIdentifier.objects.create(
        member_id=row.pk,
        kind=row.identity_kind,
        ciphertext=cipher,
        blind_index=blind,
        last_four=last4,
        key_id=int.from_bytes(bytes(cipher)[1:3], "big"),
        disputed=True,
    )


_COMPARED = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin", "born_on", "sex")


def differing_fields(row: RosterRow, pair: DuplicatePair) -> list[str]:
    """What the row says differently from the member; an empty cell says nothing."""
    member = pair.member
    fields = [name for name in _COMPARED if getattr(row, name) and getattr(row, name) != getattr(member, name)]
    known = member.identifiers.exclude(kind=Identifier.Kind.PHONE).filter(superseded_at__isnull=True)
    if row.identity_blind and not known.filter(blind_index=row.identity_blind).exists():
        fields.append("identity_number")
    return fields


def _propose_correction(row: RosterRow, pair: DuplicatePair, *, by: User) -> Correction | None:
    fields = differing_fields(row, pair)
    if not fields:
        return None
    correction = Correction(member_id=pair.member_id, row=row, fields=fields)
    correction.work_item = work.open_item(
        kind=CORRECTION,
        subject_id=correction.pk,
        label=f"{pair.member.member_number} · {row.roster.reference} · {row.row_no}",
        place_code=pair.member.commune_code,
        channel="roster",
        by=by,
    )
    correction.save()
    return correction


@transaction.atomic
def decide_correction(*, correction: Correction, accept: bool, reason: str, by: User) -> Correction:
    """Take over what the row says, field by field, or leave the member as it is."""
    with acting(by=by, action="correction.accept" if accept else "correction.leave", reason=reason):
        work.finish(correction.work_item, decision="accept" if accept else "leave", reason=reason, by=by)
        correction.accepted, correction.decided_at, correction.decided_by = accept, timezone.now(), by
        correction.save(update_fields=["accepted", "decided_at", "decided_by"])
        if accept:
            _apply(correction)
            void_proposals(member=correction.member, by=by)
    return correction


def _apply(correction: Correction) -> None:
    member, row = correction.member, correction.row
    plain = [name for name in correction.fields if name != "identity_number"]
    for name in plain:
        setattr(member, name, getattr(row, name))
    member.set_keys()
    member.save(update_fields=[*plain, "key_km", "key_latin"])
    remember_names(member)
    if "identity_number" in correction.fields:
        _replace_identity(correction)


def _replace_identity(correction: Correction) -> None:
    member, row = correction.member, correction.row
    value = decrypt(row.identity_cipher, row.pk.bytes).decode()
    old = member.identifiers.filter(kind=row.identity_kind, superseded_at__isnull=True)
    old.update(superseded_at=timezone.now())
    fresh = MemberIdentifier.of(member, row.identity_kind, value)
    fresh.blind_index = row.identity_blind  # foreign documents carry their country in it
    fresh.save()
