"""The bank, the questions of an activity, and what people knew: small groups kept back, the plan's figure beside."""

import uuid

import pytest
from django.urls import reverse

from compliance.services.refusing import Refused
from outreach import awareness
from outreach.models import Activity, ActivityQuestion, QuizAnswer, QuizQuestion
from outreach.seeds import questions as seeds
from outreach.services import bank, quizzing
from tests.factories import outreach
from tests.outreach.quiz.conftest import right_of, wrong_of

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "rights",
    "target_group": "workers",
    "text_km": "សំណួរ?",
    "text_en": "A question?",
    "km_0": "បាទ",
    "en_0": "Yes",
    "km_1": "ទេ",
    "en_1": "No",
    "right": "1",
    "source": "Prakas 168",
}


def answers(activity, question, *, right=0, wrong=0, moment="before"):
    picks = [right_of(question)] * right + [wrong_of(question)] * wrong
    QuizAnswer.objects.bulk_create(
        QuizAnswer(activity=activity, question=question, choice=one, moment=moment, device=uuid.uuid4().hex)
        for one in picks
    )


# The bank


def test_the_first_questions_are_there_in_both_languages_with_a_source():
    made = QuizQuestion.objects.filter(pk__in=[seeds.key(one.code) for one in seeds.QUESTIONS])
    assert made.count() == len(seeds.QUESTIONS) >= 20
    for one in made.prefetch_related("choices"):
        assert one.text_km and one.text_en and one.source
        assert sum(choice.is_right for choice in one.choices.all()) == 1 and one.choices.count() == 3
    assert set(made.values_list("kind", flat=True)) == {"benefits", "rights", "duties", "procedures"}
    assert made.filter(confirmed=False).exists()
    seeds.seed()
    assert made.count() == len(seeds.QUESTIONS)


def test_writing_a_question_twice_is_one_question(client, officer):
    client.force_login(officer)
    data = FORM | {"submission_id": uuid.uuid4()}
    before = QuizQuestion.objects.count()
    for _again in range(2):
        assert client.post(reverse("outreach_quiz:new"), data).status_code == 302
    made = QuizQuestion.objects.get(pk=data["submission_id"])
    assert QuizQuestion.objects.count() == before + 1
    assert right_of(made).text_en == "No" and not made.confirmed
    page = client.get(reverse("outreach_quiz:question", args=[made.pk]))
    assert "To be confirmed" in page.text


@pytest.mark.parametrize("broken", [{"right": "3"}, {"km_2": "បី"}, {"en_0": ""}])
def test_a_question_that_cannot_be_asked_is_not_taken(client, officer, broken):
    client.force_login(officer)
    sent = client.post(reverse("outreach_quiz:new"), FORM | {"submission_id": uuid.uuid4()} | broken)
    assert sent.status_code == 422


def test_only_the_second_person_confirms(client, officer):
    made = outreach.question()
    url = reverse("outreach_quiz:confirm", args=[made.pk])
    client.force_login(officer)
    assert client.post(url, {"source": "Prakas 168"}).status_code == 403
    client.force_login(outreach.chief())
    assert client.post(url, {"source": ""}).status_code == 422
    assert client.post(url, {"source": "Prakas 168"}).status_code == 302
    made.refresh_from_db()
    assert made.confirmed and made.source == "Prakas 168"
    assert client.get(url).status_code == 405


