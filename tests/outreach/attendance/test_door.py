"""At the door, on the own telephone: no sign-in, no name, one telephone one person."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Claim
from enterprises.services import claims
from outreach import counting, door
from outreach.models import ActivityQuestion, Attendance, StartedClaim, StartedHere
from outreach.services import attending
from tests.factories import outreach
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def at(activity, name="door"):
    return reverse(f"door:{name}", args=[door.token_of(activity)])


def answers(**given):
    return {"gender": "f", "group": "workers", "submission_id": str(uuid.uuid4())} | given


def scanned(activity, **given) -> Client:
    """A telephone that scanned the code and answered."""
    phone = Client()
    phone.get(at(activity))
    phone.post(at(activity), answers(**given))
    return phone


def test_two_answers_and_one_is_counted(client, open_door):
    assert b"count yourself in" in client.get(at(open_door)).content
    answer = client.post(at(open_door), answers(), follow=True)
    assert b"Thank you, you are counted" in answer.content
    line = Attendance.objects.get()
    assert (line.how, line.gender, line.group, line.name, line.consented_at) == ("door", "f", "workers", "", None)


def test_nobody_has_to_say_anything(open_door):
    scanned(open_door, gender="n", group="none")
    line = Attendance.objects.get()
    assert (line.gender, line.group) == ("n", "")


def test_a_telephone_counts_once(open_door):
    phone = scanned(open_door)
    assert phone.get(at(open_door)).url == at(open_door, "thanks")
    phone.post(at(open_door), answers(gender="m"))
    assert Attendance.objects.count() == 1
    scanned(open_door)
    assert Attendance.objects.count() == 2


def test_the_same_press_again_is_the_same_person(open_door):
    given = {"submission_id": uuid.uuid4(), "gender": "f"}
    first = attending.come_by_phone(open_door, device="", **given)
    assert attending.come_by_phone(open_door, device="other", **given) == first


def test_a_telephone_is_another_one_at_another_activity(open_door):
    other = outreach.activity("announced")
    assert door.device_of("secret", open_door) != door.device_of("secret", other)
    assert door.device_of("", open_door) == ""


def test_without_an_answer_the_page_asks_again(client, open_door):
    answer = client.post(at(open_door), {"submission_id": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_a_code_that_nobody_made_opens_nothing(client, now_on):
    assert client.get(at(now_on)).status_code == 404
    assert client.get(reverse("door:door", args=["no-such-code"])).status_code == 404


def test_a_code_that_was_taken_down_opens_nothing(client, open_door, officer):
    attending.close_door(open_door, by=officer)
    assert client.get(at(open_door)).status_code == 404


def test_too_early_says_from_when(client, officer):
    later = attending.open_door(outreach.activity("announced", created_by=officer), by=officer)
    answer = client.get(at(later))
    assert b"It has not begun yet" in answer.content
    client.post(at(later), answers())
    assert not Attendance.objects.exists()


def test_when_it_is_over_nobody_is_counted_but_everybody_may_register(client, officer):
    start = timezone.now() - timedelta(days=2)
    over = outreach.activity("held", created_by=officer, starts_at=start, ends_at=start + timedelta(hours=1))
    attending.open_door(over, by=officer)
    answer = client.post(at(over), answers())
    assert b"The door is closed" in answer.content
    assert reverse("register:start").encode() in answer.content
    with pytest.raises(attending.DoorClosed):
        attending.come_by_phone(over, device="x", submission_id=uuid.uuid4())


def test_thanks_are_for_who_was_counted(client, open_door):
    assert client.get(at(open_door, "thanks")).url == at(open_door)
    assert client.post(at(open_door, "begin")).url == at(open_door)
    assert client.post(at(open_door, "begin_enterprise")).url == at(open_door)


def test_who_wants_registers_at_once_and_the_activity_is_known(open_door):
    phone = scanned(open_door)
    assert phone.post(at(open_door, "begin")).url == reverse("register:start")
    phone.post(reverse("register:start"), {"who": "self_employed", "submission_id": str(uuid.uuid4())})
    begun = StartedHere.objects.get()
    assert (begun.activity, begun.application.channel) == (open_door, "on_site")


def test_an_employer_begins_its_enterprise_and_signing_in_forgets_nothing(open_door):
    phone = scanned(open_door, group="employers")
    assert b"Begin my enterprise" in phone.get(at(open_door, "thanks")).content
    assert phone.post(at(open_door, "begin_enterprise")).url == reverse("enterprises:start")
    phone.force_login(UserFactory())
    phone.post(reverse("enterprises:start"), {"path": "none", "submission_id": str(uuid.uuid4())})
    begun = StartedClaim.objects.get()
    assert begun.activity == open_door
    assert claims.channel_of(begun.claim) == "on_site"


def test_a_request_made_at_home_came_by_itself(client):
    client.force_login(UserFactory())
    client.post(reverse("enterprises:start"), {"path": "none", "submission_id": str(uuid.uuid4())})
    assert claims.channel_of(Claim.objects.get()) == "web"
    assert not StartedClaim.objects.exists()


def test_the_quiz_is_offered_when_questions_are_set(open_door):
    phone = scanned(open_door)
    assert b"A few questions" not in phone.get(at(open_door, "thanks")).content
    ActivityQuestion.objects.create(activity=open_door, question=outreach.question())
    asked = reverse("outreach_play:before", args=[door.token_of(open_door)])
    assert asked.encode() in phone.get(at(open_door, "thanks")).content


def test_more_than_a_hall_of_people_is_sent_to_the_desk(client, open_door, monkeypatch):
    monkeypatch.setattr("outreach.views.door.within_limit", lambda *args, **kwargs: False)
    assert client.post(at(open_door), answers()).status_code == 429
    assert counting.people(open_door).total == 0


def test_the_wrong_method(client, open_door):
    assert client.post(at(open_door, "thanks")).status_code == 405
    assert client.get(at(open_door, "begin")).status_code == 405
    assert client.get(at(open_door, "begin_enterprise")).status_code == 405
