"""Every tally equals a recount, whatever was done to its register; folding and rebuilding keep it so."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from compliance.models import Declaration, DeclarationTally
from enterprises.models import Enterprise
from nssf_portal import tallies
from nssf_portal.work.models import WorkItem, WorkTally
from registration.models import Application, ApplicationTally, Member, MemberStock, MemberTally
from reporting.models import TallyAlarm
from reporting.services import alarms
from reporting.tasks import keep_tallies
from tests.factories import applications, compliance
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def wrong() -> list:
    return [(tally.name, found) for tally in tallies.every() for found in tallies.differences(tally)]


def test_every_register_has_its_tally():
    names = {tally.name for tally in tallies.every()}
    assert names == {"members", "stock", "applications", "enterprises", "declarations", "work"}


def test_after_random_registrations_changes_endings_and_merges_the_tallies_are_the_recount(make_member):
    rng = random.Random(4)
    members = [
        make_member(
            f"2026-0{rng.randrange(1, 10)}",
            sex=rng.choice("FM"),
            commune_code=rng.choice(("120101", "020101")),
            state=rng.choice(("active", "pending")),
        )
        for _n in range(30)
    ]
    for member in rng.sample(members, 12):
        member.commune_code, member.sex = rng.choice(("120101", "030101")), rng.choice("FM")
        member.plan_group, member.state = rng.choice("1230"), "active"
        member.save()
    for member in rng.sample(members[1:], 5):
        Member.objects.filter(pk=member.pk).update(state="ended", ended_on=member.registered_on, merged_into=members[0])
    for member in Member.objects.filter(state="active")[:6]:
        Member.objects.filter(pk=member.pk).update(state="ended", ended_on=date(2026, 10, 3))
    assert wrong() == []
    rows = MemberTally.objects.count()
    assert tallies.fold(tallies.get("members")) == rows - MemberTally.objects.count()
    tallies.fold(tallies.get("stock"))
    assert wrong() == []
    counted = Member.objects.filter(merged_into=None).exclude(state="pending")
    assert sum(MemberTally.objects.values_list("people", flat=True)) == counted.count()
    stock = MemberStock.objects.values_list("moved", "people")
    assert (
        sum(people if moved == "in" else -people for moved, people in stock) == counted.exclude(state="ended").count()
    )


def test_enterprises_come_go_and_move():
    first, second, known = EnterpriseFactory(), EnterpriseFactory(), EnterpriseFactory(state="known", nssf_number=None)
    Enterprise.objects.filter(pk=known.pk).update(registered_on=None)
    Enterprise.objects.filter(pk=first.pk).update(commune_code="020101", sector="F")
    Enterprise.objects.filter(pk=second.pk).update(state="closed", closed_on=date(2026, 9, 9))
    assert wrong() == []


def test_decided_applications_are_counted_with_the_days_they_waited(monkeypatch):
    applications.identity_says(monkeypatch)
    made = applications.at_the_desk()
    member, now = MemberFactory(), timezone.now()
    Application.objects.filter(pk=made.pk).update(
        state="approved", member=member, decided_at=now, submitted_at=now - timedelta(days=9), decided_by=UserFactory()
    )
    (row,) = ApplicationTally.objects.all()
    assert (row.days, row.decision, row.by_rule, row.applications) == (9, "approved", False, 1)
    assert wrong() == []


def test_the_first_declaration_of_a_month_says_whether_it_came_in_time():
    enterprise = EnterpriseFactory(commune_code="120101")
    first = compliance.declaration(enterprise, filed_at=timezone.make_aware(timezone.datetime(2026, 10, 3)))
    Declaration.objects.filter(pk=first.pk).update(superseded_at=timezone.now())
    compliance.declaration(enterprise, filed_at=timezone.make_aware(timezone.datetime(2026, 12, 3)))
    (row,) = DeclarationTally.objects.all()
    assert (row.province_code, row.on_time, row.declarations) == ("12", True, 1)
    assert wrong() == []


def test_work_done_is_counted_within_its_time_or_after_it(monkeypatch):
    applications.identity_says(monkeypatch)
    item = applications.at_the_desk().work_item
    WorkItem.objects.filter(pk=item.pk).update(state="claimed", claimed_by=UserFactory(), claimed_at=timezone.now())
    WorkItem.objects.filter(pk=item.pk).update(state="done", closed_at=timezone.now() + timedelta(days=90))
    (row,) = WorkTally.objects.all()
    assert (row.kind, row.kept, row.items) == ("application", False, 1)
    assert wrong() == []


def _spoil() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registration_membertally SET people = 5")


def test_a_tally_that_went_wrong_is_named_and_put_right_only_when_asked(make_member):
    make_member()
    _spoil()
    ((name, found),) = wrong()
    assert (name, found.cell["province_code"], found.kept, found.counted) == (
        "members",
        "12",
        {"people": 5},
        {"people": 1},
    )
    assert tallies.rebuild(tallies.get("members")).differences == [found]
    assert wrong() == []


def test_at_night_a_difference_is_one_alarm_until_somebody_says_what_it_was(make_member, caplog):
    make_member()
    _spoil()
    keep_tallies()
    keep_tallies()
    (alarm,) = TallyAlarm.objects.all()
    assert (alarm.tally, alarm.cells) == ("members", 1)
    assert "rebuild_tally" in caplog.text
    assert wrong()  # nothing is repaired in silence
    by = UserFactory(grant=("analyst", "HQ"))
    assert alarms.settle(alarm, explanation="A trigger was off.", by=by)
    assert not alarms.settle(alarm, explanation="Again", by=by)
    keep_tallies()
    assert TallyAlarm.objects.count() == 2
