"""Several items at once, views that are kept, and how long people waited."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from nssf_portal.law import clock
from nssf_portal.places import names
from nssf_portal.work import services
from nssf_portal.work.models import Movement, SavedView, WorkItem
from nssf_portal.work.reports import waiting_times
from registration.models import Application, Member
from registration.services import application_deciding as deciding
from tests.factories.accounts import UserFactory
from tests.factories.applications import at_the_desk, identity_says
from tests.factories.members import MemberFactory, waiting_item

pytestmark = pytest.mark.django_db
QUEUE = "/en/desk/"


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "12"), name="Kim Sokha")


@pytest.fixture
def senior():
    return UserFactory(grant=("senior_clerk", "12"))


def clean_application(monkeypatch, **values) -> Application:
    """The ministry did not answer at first; asked again it agreed: all pass, but it came back by hand."""
    identity_says(monkeypatch, "unavailable")
    made = at_the_desk(khmer_id=values.pop("khmer_id", None), **values)
    identity_says(monkeypatch)
    deciding.recheck(made, "proved", by=UserFactory(grant=("clerk", "12")))
    return made


def approve(client, *made: Application, confirmed: bool = False) -> str:
    data = {"items": [one.work_item_id for one in made], "query": "?kind=application"}
    return client.post(
        f"{QUEUE}approve/", data | ({"confirmed": "1"} if confirmed else {}), follow=True
    ).content.decode()


def test_a_senior_clerk_gives_away_the_ticked_ones_and_only_where_the_colleague_works(client, senior, clerk):
    district = UserFactory(grant=("clerk", "1201"), name="Meas Dara")
    here, there = waiting_item(label="HERE"), waiting_item(label="DANGKAO", place_code="120501")
    elsewhere = waiting_item(label="ELSEWHERE", place_code="170201")
    client.force_login(senior)
    data = {"items": [here.pk, there.pk, elsewhere.pk, "nonsense"], "to": district.pk, "query": "?place=12"}
    answer = client.post(f"{QUEUE}assign/", data, follow=True)
    body = answer.content.decode()
    assert "1 item given to Meas Dara." in body
    assert "DANGKAO was left as it is: not for this person" in body
    claimed = dict(WorkItem.objects.values_list("label", "claimed_by"))
    assert claimed == {"HERE": district.pk, "DANGKAO": None, "ELSEWHERE": None}
    assert (
        "Tick what to give away" in client.post(f"{QUEUE}assign/", {"items": [here.pk]}, follow=True).content.decode()
    )
    assert Movement.objects.get(act="reassign").to_user == district


def test_a_clerk_shares_nothing_out(client, clerk):
    item = waiting_item()
    client.force_login(clerk)
    assert client.post(f"{QUEUE}assign/", {"items": [item.pk], "to": clerk.pk}).status_code == 403
    assert client.get(f"{QUEUE}assign/").status_code == 405
    assert "give-many" not in client.get(QUEUE).content.decode()


def test_what_is_clean_is_listed_first_and_approved_after_a_second_press(client, clerk, monkeypatch):
    made = [clean_application(monkeypatch, family_name_latin=name, key_km="", family_name_km="") for name in ("A", "B")]
    client.force_login(clerk)
    body = approve(client, *made)
    assert "2 items are clean" in body and made[0].reference in body
    assert not Member.objects.exists()
    assert "2 items approved:" in approve(client, *made, confirmed=True)
    assert Member.objects.count() == 2
    assert set(Application.objects.values_list("state", "decided_by")) == {("approved", clerk.pk)}
    assert "Tick what to approve." in approve(client, *made, confirmed=True)
    assert Member.objects.count() == 2


def test_what_is_not_clean_is_left_with_the_reason(client, clerk, monkeypatch):
    clean = clean_application(monkeypatch)
    unproved = at_the_desk(family_name_latin="OTHER", family_name_km="")
    taken = clean_application(monkeypatch, family_name_latin="THIRD", family_name_km="")
    services.claim(taken.work_item, by=UserFactory(grant=("clerk", "12")))
    roster_row = waiting_item(label="ROW")
    client.force_login(clerk)
    items = [clean.work_item_id, unproved.work_item_id, taken.work_item_id, roster_row.pk]
    body = client.post(f"{QUEUE}approve/", {"items": items}).content.decode()
    for words in ("1 item is clean", "Not every check passed.", "A colleague works on this one.", "decided one by one"):
        assert words in body
    body = client.post(f"{QUEUE}approve/", {"items": items, "confirmed": "1"}, follow=True).content.decode()
    assert "1 item approved:" in body
    assert f"{unproved.reference} was left as it is: Not every check passed." in body
    assert list(Application.objects.filter(state="approved")) == [clean]


def test_somebody_alike_or_ones_own_is_never_approved_together(client, clerk, monkeypatch):
    MemberFactory(family_name_latin="SAO", given_name_latin="SREYNEANG", born_on="1996-08-14")
    helped = clean_application(monkeypatch, helped_by=clerk, family_name_latin="OTHER", family_name_km="")
    client.force_login(clerk)
    assert "You have a part in it" in approve(client, helped)
    assert "None of the ticked items is clean." in approve(client, helped)


def test_an_item_of_another_place_is_no_item(client, monkeypatch):
    made = clean_application(monkeypatch)
    client.force_login(UserFactory(grant=("clerk", "17")))
    assert "Tick what to approve." in approve(client, made, confirmed=True)
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.post(f"{QUEUE}approve/", {"items": [made.work_item_id]}).status_code == 403
    assert not Member.objects.exists()


def test_due_soon_is_seen_before_it_is_late(client, clerk):
    today = timezone.localdate()
    for label, due in (
        ("SOON", clock.add_working_days(today, 1)),
        ("LATER", clock.add_working_days(today, 5)),
        ("LATE", today - timedelta(days=3)),
    ):
        WorkItem.objects.filter(pk=waiting_item(label=label).pk).update(due_on=due)
    client.force_login(clerk)
    body = client.get(f"{QUEUE}?show=soon").content.decode()
    assert {word for word in ("SOON", "LATER", "LATE") if f">{word}<" in body} == {"SOON"}
    assert re.search(r"Due soon <b>1</b>", body)


def test_a_view_is_kept_under_a_name_and_only_for_oneself(client, clerk):
    client.force_login(clerk)
    client.post(f"{QUEUE}views/", {"name": "Dangkao late", "query": "?show=late&place=1205&after=x&evil=1"})
    view = SavedView.objects.get()
    assert (view.user, view.query) == (clerk, "?place=1205&show=late")
    assert "Dangkao late" in client.get(QUEUE).content.decode()
    client.post(f"{QUEUE}views/", {"name": "Dangkao late", "query": "?show=mine"})
    assert SavedView.objects.get().query == "?show=mine"
    assert "Give the view a name." in client.post(f"{QUEUE}views/", {"name": ""}, follow=True).content.decode()
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert "Dangkao late" not in client.get(QUEUE).content.decode()
    assert client.post(f"{QUEUE}views/{view.pk}/remove/").status_code == 404
    client.force_login(clerk)
    assert client.get(f"{QUEUE}views/{view.pk}/remove/").status_code == 405
    client.post(f"{QUEUE}views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_a_senior_clerks_queue_costs_the_same_however_many_wait(client, senior, django_assert_max_num_queries):
    names.names(), clock.holidays()
    client.force_login(senior)
    SavedView.objects.create(user=senior, name="Mine", query="?show=mine")
    counts = []
    for _round in range(2):
        for _n in range(3):
            waiting_item()
        client.get(QUEUE)
        with django_assert_max_num_queries(14) as asked:
            client.get(QUEUE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_waiting_counts_from_the_queue_to_the_decision_without_the_pauses():
    start = timezone.now() - timedelta(days=20)
    closed = {"state": "done", "closed_at": start + timedelta(days=15), "due_on": start.date()}
    item = WorkItem.objects.create(kind="correction", subject_id=uuid.uuid4(), label="X", place_code="120101", **closed)
    way = (("open", "waiting", 0), ("ask", "asked", 2), ("answer", "waiting", 12), ("finish", "done", 15))
    for act, state, day in way:
        Movement.objects.create(item=item, act=act, state=state, at=start + timedelta(days=day))
    found = waiting_times(start, timezone.now())
    assert [(one.kind, one.items, round(one.median_days, 3)) for one in found] == [("correction", 1, 5.0)]
    assert not waiting_times(start, start + timedelta(days=15))
    assert not waiting_times(start, timezone.now(), kind="merge")
