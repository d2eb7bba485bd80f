"""Each registration is given to one activity at most, by the stated rule; whatever the history was."""

import os
import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from enterprises.models import Claim
from nssf_portal.identifiers.crypto import blind_index
from outreach.attribution_sql import ADD, DROP
from outreach.models import Activity, Attribution, ListedPerson, StartedClaim, StartedEnterprise, StartedHere
from outreach.services import attributing
from registration.models import Application, Member, StopApplication
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment, identifier

pytestmark = pytest.mark.django_db
LONG = bool(os.environ.get("NSSF_LONG"))
TODAY = date(2026, 11, 20)
WINDOW = 60
PHONE = "+85512345678"
STRENGTH = ("started_there", "stop", "listed", "attended", "of_enterprise")


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def held(day: date, state: str = "verified", **fields) -> Activity:
    return made.activity(state, starts_at=at(day), ends_at=at(day) + timedelta(hours=2), **fields)


def application_of(member: Member, **fields) -> Application:
    given = {"path": "employee", "state": "approved", "member": member, "decided_at": timezone.now()} | fields
    given.setdefault("reference", f"APP-{uuid.uuid4().hex[:12]}")
    return Application.objects.create(submission_id=uuid.uuid4(), rule="test", decided_by=UserFactory(), **given)


def blind(phone: str) -> uuid.UUID:
    return blind_index("phone", phone)


def came(activity: Activity, phone: str = PHONE, **fields):
    return made.attendance(activity, phone_blind=blind(phone), consented_at=timezone.now(), **fields)


def listed(activity: Activity, phone: str = PHONE, **fields) -> ListedPerson:
    of = made.person_list(activity, rows=1)
    return ListedPerson.objects.create(list=of, row=2, name="", phone_blind=blind(phone), consented_on=TODAY, **fields)


def registered(day: date, phone: str = "", **fields) -> Member:
    member = MemberFactory(registered_on=day, **fields)
    if phone:
        identifier(member, phone, kind="phone")
    return member


def given_to(member: Member) -> tuple[Activity, str] | None:
    row = Attribution.objects.filter(member=member).first()
    return (row.activity, row.rule) if row else None


def run() -> attributing.Given:
    return attributing.run(TODAY)


D = TODAY - timedelta(days=40)


def test_who_came_and_registered_within_the_days_is_given_to_the_activity():
    activity = held(D)
    came(activity)
    member = registered(D + timedelta(days=3), PHONE)
    run()
    row = Attribution.objects.get()
    assert (row.member, row.activity, row.rule, row.days, row.subject) == (member, activity, "attended", 3, "member")


@pytest.mark.parametrize("days", [-1, WINDOW + 1])
def test_before_the_activity_or_after_the_days_nothing_is_given(days):
    day = TODAY - timedelta(days=70)
    came(held(day))
    registered(day + timedelta(days=days), PHONE)
    run()
    assert not Attribution.objects.exists()


@pytest.mark.parametrize("state", ["planned", "announced", "held", "reported"])
def test_only_verified_activities_bring_registrations(state):
    came(held(D, state))
    registered(D, PHONE)
    run()
    assert not Attribution.objects.exists()


def test_struck_attendance_brings_nothing_and_what_was_given_is_taken_back():
    line = came(held(D))
    registered(D, PHONE)
    run()
    line.struck_at, line.struck_by = timezone.now(), UserFactory()
    line.save()
    assert run() == attributing.Given(added=0, dropped=1)
    assert not Attribution.objects.exists()


def test_a_second_run_changes_nothing():
    came(held(D))
    registered(D, PHONE)
    assert run().added == 1
    before = list(Attribution.objects.values_list())
    assert run() == attributing.Given(added=0, dropped=0)
    assert list(Attribution.objects.values_list()) == before


def test_one_telephone_of_a_family_brings_who_registered_first_and_nobody_else():
    came(held(D))
    registered(D + timedelta(days=5), PHONE)
    first = registered(D + timedelta(days=2), PHONE)
    run()
    assert Attribution.objects.get().member == first


def test_a_merged_record_is_nobody():
    came(held(D))
    stays = registered(date(2020, 1, 1))
    registered(D, PHONE, state="ended", ended_on=D, merged_into=stays)
    run()
    assert not Attribution.objects.exists()


def merged(into: Member, day: date, phone: str = "") -> Member:
    return registered(day, phone, state="ended", ended_on=day, merged_into=into)


def test_a_merged_record_speaks_for_the_one_that_stays_and_both_are_one():
    first, second = held(D), held(D + timedelta(days=1))
    stays = registered(D + timedelta(days=3))
    came(first)
    StartedHere.objects.create(application=application_of(merged(stays, D + timedelta(days=1), PHONE)), activity=second)
    run()
    assert Attribution.objects.get().member == stays
    assert given_to(stays) == (second, "started_there")


