"""Who gave a number out: nobody may be numbered by both systems, and a number stands for one person."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.khmer.keys import name_key
from nssf_portal.work import services as work
from registration.core.enums import DifferenceKind, Subject
from registration.enums import Channel
from registration.models import CoreDelta, Member, MemberIdentifier, ReconciliationDifference

KIND = "core_difference"


class OurBlocks:
    """The blocks of one kind that the core system reserved for us."""

    def __init__(self, kind: str) -> None:
        self.blocks = list(NumberBlock.objects.filter(kind=kind).values_list("first", "last"))

    def hold(self, number: str) -> bool:
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            return False
        return any(first <= int(number) <= last for first, last in self.blocks)


def numbered_here(member: Member) -> bool:
    return member.channel != Channel.CORE


def another_person(member: Member, row: Mapping[str, Any]) -> bool:
    """Neither the birth date nor a name in either script is this member's: somebody else stands behind the number."""
    born: date | None = row.get("date_of_birth")
    keys = {
        name_key(row.get("family_name_km", ""), row.get("given_name_km", "")),
        name_key(row.get("family_name_latin", ""), row.get("given_name_latin", "")),
    }
    return born != member.born_on and not (keys & {member.key_km, member.key_latin} - {""})


def holders(indexes: Iterable[object]) -> dict[object, Member]:
    """Blind index to the member who holds that number now; a merged member's numbers are the survivor's already."""
    held = MemberIdentifier.objects.filter(
        blind_index__in=[index for index in indexes if index], superseded_at__isnull=True, disputed=False
    ).exclude(kind="phone")
    return {number.blind_index: number.member for number in held.select_related("member").order_by("id")}


def members_by_number(numbers: Collection[str]) -> dict[str, Member]:
    return {member.member_number: member for member in Member.objects.filter(member_number__in=numbers).order_by("pk")}


def two_numbers(member: Member, other: str, *, delta: CoreDelta | None) -> ReconciliationDifference:
    """One person has two numbers: a clerk of the member's place compares and says which stays.

    The same pair is asked about once."""
    known = ReconciliationDifference.objects.filter(
        kind=DifferenceKind.TWO_NUMBERS, number=member.member_number, other_number=other
    )
    if found := known.order_by("-id").first():
        return found
    with acting(by=None, action="core.two_numbers"):
        made = ReconciliationDifference(
            subject=Subject.MEMBER,
            kind=DifferenceKind.TWO_NUMBERS,
            number=member.member_number,
            other_number=other,
            commune_code=member.commune_code,
            member=member,
            found_at=timezone.now(),
        )
        made.work_item = work.open_item(
            kind=KIND,
            subject_id=made.pk,
            label=f"{other} / {member.member_number}",
            place_code=member.commune_code,
            channel=Channel.CORE,
            by=delta.made_by if delta else None,
        )
        made.save(force_insert=True)
    return made
