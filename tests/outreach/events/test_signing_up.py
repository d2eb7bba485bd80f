"""Somebody signs up, looks at it again, cancels; nobody gets a place that is not there."""

import threading
import uuid

import pytest
from django.db import connection

from compliance.services.refusing import Refused
from outreach.models import Activity, SignUp
from outreach.services import signing_up
from outreach.services.signing_up import Coming
from tests.factories import outreach as made
from tests.factories.enterprises import EnterpriseFactory, representative_of


@pytest.mark.django_db
def test_a_sign_up_keeps_what_was_said_and_shows_the_reference(forum, sign_up, only):
    page = sign_up(
        forum, people=2, phone="012 345 678", name="Sok", access_needs="A ramp", childcare=1
    ).content.decode()
    row = only()
    assert (row.people, row.name, row.access_needs, row.childcare, row.language) == (2, "Sok", "A ramp", 1, "en")
    assert signing_up.phone_of(row) == "+85512345678" and b"12345678" not in bytes(row.phone)
    assert row.reference in page and "You are signed up" in page and "A ramp" in page
    assert "345" not in page  # the number is not shown again


@pytest.mark.django_db
def test_name_and_number_may_stay_empty_but_not_the_agreement(forum, sign_up, only):
    page = sign_up(forum, consent="").content.decode()
    assert "Without your agreement" in page and not SignUp.objects.exists()
    assert "you left no phone number" in sign_up(forum).content.decode()
    assert only().phone is None and only().phone_blind is None


@pytest.mark.django_db
def test_sent_twice_is_one_sign_up(forum, sign_up):
    one = str(uuid.uuid4())
    first, second = (sign_up(forum, submission_id=one, follow=False) for _each in range(2))
    assert first.status_code == second.status_code == 302 and SignUp.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"people": 0}, {"people": 11}, {"people": ""}, {"childcare": 11}, {"phone": "12"}])
def test_what_cannot_be_is_said_at_the_field(forum, sign_up, fields):
    assert "govuk-error-message" in sign_up(forum, **fields).content.decode()
    assert not SignUp.objects.exists()


@pytest.mark.django_db
def test_more_people_than_places_are_told_how_many_are_left(forum, sign_up, client):
    made.sign_up(forum, people=2)
    assert "Only 1 place is left." in sign_up(forum, people=2).content.decode()
    sign_up(forum, people=1)
    page = client.get(f"/en/events/{forum.pk}/").content.decode()
    assert "All places are taken" in page and "sign-up/" not in page
    assert client.get(f"/en/events/{forum.pk}/sign-up/").status_code == 302  # the event's own page says why
    late = sign_up(forum, submission_id=str(uuid.uuid4()))
    assert "All places are taken" in late.content.decode()


@pytest.mark.django_db
def test_only_for_what_is_announced_and_to_come(forum):
    Activity.objects.filter(pk=forum.pk).update(takes_sign_ups=False)
    with pytest.raises(Refused, match="Simply come"):
        signing_up.sign_up(forum, submission_id=uuid.uuid4(), coming=Coming())
    with pytest.raises(Refused, match="over"):
        signing_up.sign_up(made.activity("held"), submission_id=uuid.uuid4(), coming=Coming())
    assert signing_up.why_not(made.activity("planned"))


@pytest.mark.django_db
def test_a_representative_says_for_which_enterprise_and_only_for_an_own_one(forum, sign_up, client, only):
    enterprise, strange = EnterpriseFactory(), EnterpriseFactory()
    client.force_login(representative_of(enterprise))
    assert "govuk-error-message" in sign_up(forum, enterprise=strange.pk).content.decode()
    sign_up(forum, enterprise=enterprise.pk)
    assert only().enterprise == enterprise and only().user is not None


@pytest.mark.django_db
def test_it_is_found_by_its_reference_and_cancelled_once(forum, client, only):
    row = made.sign_up(forum, people=3)
    assert client.get("/en/events/mine/").status_code == 302  # nothing of anybody in this browser
    typed = row.reference.lower().replace("-", " ")
    page = client.post("/en/events/mine/find/", {"reference": typed}, follow=True).content.decode()
    assert row.reference in page and "I do not come" in page
    assert client.get("/en/events/mine/cancel/").status_code == 405
    for _twice in range(2):
        page = client.post("/en/events/mine/cancel/", follow=True).content.decode()
        assert "Your sign-up is cancelled" in page and "I want to come after all" in page
    first = only().cancelled_at
    assert first and signing_up.places_left(forum) == 3


@pytest.mark.django_db
def test_a_wrong_reference_opens_nothing_and_tries_are_counted(forum, client, monkeypatch):
    made.sign_up(forum)
    find = "/en/events/mine/find/"
    assert "not a reference of ours" in client.post(find, {"reference": "EVT-26-AAAAAAA-1"}).content.decode()
    assert (
        "We know no sign-up"
        in client.post(find, {"reference": signing_up.new_reference("EVT", letters=7)}).content.decode()
    )
    monkeypatch.setattr("outreach.views.event_sign_ups.within_limit", lambda *args, **kwargs: False)
    assert "too often" in client.post(find, {"reference": SignUp.objects.get().reference}).content.decode()


@pytest.mark.django_db
def test_cancelling_with_nothing_or_after_the_event_changes_nothing(client):
    assert client.post("/en/events/mine/cancel/").status_code == 302
    row = made.sign_up(made.activity("held"))
    with pytest.raises(Refused, match="over"):
        signing_up.cancel(row)
    client.post("/en/events/mine/find/", {"reference": row.reference})
    page = client.post("/en/events/mine/cancel/", follow=True).content.decode()
    assert "This event is over." in page and "I do not come" not in page


@pytest.mark.django_db
def test_an_event_that_is_not_public_takes_nobody(client):
    hidden = made.activity("announced", is_public=False)
    assert client.post(f"/en/events/{hidden.pk}/sign-up/", {"people": 1, "consent": "on"}).status_code == 404


@pytest.mark.django_db
def test_too_many_from_one_address_wait_an_hour(forum, sign_up, monkeypatch):
    monkeypatch.setattr("outreach.views.event_sign_ups.within_limit", lambda *args, **kwargs: False)
    assert "too often" in sign_up(forum).content.decode() and not SignUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_many_who_ask_at_once():
    forum = made.activity("announced", capacity=3)
    told: list[str] = []

    def ask():
        try:
            signing_up.sign_up(forum, submission_id=uuid.uuid4(), coming=Coming())
            told.append("in")
        except Refused:
            told.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["full"] * 5 + ["in"] * 3
    assert signing_up.places_left(forum) == 0
