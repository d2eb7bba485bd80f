"""Candidates as an officer of any office may see them: enough to tell whether to ask, not who exactly it is."""

import uuid
from dataclasses import dataclass

from nssf_portal.accounts.models import User
from nssf_portal.audit.reading import note_reading
from nssf_portal.places.names import name_of
from registration.candidates.finding import MOST, find_candidates
from registration.candidates.people import Candidate, Person
from registration.candidates.words import words
from registration.models.member import Member, MemberIdentifier


@dataclass(frozen=True)
class MaskedCandidate:
    """Name, year of birth, sex, province, end of the number; `in_own_places` says whether the record may be opened."""

    member_id: uuid.UUID
    full_name: str
    birth_year: int
    sex: str
    province: str
    last_four: str
    score: float
    band: str
    reasons: list[str]
    in_own_places: bool


def candidates_masked(person: Person, *, by: User, screen: str, limit: int = MOST) -> list[MaskedCandidate]:
    """The one place where an officer sees people of other offices; each one shown is written into the read log."""
    found = find_candidates(person, limit=limit)
    ids = [candidate.member_id for candidate in found]
    members = Member.objects.in_bulk(ids)
    own = set(Member.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True))
    ends = _last_fours(ids)
    masked = []
    for candidate in found:
        member = members[candidate.member_id]
        note_reading(member, by=by, screen=screen)
        masked.append(_masked(candidate, member, ends.get(member.pk, ""), in_own_places=member.pk in own))
    return masked


def _last_fours(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    held = MemberIdentifier.objects.filter(member_id__in=ids, superseded_at__isnull=True, disputed=False)
    return dict(held.exclude(kind="phone").order_by("-id").values_list("member_id", "last_four"))


def _masked(candidate: Candidate, member: Member, last_four: str, *, in_own_places: bool) -> MaskedCandidate:
    return MaskedCandidate(
        member_id=member.pk,
        full_name=member.full_name,
        birth_year=member.born_on.year,
        sex=str(member.get_sex_display()),
        province=name_of(member.province_code),
        last_four=last_four,
        score=candidate.score,
        band=candidate.band,
        reasons=words(candidate.reasons),
        in_own_places=in_own_places,
    )
