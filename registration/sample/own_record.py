"""An invented member for the demonstration's worker: a job, a card, a child, a reading to look at."""

import uuid
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier, NumberBlock, allocate
from registration.cards import services as cards
from registration.enums import Channel, ConsentPurpose, MemberGroup, PlanGroup, Relation
from registration.identity import identity_index
from registration.models import Consent, Dependency, Member, MemberIdentifier
from registration.services.enrolling import hire, remember_names

KHMER_ID = "020304050"
_SPACE = uuid.UUID("6c0f6a64-9c1b-4f0e-8b50-5a0c0c1f7a11")


@transaction.atomic
def load(worker: User, *, employer_number: str) -> Member:
    """The worker's own record; a second run changes nothing."""
    if known := Member.objects.filter(user=worker).first():
        return known
    with acting(by=None, action="demo.own_record"):
        member = _member("ចាន់ធី", "Chanthy", "F", date(1996, 8, 14), MemberGroup.EMPLOYEE, PlanGroup.ONE, user=worker)
        for kind, value in ((Identifier.Kind.KHMER_ID, KHMER_ID), (Identifier.Kind.PHONE, str(worker.phone))):
            number = MemberIdentifier.of(member, kind, value)
            number.blind_index = identity_index(kind, value)
            number.save()
        _at_work(member, employer_number)
        child = _member("ដារា", "Dara", "M", date(2015, 2, 3), MemberGroup.DEPENDANT, PlanGroup.OUTSIDE)
        Dependency.objects.create(dependant=child, sponsor=member, relation=Relation.CHILD)
        _agreed(member)
        cards.issue(member, by=None, submission_id=uuid.uuid5(_SPACE, str(member.pk)))
    return member


def _member(given_km: str, given: str, sex: str, born: date, group: str, plan: str, user: User | None = None) -> Member:
    member = Member(
        member_number=str(allocate(NumberBlock.Kind.MEMBER)).rjust(10, "0"),
        family_name_km="សុខ",
        given_name_km=given_km,
        family_name_latin="Sok",
        given_name_latin=given,
        sex=sex,
        born_on=born,
        group=group,
        plan_group=plan,
        commune_code="120101",
        registered_on=timezone.localdate(),
        channel=Channel.WEB,
        user=user,
    )
    member.set_keys()
    member.save(force_insert=True)
    remember_names(member)
    return member


def _at_work(member: Member, employer_number: str) -> None:
    enterprise = Enterprise.objects.filter(nssf_number=employer_number).first()
    if enterprise:
        hire(
            member=member,
            enterprise=enterprise,
            started_on=date(2022, 3, 1),
            wage=Decimal(920_000),
            occupation="Sewing",
            channel=Channel.ROSTER,
            by=None,
        )


def _agreed(member: Member) -> None:
    Consent.objects.create(
        member=member,
        purpose=ConsentPurpose.IDENTITY_CHECK,
        version="2026-1",
        given=True,
        language="km",
        channel=Channel.WEB,
    )
