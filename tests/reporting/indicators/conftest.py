"""A small register of everything, by lot but the same each time."""

import random
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from registration.models import Application, ApplicationDocument, ApplicationStep, Member
from reporting.seeds import indicators, targets
from tests.factories import compliance, reporting
from tests.factories.accounts import UserFactory

COMMUNES = ("120101", "020101", "030101", "")
GROUPS = ("employee", "owner", "self_employed", "casual", "domestic", "public")
_START = date(2025, 11, 1)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(8)


@pytest.fixture
def plan(db):
    """With the rows of the indicators, the plan's baselines and its target."""
    made = reporting.plan()
    indicators.seed()
    targets.seed()
    return made


@pytest.fixture
def somebody(db) -> User:
    return UserFactory()


def some_day(chance: random.Random, days: int = 330) -> date:
    """From November 2025: a quarter of 2026 has some before it and some after it."""
    return _START + timedelta(days=chance.randrange(days))


def at(day: date, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


@pytest.fixture
def members(chance, plan) -> list[Member]:
    """Sixty people; some pending, some left, some turned out to be another."""
    made = [_member(number, chance) for number in range(60)]
    Member.objects.bulk_create(made)
    for member in chance.sample(made[5:], 12):
        left = member.registered_on + timedelta(days=chance.randrange(200))
        Member.objects.filter(pk=member.pk).exclude(state="pending").update(state="ended", ended_on=left)
    for member in chance.sample(made[5:], 5):
        Member.objects.filter(pk=member.pk).exclude(state="pending").update(
            state="ended", ended_on=member.registered_on, merged_into=made[0]
        )
    return list(Member.objects.order_by("pk"))


def _member(number: int, chance: random.Random) -> Member:
    return Member(
        member_number=f"77{number:08d}", family_name_latin="SOK", key_latin="sok", born_on=date(1990, 1, 1),
        sex=chance.choice("FM"), group=chance.choice(GROUPS), plan_group=chance.choice("1230"),
        commune_code=chance.choice(COMMUNES), registered_on=some_day(chance), channel=chance.choice(("web", "roster")),
        state="active" if not number else chance.choice(("active", "active", "active", "suspended", "pending")),
    )  # fmt: skip


@pytest.fixture
def enterprises(chance, plan) -> list[Enterprise]:
    made = [_enterprise(number, chance) for number in range(30)]
    Enterprise.objects.bulk_create(made)
    return made


def _enterprise(number: int, chance: random.Random) -> Enterprise:
    day, state = some_day(chance), chance.choice(("registered", "registered", "suspended", "closed", "known"))
    return Enterprise(
        reference=f"ENT-T-{number}", name_latin=f"Unit {number}", channel=chance.choice(("web", "core")),
        nssf_number=None if state == "known" else f"66{number:04d}", state=state, sector=chance.choice(("C", "G", "")),
        kind=chance.choice(("company", "company", "household")), commune_code=chance.choice(COMMUNES),
        registered_on=None if state == "known" else day,
        closed_on=day + timedelta(days=chance.randrange(200)) if state == "closed" else None,
    )  # fmt: skip


@pytest.fixture
def applications(chance, members, somebody) -> list[Application]:
    """Decided, open and withdrawn; some by rule; some with pages counted; some who come back."""
    made = [_application(number, chance, members, somebody) for number in range(60)]
    Application.objects.bulk_create(made)
    ApplicationStep.objects.bulk_create(
        [ApplicationStep(application=a, name=name, fields_asked=chance.randrange(1, 6))
         for a in made if chance.random() < 0.7 for name in ("name", "birth", "identity")]
    )  # fmt: skip
    ApplicationDocument.objects.bulk_create(
        ApplicationDocument(application=a, upload=compliance.upload(somebody), kind="khmer_id") for a in made[1:30:3]
    )
    return made


def _application(number: int, chance: random.Random, members: list[Member], somebody: User) -> Application:
    sent = at(some_day(chance), chance.choice((1, 8, 23)))
    decided = sent + timedelta(days=chance.randrange(40), hours=chance.randrange(20))
    state = chance.choice(("approved", "approved", "refused", "withdrawn"))
    comes_back = number % 6 == 0
    state = "approved" if comes_back else state
    other = UserFactory() if number == 0 else User.objects.exclude(pk=somebody.pk).first()
    place = chance.choice(COMMUNES[:3])
    return Application(
        reference=f"APP-T-{number}", submission_id=uuid.uuid4(), state=state, path=chance.choice(("employee", "owner")),
        kind="correction" if comes_back else "member", correction="returning" if comes_back else "",
        corrects=members[number] if comes_back else None, channel=chance.choice(("web", "counter")),
        sex=chance.choice("FM"), place_code=place, commune_code=place, submitted_at=sent,
        decided_at=None if state == "withdrawn" else decided, member=members[0] if state == "approved" else None,
        rule=chance.choice(("", "plain/1")) if state == "approved" else "",
        first_decided_by=other, decided_by=somebody,
    )  # fmt: skip
