"""What officers read: the funnel with its money, one activity, similar places, where to go next."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach import comparison
from outreach import funnel as funnels
from outreach.models import Activity, Attribution, BudgetLine, NextPlace, StartedEnterprise, StartedHere
from outreach.services import attributing, next_places
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory
from tests.factories.applications import draft
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/effect/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def desk(officer):
    return signed_in(officer)


def brought(activity: Activity, people: int = 1) -> None:
    for _one in range(people):
        Attribution.objects.create(
            subject="member", member=MemberFactory(), activity=activity, rule="attended", days=1,
            registered_on=timezone.localdate(),
        )  # fmt: skip


def struck(line: BudgetLine) -> None:
    line.struck_at, line.struck_by = timezone.now(), line.entered_by
    line.save()


@pytest.fixture
def spent(officer):
    """Four activities with money: two verified with partners, one verified without money, one only held."""
    forum, workshop = made.activity_type(action="4.2"), made.activity_type(action="4.4")
    one = made.activity("verified", type=forum, created_by=officer)
    two = made.activity("verified", type=workshop, created_by=officer, place_code="130101")
    made.activity("verified", type=workshop, created_by=officer)
    waits = made.activity("held", type=forum, created_by=officer)
    for of, amount in ((one, 333_333), (one, 1), (two, 700_001), (waits, 5_000)):
        made.money(of, amount)
    made.money(one, 9_999_999, kind="planned")
    struck(made.money(two, 4_444))
    for code in ("ASSOC", "ILO"):
        made.activity_partner(one, code)
    made.activity_partner(one, "ASSOC", "host")
    made.activity_partner(two, "ASSOC")
    brought(one, 3)
    return one, two


@pytest.mark.parametrize("by", funnels.BY)
def test_whatever_the_groups_the_money_is_that_of_the_budget_lines_to_the_riel(spent, by):
    found = funnels.funnel(Activity.objects.all(), by)
    lines = BudgetLine.objects.filter(kind="spent", struck_at=None)
    assert sum(row.spent for row in found.rows) == found.total.spent == 333_334 + 700_001
    assert found.all_spent == sum(line.amount for line in lines) == 333_334 + 700_001 + 5_000
    assert sum(row.registered for row in found.rows) == 3 and sum(row.activities for row in found.rows) == 3


def test_the_cost_of_one_registration_is_rounded_and_not_computed_without_money_or_people(spent):
    one, two = spent
    assert funnels.of_activity(one).cost == 111_111
    assert funnels.of_activity(two).cost is None
    free = made.activity("verified")
    brought(free)
    assert funnels.of_activity(free).cost is None


def test_enterprises_that_began_there_stand_in_the_funnel_as_at_the_desk(spent):
    one, _two = spent
    StartedEnterprise.objects.create(enterprise=EnterpriseFactory(), activity=one)
    StartedHere.objects.create(application=draft(), activity=one)
    assert funnels.of_activity(one).begun == 2


def test_several_partners_are_one_group_together(spent):
    found = funnels.funnel(Activity.objects.all(), "partner")
    assert {row.key: row.spent for row in found.rows} == {"ASSOC+ILO": 333_334, "ASSOC": 700_001, "": 0}


def test_the_officer_reads_the_funnel_of_the_own_places(desk, spent):
    page = text(desk.get(HOME, {"by": "activity"}))
    assert "3 registrations are given to activities" in page and "111,111" in page
    assert "not computed" in page and str(spent[1].pk) not in page
    assert desk.get(f"{HOME}{spent[1].pk}/").status_code == 404


def test_the_page_of_one_activity_says_by_which_rule(desk, spent):
    page = text(desk.get(f"{HOME}{spent[0].pk}/"))
    assert "3 registrations are given to this activity" in page and "the same telephone number" in page
    waits = made.activity("held")
    assert "once a second person verified it" in text(desk.get(f"{HOME}{waits.pk}/"))


@pytest.mark.parametrize("path", ["", "similar/", "next/"])
def test_others_may_not_read_and_nothing_is_sent(desk, path):
    assert signed_in(made.partner()).get(HOME + path).status_code == 403
    assert Client().get(HOME + path).status_code == 302
    assert desk.post(HOME + path).status_code == 405
    assert desk.get(HOME + path, {"by": "?", "year": "x", "page": "z", "province": "99"}).status_code == 200


def test_the_funnel_asks_as_many_questions_whatever_the_number_of_activities(
    desk, spent, django_assert_max_num_queries
):
    desk.get(HOME)
    with django_assert_max_num_queries(22):
        desk.get(HOME, {"by": "partner"})


def test_an_activity_is_set_beside_communes_of_the_district_where_nobody_went():
    day = timezone.now() - timedelta(days=90)
    activity = made.activity("verified", starts_at=day, ends_at=day + timedelta(hours=2), place_code="120101")
    made.activity("held", starts_at=day, ends_at=day + timedelta(hours=2), place_code="120109")
    for commune, before, after in (("120101", 1, 3), ("120109", 0, 5), ("120110", 1, 2), ("130101", 0, 9)):
        for days, count in ((-3, before), (3, after)):
            for _one in range(count):
                registered = timezone.localdate(day) + timedelta(days=days)
                MemberFactory(commune_code=commune, registered_on=registered)
    found = comparison.compare(Activity.objects.all())
    (line,) = found.lines
    assert (line.activity, line.before, line.after) == (activity, 1, 3)
    assert round(line.similar_before * line.similar) == 1 and round(line.similar_after * line.similar) == 2
    assert not found.says and found.left_out == 0


def test_the_page_of_similar_places_says_that_it_proves_nothing(desk):
    page = text(desk.get(HOME + "similar/"))
    assert "This does not prove" in page and "Nothing to compare yet" in page


def missing(commune: str, workers: int | None, count: int = 1) -> None:
    for _one in range(count):
        unit = EnterpriseFactory(state="known", nssf_number=None, registered_on=None, commune_code=commune)
        RecordFactory(enterprise=unit, match_state="matched", declared_workers=workers, commune_code=commune)


def test_communes_are_ranked_by_missing_workers_where_nobody_went_for_long(desk, officer):
    missing("120102", 5)
    missing("120101", 40, 2)
    missing("120103", None, 3)
    missing("120104", 500)
    made.activity("held", created_by=officer, place_code="120104")
    missing("130101", 7)
    long_ago = timezone.now() - timedelta(days=400)
    made.activity("held", place_code="120101", starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    made.activity("planned", place_code="120102")
    assert next_places.refresh() == 4 == next_places.refresh()
    rows = list(NextPlace.objects.values_list("commune_code", "missing_workers", "missing_units"))
    assert rows == [("120101", 80, 2), ("130101", 7, 1), ("120102", 5, 1), ("120103", None, 3)]
    page = text(desk.get(HOME + "next/"))
    assert "In 3 communes workers are missing" in page and "nobody said" in page
    assert 'href="/en/outreach/activities/new/?place=120103"' in page and "?place=120102" not in page  # planned already
    form = text(desk.get("/en/outreach/activities/new/", {"place": "120101"}))
    assert '<option value="120101" selected' in form


def test_a_phone_from_the_door_registers_on_site_and_the_activity_is_remembered(rf, officer):
    from outreach.services import beginning

    activity = made.activity("announced")
    client = Client()
    session = client.session
    request = rf.get("/")
    request.session, request.user = session, officer
    answer = beginning.begin_at_door(request, activity)
    session.save()
    assert answer.status_code == 302 and answer["Location"].endswith("/register/")
    client.post("/en/register/", {"who": "employee", "submission_id": str(uuid.uuid4())})
    started = StartedHere.objects.get()
    assert started.activity == activity and started.application.channel == "on_site"


def test_who_begins_at_home_comes_by_the_web():
    Client().post("/en/register/", {"who": "employee", "submission_id": str(uuid.uuid4())})
    assert not StartedHere.objects.exists()


def test_begun_somewhere_first_stays_and_a_cancelled_activity_takes_nothing(officer):
    from outreach.services import beginning

    application, enterprise = draft(), EnterpriseFactory()
    off = made.activity("cancelled", cancelled_at=timezone.now(), cancelled_by=UserFactory())
    assert not beginning.start_here(off, application=application)
    one, two = made.activity("held"), made.activity("held")
    assert beginning.start_here(one, application=application, enterprise=enterprise)
    assert not beginning.start_here(two, application=application, enterprise=enterprise)
    assert StartedHere.objects.get().activity == one


def test_the_night_gives_and_ranks():
    from outreach.conversion_tasks import nightly

    nightly()
    assert attributing.run() == attributing.Given(0, 0)
