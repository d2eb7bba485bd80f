"""Members of the register, and what waits for an officer about them."""

import itertools
import uuid
from datetime import date

import factory
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.work import services as work
from nssf_portal.work.models import WorkItem
from registration.identity import identity_index
from registration.models import DuplicatePair, Employment, Member, MemberIdentifier, WrongReport
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import person, send_roster

_numbers = itertools.count(1_000_000_001)


class MemberFactory(factory.django.DjangoModelFactory):
    """A woman born in 1994 who lives in Phnom Penh; MemberFactory(khmer_id="010203041") gives her a card."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    member_number = factory.LazyFunction(lambda: str(next(_numbers)))
    family_name_latin = "HENG"
    given_name_latin = factory.Sequence(lambda n: f"DARA{chr(97 + n % 26)}")
    sex = "F"
    born_on = date(1994, 4, 23)
    group = "employee"
    plan_group = "1"
    commune_code = "120101"
    registered_on = date(2021, 5, 4)
    registered_at = factory.LazyFunction(lambda: timezone.now() - timezone.timedelta(days=90))
    channel = "core"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        member = model_class(**kwargs)
        member.set_keys()
        member.save(force_insert=True)
        return member

    @factory.post_generation
    def khmer_id(self, create, extracted, **kwargs):
        if extracted:
            identifier(self, extracted)


def identifier(member: Member, value: str, kind: str = "khmer_id", **fields) -> MemberIdentifier:
    made = MemberIdentifier.of(member, kind, value, **fields)
    made.blind_index = identity_index(kind, value, member.nationality)
    made.save()
    return made


def employment(member: Member, enterprise: Enterprise, started: date, ended: date | None = None) -> Employment:
    return Employment.objects.create(
        member=member,
        enterprise=enterprise,
        establishment=enterprise.establishments.get(is_head_office=True),
        commune_code=enterprise.commune_code,
        wage=816000,
        started_on=started,
        ended_on=ended,
        end_reason="resigned" if ended else None,
        channel="core",
    )


def doubtful_pair(reason: str = "possible", *, enterprise: Enterprise | None = None, **member_fields) -> DuplicatePair:
    """A row an employer sent, and the member it may be. `conflict`: the same card, another name."""
    enterprise = enterprise or EnterpriseFactory()
    changed = {} if reason == "possible" else {"given_name_latin": "THEARY"}
    member = MemberFactory(
        **{"family_name_latin": "SOK", "given_name_latin": "SOPHEA", "born_on": date(1994, 4, 23)}
        | changed
        | member_fields
    )
    identifier(member, "555000111" if reason == "possible" else "555000222")
    row = person(1, family="SOK", given="SOPHEA", sex="F", born="23-04-1994", id="555000222")
    return DuplicatePair.objects.get(row__roster=send_roster(enterprise, [row]))


def waiting_item(user: User | None = None, **fields) -> WorkItem:
    """Something that waits: of a kind and in a place."""
    values = {"kind": "correction", "subject_id": uuid.uuid4(), "label": "ROS-26-TEST · 1", "place_code": "120101"}
    return work.open_item(**values | fields, by=user)


def wrong_report(member: Member, message_id: uuid.UUID | None = None, **fields) -> WrongReport:
    report = WrongReport(member=member, message_id=message_id or uuid.uuid4(), about="member.hired", **fields)
    report.work_item = waiting_item(
        kind="wrong_report", subject_id=report.pk, label=member.member_number, place_code=member.commune_code
    )
    report.save()
    return report