def test_who_was_registered_under_another_record_before_was_not_brought():
    came(held(D))
    merged(registered(D + timedelta(days=2), PHONE), date(2020, 1, 1))
    run()
    assert not Attribution.objects.exists()


def test_a_known_unit_that_came_speaks_for_the_enterprise_it_was_joined_with():
    new = EnterpriseFactory(registered_on=D + timedelta(days=2))
    known = EnterpriseFactory(state="closed", closed_on=D, merged_into=new)
    activity, staff = held(D), registered(D + timedelta(days=5))
    made.attendance(activity, enterprise=known)
    employment(staff, new, D)
    run()
    assert Attribution.objects.get(enterprise=new).rule == "attended"
    assert given_to(staff) == (activity, "of_enterprise")


def test_what_was_begun_before_the_day_was_not_begun_there():
    member = registered(D + timedelta(days=1))
    early = application_of(member, created_at=at(D - timedelta(days=2)))
    StartedHere.objects.create(application=early, activity=held(D))
    run()
    assert not Attribution.objects.exists()


def test_a_line_passes_to_nobody_else_when_an_earlier_activity_is_settled():
    """Of one telephone the first to register is meant, also when that registration is another activity's for good."""
    begins = TODAY - timedelta(days=380)
    old, young = held(begins), held(begins + timedelta(days=30))
    first = registered(begins + timedelta(days=31), PHONE)
    registered(begins + timedelta(days=32), PHONE)
    StartedHere.objects.create(application=application_of(first), activity=old)
    came(young)
    for day in (begins + timedelta(days=60), TODAY):
        attributing.run(day)
        assert list(Attribution.objects.values_list("member", "activity")) == [(first.pk, old.pk)]


def test_what_changes_between_the_two_statements_waits_and_is_counted_once():
    came(held(D))
    member = registered(D + timedelta(days=3), PHONE)
    run()
    with connection.cursor() as cursor:
        cursor.execute(DROP, attributing.params(TODAY))
        StartedHere.objects.create(application=application_of(member), activity=held(D))  # somebody else's commit
        cursor.execute(ADD, attributing.params(TODAY))
    assert given_to(member)[1] == "attended"
    assert run() == attributing.Given(added=1, dropped=1)
    assert given_to(member)[1] == "started_there"


def test_begun_on_the_spot_is_stronger_than_a_list_and_that_than_attendance():
    near, middle, far = (held(D + timedelta(days=n)) for n in (10, 5, 0))
    member = registered(D + timedelta(days=12), PHONE)
    came(near)
    run()
    assert given_to(member) == (near, "attended")
    listed(middle)
    run()
    assert given_to(member) == (middle, "listed")
    StartedHere.objects.create(application=application_of(member), activity=far)
    run()
    assert given_to(member) == (far, "started_there")


def test_of_equal_strength_the_nearest_activity_then_the_oldest_one():
    far, near, twin = held(D), held(D + timedelta(days=4)), held(D + timedelta(days=4))
    member = registered(D + timedelta(days=9), PHONE)
    for activity in (far, near, twin):
        came(activity)
    run()
    assert given_to(member) == (min(near, twin, key=lambda one: one.pk), "attended")


def test_an_application_that_was_not_approved_is_no_registration():
    member = registered(D + timedelta(days=1))
    draft = application_of(member, state="draft", decided_at=None)
    StartedHere.objects.create(application=draft, activity=held(D))
    run()
    assert not Attribution.objects.exists()


def test_registered_at_the_stop_of_the_same_day_and_commune():
    activity = held(D, type=made.activity_type(action="1.2"))
    stop = made.stop(starts_at=at(D), ends_at=at(D) + timedelta(hours=4), state="closed", closed_at=timezone.now())
    member = registered(D)
    StopApplication.objects.create(application=application_of(member), stop=stop)
    run()
    assert given_to(member) == (activity, "stop")


def test_staff_of_an_enterprise_that_took_part_but_not_who_was_hired_there_later():
    enterprise = EnterpriseFactory()
    activity = held(D, enterprise=enterprise)
    staff, later = registered(D + timedelta(days=5)), registered(D + timedelta(days=5))
    employment(staff, enterprise, D)
    employment(later, enterprise, D + timedelta(days=8))
    run()
    assert given_to(staff) == (activity, "of_enterprise") and given_to(later) is None


def test_an_enterprise_begun_there_is_given_once_and_an_old_one_never():
    new = EnterpriseFactory(registered_on=D + timedelta(days=2))
    first, second = held(D), held(D + timedelta(days=1))
    StartedEnterprise.objects.create(enterprise=new, activity=first)
    made.attendance(second, enterprise=new)
    made.attendance(second, enterprise=EnterpriseFactory())
    run()
    row = Attribution.objects.get()
    assert (row.enterprise, row.activity, row.rule, row.subject) == (new, first, "started_there", "enterprise")