def test_what_was_answered_is_not_changed_only_retired(client, officer, activity):
    made = outreach.question()
    client.force_login(officer)
    edit = reverse("outreach_quiz:edit", args=[made.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, FORM).status_code == 302
    made.refresh_from_db()
    assert made.text_en == "A question?" and made.choices.count() == 2
    answers(activity, made, right=1)
    assert client.get(edit).status_code == 302
    with pytest.raises(Refused):
        bank.change(made, by=officer, choices=[bank.Choice("១", "1", True), bank.Choice("២", "2")], text_en="Other")
    client.post(reverse("outreach_quiz:retire", args=[made.pk]))
    assert made.pk not in quizzing.in_use().values_list("pk", flat=True)
    assert "Not asked any more".lower() in client.get(reverse("outreach_quiz:question", args=[made.pk])).text
    client.post(reverse("outreach_quiz:ask_again", args=[made.pk]))
    assert made.pk in quizzing.in_use().values_list("pk", flat=True)


def test_the_list_by_kind_group_and_state(client, officer, django_assert_max_num_queries):
    client.force_login(officer)
    url = reverse("outreach_quiz:questions")
    client.get(url)
    with django_assert_max_num_queries(14):
        page = client.get(url)
    assert page.status_code == 200
    some = client.get(url, {"kind": "duties", "group": "employers", "show": "open"}).text
    assert "fine" in some and "self-employed person register" not in some
    assert "No question here" in client.get(url, {"show": "retired"}).text


@pytest.mark.parametrize("name", ["questions", "awareness", "new"])
def test_who_has_nothing_to_do_with_outreach_stays_outside(client, name):
    client.force_login(outreach.partner())
    assert client.get(reverse(f"outreach_quiz:{name}")).status_code == 403


# The questions of an activity


def test_questions_are_proposed_chosen_and_then_stand(client, officer, activity):
    client.force_login(officer)
    url = reverse("outreach_quiz:activity", args=[activity.pk])
    assert "those we propose" in client.get(url).text
    chosen = quizzing.proposed(activity)
    assert len(chosen) == 5 and len({one.kind for one in chosen}) >= 3
    client.post(url, {"questions": [one.pk for one in chosen[:2]]})
    assert ActivityQuestion.objects.filter(activity=activity).count() == 2
    page = client.get(url)
    assert "/before/" in page.text and reverse("outreach_quiz:poster", args=[activity.pk]) in page.text
    answers(activity, chosen[0], right=1)
    assert "before and after are only compared" in client.get(url).text
    with pytest.raises(Refused):
        quizzing.choose(activity, chosen[1:], by=officer)


def test_too_many_questions_are_refused(officer, activity):
    with pytest.raises(Refused):
        quizzing.choose(activity, list(QuizQuestion.objects.all()[:11]), by=officer)


def test_the_poster_has_both_codes(client, officer, activity, questions):
    client.force_login(officer)
    page = client.get(reverse("outreach_quiz:poster", args=[activity.pk]))
    assert page.text.count("<svg") >= 2 and "style=" not in page.text and "/after/" in page.text
    empty = outreach.activity()
    assert client.get(reverse("outreach_quiz:poster", args=[empty.pk])).status_code == 302


def test_an_activity_elsewhere_is_not_found(client, questions, activity):
    client.force_login(outreach.officer("17"))
    for name in ("activity", "poster"):
        assert client.get(reverse(f"outreach_quiz:{name}", args=[activity.pk])).status_code == 404
    assert client.get(reverse("outreach_quiz:activity", args=[activity.pk])).status_code == 404


# What people knew


@pytest.fixture
def one():
    return outreach.question(text_en="Which day is it paid?")


def test_only_what_a_second_person_verified_counts(client, one):
    counted, not_yet = outreach.activity("verified"), outreach.activity("reported")
    answers(counted, one, right=3, wrong=7)
    answers(counted, one, right=8, wrong=2, moment="after")
    answers(not_yet, one, right=50)
    whole = awareness.whole(Activity.objects.counted())
    assert (whole.before.percent, whole.after.percent, whole.change) == (30, 80, 50)
    client.force_login(outreach.chief())
    page = client.get(reverse("outreach_quiz:awareness"))
    assert "30%" in page.text and "+50" in page.text
    assert "87%" in page.text and "GIZ" in page.text and "not mixed" in page.text
    assert "Which day is it paid?" in page.text


def test_small_groups_are_kept_back_and_the_next_one_with_a_single_one(one):
    for place, count in (("120101", 20), ("080101", 9), ("170101", 3)):
        answers(outreach.activity("verified", place_code=place), one, right=count)
    found = {row.key: row.before for row in awareness.by(Activity.objects.counted(), awareness.PROVINCE)}
    assert found["12"].percent == 100
    assert found["17"].percent is None  # three telephones
    assert found["08"].percent is None  # else the difference would tell the three


def test_by_group_and_month_and_least_known_first(one):
    other = outreach.question(text_en="Who pays?")
    workers = outreach.activity("verified", target_group="workers")
    answers(workers, one, right=9, wrong=1)
    answers(workers, other, right=1, wrong=9)
    rows = Activity.objects.counted()
    assert [row.key for row in awareness.by(rows, awareness.GROUP)] == ["workers"]
    assert [row.key.text_en for row in awareness.by_question(rows)] == ["Who pays?", "Which day is it paid?"]
    month = awareness.last_months(awareness.by(rows, awareness.MONTH))[0]
    assert month.key.day == 1 and month.before.percent == 50


def test_the_page_of_awareness_asks_little_and_filters(client, one, django_assert_max_num_queries):
    answers(outreach.activity("verified"), one, right=10)
    client.force_login(outreach.chief())
    url = reverse("outreach_quiz:awareness")
    client.get(url)
    with django_assert_max_num_queries(18):
        client.get(url)
    assert "Too few answers yet" in client.get(url, {"province": "17"}).text
    assert "100%" in client.get(url, {"province": "12", "group": "public"}).text


def test_the_card_on_the_activitys_page(rf, officer, activity, questions):
    from outreach.wiring import competitions, quiz

    request = rf.get("/")
    request.user = officer
    assert "3 questions" in quiz.card(request, activity).lines[0]
    assert competitions.card(request, activity) is None
    activity.type.is_competition = True
    assert "activity=" in competitions.card(request, activity).links[0][1]
    outreach.competition(activity)
    assert "0 teams" in competitions.card(request, activity).lines
