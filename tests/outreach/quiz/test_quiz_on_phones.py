"""The quiz on a telephone: before, after, once each, without a name."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outreach import awareness, door, quiz_codes
from outreach.models import QuizAnswer
from outreach.services import quizzing
from tests.factories import outreach
from tests.outreach.quiz.conftest import right_of, wrong_of

pytestmark = pytest.mark.django_db


def address(activity, moment="before"):
    return reverse(f"outreach_play:{moment}", args=[quiz_codes.quiz_token(activity)])


def answer_all(client, activity, questions, moment, pick):
    url = address(activity, moment)
    client.get(url)
    for one in questions:
        sent = client.post(url, {"question": one.pk, "choice": pick(one)})
        assert sent.status_code == 302
    return client.get(url)


def test_one_question_a_page_then_thanks(phone, activity, questions):
    client = phone()
    page = client.get(address(activity))
    assert "Question 0?" in page.text and "1 of 3" in page.text and "I don&#x27;t know" in page.text
    done = answer_all(client, activity, questions, "before", lambda one: right_of(one).pk)
    assert "Thank you" in done.text and "right 0" not in done.text  # what is right is told after the activity
    assert QuizAnswer.objects.filter(moment="before", choice__is_right=True).count() == 3


def test_after_the_activity_what_is_right_is_shown(phone, activity, questions):
    done = answer_all(phone(), activity, questions, "after", lambda one: "none")
    assert "0 of 3" in done.text and "right 2" in done.text
    assert QuizAnswer.objects.filter(choice__isnull=True).count() == 3


@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_the_questions_there_is_a_way_on(phone, activity, questions, moment):
    done = answer_all(phone(), activity, questions, moment, lambda one: "none").text
    for way in ("register:start", "learn:list", "events:list"):
        assert f'href="{reverse(way)}"' in done


def test_who_was_counted_at_the_door_begins_there(phone, activity, questions):
    code = door.token_of(activity)
    activity.door_digest = door.digest_of(code)
    activity.save()
    client = phone()
    client.get(reverse("door:door", args=[code]))
    sent = {"gender": "f", "group": "workers", "submission_id": uuid.uuid4()}
    client.post(reverse("door:door", args=[code]), sent)
    done = answer_all(client, activity, questions, "before", lambda one: "none").text
    assert f'action="{reverse("door:begin", args=[code])}"' in done


def test_sent_twice_is_one_answer_and_the_first_stands(phone, activity, questions):
    client, url = phone(), address(activity)
    client.get(url)
    for pick in (right_of(questions[0]), wrong_of(questions[0])):
        client.post(url, {"question": questions[0].pk, "choice": pick.pk})
    assert QuizAnswer.objects.get().choice == right_of(questions[0])


def test_nothing_leads_back_to_a_telephone(phone, activity, questions):
    client = phone()
    answer_all(client, activity, questions, "before", lambda one: "none")
    secret = client.cookies[quiz_codes.COOKIE].value
    kept = set(QuizAnswer.objects.values_list("device", flat=True))
    assert len(kept) == 1 and secret not in kept.pop()
    other = outreach.activity("announced")
    assert door.device_of(secret, other) != door.device_of(secret, activity)


def test_an_answer_that_is_not_of_this_question_is_not_taken(phone, activity, questions):
    client, url = phone(), address(activity)
    client.get(url)
    assert client.post(url, {"question": questions[0].pk, "choice": right_of(questions[1]).pk}).status_code == 422
    client.post(url, {"question": outreach.question().pk, "choice": "none"})
    assert not QuizAnswer.objects.exists()


def test_nothing_chosen_is_said_in_words(phone, activity, questions):
    client, url = phone(), address(activity)
    client.get(url)
    assert "you need not know" in client.post(url, {"question": questions[0].pk}).text


def test_who_has_begun_with_after_cannot_say_what_was_known_before(phone, activity, questions):
    client = phone()
    answer_all(client, activity, questions[:1], "after", lambda one: "none")
    assert client.get(address(activity, "before")).url.endswith("/after/")
    device = QuizAnswer.objects.get().device
    with pytest.raises(quizzing.QuizClosed):
        quizzing.answer(activity, question=questions[0], choice=None, moment="before", device=device)


@pytest.mark.parametrize(
    ("hours", "before", "after"),
    [(-30, False, False), (-3, True, False), (1, True, True), (3, False, True), (24 * 5, False, False)],
)
def test_when_each_quiz_is_open(activity, hours, before, after):
    now = activity.starts_at + timedelta(hours=hours)
    assert quizzing.is_open(activity, "before", now) is before
    assert quizzing.is_open(activity, "after", now) is after


def test_too_early_closed_and_nothing_asked_are_three_pages(phone, questions, activity):
    nothing = outreach.activity("announced")
    assert "No questions are asked here" in phone().get(address(nothing)).text
    activity.starts_at, activity.ends_at = timezone.now() + timedelta(days=9), timezone.now() + timedelta(days=10)
    activity.save()
    assert "not open yet" in phone().get(address(activity)).text
    activity.starts_at, activity.ends_at = timezone.now() - timedelta(hours=9), timezone.now() - timedelta(hours=8)
    activity.save()
    page = phone().get(address(activity))
    assert "are closed" in page.text and address(activity, "after") in page.text


def test_once_it_is_reported_the_figures_stand(questions, activity):
    activity.state = "reported"
    assert not quizzing.is_open(activity, "after")


def test_the_clock_chooses_and_the_code_of_the_door_is_as_good(phone, activity, questions, officer):
    url = reverse("outreach_play:quiz", args=[quiz_codes.quiz_token(activity)])
    assert phone().get(url).url.endswith("/before/")
    activity.door_digest = door.digest_of(door.token_of(activity))
    activity.save()
    assert phone().get(reverse("outreach_play:after", args=[door.token_of(activity)])).status_code == 200


def test_a_code_that_we_did_not_make_is_not_known(phone, activity):
    token = quiz_codes.quiz_token(activity)
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    for code in (wrong, "nothing", "ក"):
        for moment in ("quiz", "before", "after"):
            page = phone().get(reverse(f"outreach_play:{moment}", args=[code]))
            assert page.status_code == 404 and "not known" in page.text


def test_too_many_from_one_network(phone, activity, questions, monkeypatch):
    monkeypatch.setattr("outreach.views.play.within_limit", lambda *args, **more: False)
    client, url = phone(), address(activity)
    client.get(url)
    assert client.post(url, {"question": questions[0].pk, "choice": "none"}).status_code == 429


def test_telephones_that_answered_both_times(phone, activity, questions):
    one, two = phone(), phone()
    answer_all(one, activity, questions, "before", lambda q: "none")
    answer_all(one, activity, questions, "after", lambda q: right_of(q).pk)
    answer_all(two, activity, questions, "after", lambda q: right_of(q).pk)
    assert awareness.both_times(activity) == 1
    whole = awareness.whole([activity])
    assert (whole.before.phones, whole.after.phones) == (1, 2)
    assert whole.change is None  # of so few nothing is told