@pytest.mark.parametrize(("state", "counts"), [("approved", True), ("draft", False)])
def test_a_request_begun_there_counts_when_it_is_approved(state, counts):
    new = EnterpriseFactory(registered_on=D + timedelta(days=2))
    more = {"submitted_at": timezone.now(), "decided_at": timezone.now(), "rule": "test"} if counts else {}
    claim = Claim.objects.create(
        reference="CLM-1",
        submission_id=uuid.uuid4(),
        user=UserFactory(),
        path="none",
        state=state,
        enterprise=new,
        **more,
    )
    StartedClaim.objects.create(claim=claim, activity=held(D))
    run()
    assert list(Attribution.objects.values_list("rule", flat=True)) == ["started_there"] * counts


def test_what_is_settled_stays_when_digests_are_gone():
    line = came(held(D))
    registered(D, PHONE)
    run()
    line.phone_blind = None
    line.save()
    later = D + timedelta(days=380)
    assert attributing.run(later) == attributing.Given(added=0, dropped=0)
    came(held(later - timedelta(days=364)))
    attributing.run(later)
    assert Attribution.objects.count() == 1


# Random histories: a few people, activities, and strands between them.

ways = some.sampled_from(STRENGTH)
strands = some.lists(some.tuples(ways, some.integers(0, 3), some.integers(0, 2), some.booleans()), max_size=14)
states = some.sampled_from(["verified", "verified", "verified", "held", "reported", "cancelled"])


@some.composite
def histories(draw):
    return {
        "activities": draw(some.lists(some.tuples(some.integers(0, 90), states), min_size=3, max_size=3)),
        "people": draw(some.lists(some.integers(0, 95), min_size=4, max_size=4)),
        "strands": draw(strands),
        "merge": draw(some.none() | some.permutations(range(4))),  # the first was the second one's other record
    }


def build(history) -> tuple[list[Activity], list[Member], list[tuple]]:
    begins = TODAY - timedelta(days=96)
    officer, enterprises = made.officer(), [EnterpriseFactory() for _one in history["activities"]]
    cancelled = {"cancelled_at": timezone.now(), "cancelled_by": officer}
    activities = [
        held(begins + timedelta(days=n), state, created_by=officer, **(cancelled if state == "cancelled" else {}))
        for n, state in history["activities"]
    ]
    people = [registered(begins + timedelta(days=n), f"+8551200000{i}") for i, n in enumerate(history["people"])]
    tied = [strand for strand in history["strands"] if _tie(strand, activities, people, enterprises)]
    if history["merge"]:
        gone, stays = (people[number] for number in history["merge"][:2])
        gone.state, gone.ended_on, gone.merged_into = "ended", gone.registered_on, stays
        gone.save()
    return activities, people, tied


def _tie(strand, activities, people, enterprises) -> bool:
    """Whether it could be written and counts: what is struck does not."""
    way, person, place, counts = strand
    member, activity, phone = people[person], activities[place], f"+8551200000{person}"
    if way == "started_there":
        StartedHere.objects.create(application=application_of(member), activity=activity)
    elif way == "listed":
        listed(activity, phone)
    elif way == "attended":
        struck = {} if counts else {"struck_at": timezone.now(), "struck_by": activity.created_by}
        if activity.attendances.filter(phone_blind=blind(phone), struck_at=None).exists():
            return False
        came(activity, phone, **struck)
        return counts
    elif way == "of_enterprise":
        enterprise = enterprises[place]
        if not member.employments.filter(enterprise=enterprise).exists():
            employment(member, enterprise, date(2026, 1, 1))
        made.attendance(activity, enterprise=enterprise)
    else:
        return False
    return True


def expected(activities, people, tied) -> dict:
    """The rule in plain words, person by person."""
    found = {}
    for member in people:
        records, may = [one for one in people if member in (one, one.merged_into)], []
        if member.merged_into:
            continue
        for way, person, place, _counts in tied:
            activity = activities[place]
            day = timezone.localdate(activity.starts_at)
            days = (member.registered_on - day).days
            known = any(one.registered_on < day for one in records)
            if people[person] in records and activity.state == "verified" and not known and days <= WINDOW:
                may.append((STRENGTH.index(way), days, activity.pk))
        if may:
            strength, days, activity = min(may)
            found[member.pk] = (activity, STRENGTH[strength], days)
    return found


@settings(
    max_examples=200 if LONG else 12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories())
def test_whatever_happened_each_is_given_once_by_the_rule_and_again_the_same(db, history):
    with transaction.atomic():
        activities, people, tied = build(history)
        attributing.run(TODAY)
        rows = list(Attribution.objects.order_by("pk").values())
        given = {row["member_id"]: (row["activity_id"], row["rule"], row["days"]) for row in rows}
        assert len(given) == len(rows), "somebody was counted twice"
        assert given == expected(activities, people, tied)
        assert attributing.run(TODAY) == attributing.Given(added=0, dropped=0)
        assert list(Attribution.objects.order_by("pk").values()) == rows
        transaction.set_rollback(True)
