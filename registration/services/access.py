"""Whose record a visitor may open. A phone is a contact, not an identity: its code shows drafts and states only.

The record needs the holder's own sign-in, a digital identity, or the code to the member's own phone and two facts.
A phone may be shared by a family and a record's facts may be known at work: so neither opens it alone."""

import datetime
import time
import uuid
from dataclasses import dataclass, replace

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.db.models import Q
from django.http import HttpRequest

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.identity.persons import Person
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or
from nssf_portal.law.limits import client_address, within_limit
from registration.enums import AccessWay, ApplicationKind, OwnAct
from registration.identity import identity_index, phone_index
from registration.models import Application, Member, MemberIdentifier, MemberProof, OwnAccess
from registration.models.member import MemberQuerySet
from registration.services import proofs

_SESSION = "me"
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Access:
    """What the visitor may open now: `member` the whole record; `phone` drafts and states of a phone number."""

    member: Member | None = None
    phone: uuid.UUID | None = None
    user: User | None = None
    way: str = ""

    @property
    def is_anybody(self) -> bool:
        return self.member is not None or self.phone is not None


def access_of(request: HttpRequest) -> Access:
    """The record of the sign-in comes first; else what this session proved and until when."""
    user = request.user if request.user.is_authenticated else None
    kept = _kept(request)
    phone = uuid.UUID(kept["phone"]) if kept.get("phone") else None
    found = Access(phone=phone, user=user)
    if user and not by_code_alone(request) and (member := _members().filter(user=user).first()):
        return replace(found, member=member, way=AccessWay.SIGN_IN)
    if kept.get("member") and (member := _members().filter(pk=kept["member"]).first()):
        return replace(found, member=member, way=kept["way"])
    return found


def remember_phone(request: HttpRequest, number: str) -> None:
    """The session knows that this phone's code was right, by the number's keyed digest, and until when."""
    _keep(request, phone=str(phone_index(number)))


def remember_member(request: HttpRequest, member: Member, way: str) -> None:
    """The session may open this record until its time is over; opening it leaves a trace for the member."""
    _keep(request, member=str(member.pk), way=str(way), phone=_kept(request).get("phone", ""))
    user = request.user if request.user.is_authenticated else None
    note(Access(member=member, way=way, user=user), OwnAct.OPENED)


def forget(request: HttpRequest) -> None:
    request.session.pop(_SESSION, None)


def note(access: Access, act: str) -> None:
    """One line in what the member reads under "who opened my record"."""
    OwnAccess.objects.create(member=access.member, act=act, way=access.way, user=access.user)


def by_code_alone(request: HttpRequest) -> bool:
    """Signed in by a code to a phone or mailbox and nothing else: that shows who holds it, not who it is."""
    methods = {str(one.get("method")) for one in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
    return bool(methods) and methods <= {"code", "password_reset"}


def may_try(request: HttpRequest, number: str, phones: set[uuid.UUID]) -> bool:
    """Counted for the number that was typed, known or not, so that being stopped tells nothing either.

    And for the phone that tries: nobody closes another's record from a phone of their own."""
    address = within_limit("me.proof.address", client_address(request), closed=True)
    who = ":".join([number, *sorted(map(str, phones))])
    return address and within_limit("me.proof.number", who, default=3, closed=True)


def prove(*, number: str, born_on: datetime.date, last_four: str, phones: set[uuid.UUID]) -> Member | None:
    """The member, when number, birth date and the end of an identity number fit, and one of the phones is theirs.

    None for all that is wrong, whichever it is: an unknown number costs the same questions to the database."""
    member = _members().filter(member_number=number).first()
    mine = _holds_phone(member.pk if member else _NOBODY, phones)
    try:
        right = proofs.prove(member=member, born_on=born_on, last_four=last_four) if member and mine else _as_long()
    except proofs.ProofClosed:
        right = False
    return member if member and mine and right else None


def member_of_person(person: Person) -> Member | None:
    """Who a digital identity says somebody is, found by the whole identity number and the birth date together."""
    if not person.id_number or person.born_on is None:
        return None
    kind = person.id_kind or Identifier.Kind.KHMER_ID
    known = MemberIdentifier.objects.filter(
        ~Q(kind=Identifier.Kind.PHONE),
        blind_index=identity_index(kind, person.id_number, person.nationality or "KH"),
        superseded_at__isnull=True,
        disputed=False,
        member__born_on=person.born_on,
    )
    return _members().filter(pk__in=known.values("member")).first()


def phones_proved(access: Access) -> set[uuid.UUID]:
    """The phone of the code, and the one the sign-in has proved."""
    found = {access.phone} if access.phone else set()
    if access.user and access.user.phone and access.user.phone_verified:
        found.add(phone_index(access.user.phone))
    return found


def link(*, user: User, member: Member) -> bool:
    """From now on this sign-in opens the record; False when either has another one already."""
    if member.user_id == user.pk:
        return True
    if member.user_id or Member.objects.filter(user=user).exists():
        return False
    with acting(by=user, action="member.link_sign_in"):
        member.user = user
        member.save(update_fields=["user"])
    return True


def applications_of(access: Access) -> list[Application]:
    """What the visitor asked for, newest first: by phone only its drafts and states, nothing of another person.

    What a member wants put right is between the member and the Fund: who shares the phone does not learn of it."""
    condition = Q(pk__in=[])
    if access.member:
        condition |= Q(corrects=access.member) | Q(sponsor=access.member) | Q(member=access.member)
    if access.user:
        condition |= Q(user=access.user)
    if access.phone:
        mine = Application.objects.reached_by_phone(access.phone).exclude(kind=ApplicationKind.CORRECTION)
        condition |= Q(pk__in=mine.values("pk"))
    found = Application.objects.filter(condition).exclude(state="draft", kind="correction")
    return list(found.select_related("work_item").order_by("-created_at", "-id")[:50])


def _members() -> MemberQuerySet:
    return Member.objects.filter(merged_into__isnull=True)


def _as_long() -> bool:
    """The questions a proof asks, about nobody."""
    MemberProof.objects.filter(pk=_NOBODY).first()
    MemberProof.objects.select_for_update().filter(pk=_NOBODY).first()
    return MemberIdentifier.objects.filter(member_id=_NOBODY, superseded_at__isnull=True).exists()


def _holds_phone(member: uuid.UUID, phones: set[uuid.UUID]) -> bool:
    known = MemberIdentifier.objects.filter(
        member_id=member, kind=Identifier.Kind.PHONE, superseded_at__isnull=True, blind_index__in=phones
    )
    return known.exists()


def _kept(request: HttpRequest) -> dict[str, str]:
    kept = request.session.get(_SESSION) or {}
    return kept if kept.get("until", 0) > time.time() else {}


def _keep(request: HttpRequest, **what: str) -> None:
    """A new session key with each proof: a session that was handed over before is worth nothing after."""
    request.session.cycle_key()
    until = int(time.time()) + 60 * int(value_or("me.proved_for", 30))
    request.session[_SESSION] = {name: value for name, value in what.items() if value} | {"until": until}


def speak(access: Access, language: str) -> None:
    """The member's language everywhere: messages and papers, and the pages of the sign-in."""
    member = access.member
    with acting(by=access.user, action="member.language"):
        member.language = language
        member.save(update_fields=["language"])
        if member.user_id and access.user and access.user.pk == member.user_id:
            access.user.language = language
            access.user.save(update_fields=["language"])
