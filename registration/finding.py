"""Finding members: by their number, by a whole ID or phone number, by the beginning of a name. Nothing else lists."""

import re
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from nssf_portal.accounts.models import User
from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.cleaning import clean, has_khmer
from nssf_portal.khmer.keys import search_key
from nssf_portal.khmer.phones import normalise_phone
from registration.identity import identity_index, phone_index
from registration.models import Employment, Member, MemberIdentifier
from registration.reading.cells import tidy_identity
from registration.reading.nationalities import all_codes

MOST = 25
SHORTEST_NUMBER, SHORTEST_NAME = 4, 2
_NATIVE = (
    Identifier.Kind.KHMER_ID,
    Identifier.Kind.KIDC,
    Identifier.Kind.BIRTH_CERTIFICATE,
    Identifier.Kind.FAMILY_BOOK,
    Identifier.Kind.RESIDENCE_BOOK,
)
_NUMBER = re.compile(r"[A-Z0-9/]{4,40}")


@dataclass(frozen=True)
class Found:
    """At most 25 members, whether there are more, and whether the text was long enough to ask."""

    members: list[Member]
    more: bool = False
    too_short: bool = False


def find(text: str, *, by: User) -> Found:
    """Members in the user's scope; digits mean a number, anything else a name."""
    text = clean(text)
    number = tidy_identity(text)
    if any(c.isdigit() for c in number) and _NUMBER.fullmatch(number.lstrip("+")):
        exact = _limited(by_whole_number(text, by=by))
        return exact if exact.members else _limited(by_member_number(number, by=by))
    if len(search_key(text)) < SHORTEST_NAME or any(c.isdigit() for c in number):
        return Found([], too_short=True)
    return _limited(by_name(text, by=by))


def by_whole_number(text: str, *, by: User) -> QuerySet[Member]:
    """Exact, through the blind index: identity documents of every kind, and phone numbers."""
    number = tidy_identity(text)
    wanted = {blind_index(kind, number) for kind in _NATIVE}
    wanted |= {identity_index(Identifier.Kind.PASSPORT, number, country) for country in all_codes()}
    if phone := normalise_phone(text):
        wanted.add(phone_index(phone))
    held = MemberIdentifier.objects.filter(blind_index__in=wanted, superseded_at__isnull=True)
    return Member.objects.visible_to(by).filter(pk__in=held.values("member_id")).order_by("member_number")


def by_member_number(number: str, *, by: User) -> QuerySet[Member]:
    return Member.objects.visible_to(by).filter(member_number__startswith=number).order_by("member_number")


def by_name(text: str, *, by: User) -> QuerySet[Member]:
    """The beginning of the name, family name first, in the script it is typed in."""
    field = "key_km" if has_khmer(text) else "key_latin"
    found = Member.objects.visible_to(by).filter(**{f"{field}__startswith": search_key(text)})
    return found.order_by(field, "id")


def survivor_of(member: Member) -> Member:
    """The member a merged one leads to."""
    while member.merged_into_id:
        member = member.merged_into
    return member


def _limited(members: QuerySet[Member]) -> Found:
    current = Employment.objects.current().select_related("enterprise").order_by("-started_on")
    active = MemberIdentifier.objects.filter(superseded_at__isnull=True).order_by("id")
    ready = members.select_related("merged_into").prefetch_related(
        Prefetch("employments", current, to_attr="current_employments"),
        Prefetch("identifiers", active, to_attr="current_identifiers"),
    )
    found = list(ready[: MOST + 1])
    return Found(found[:MOST], more=len(found) > MOST)
