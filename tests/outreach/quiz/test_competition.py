"""A competition: prepared and led by an officer, played on telephones, shown on the wall."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compliance.services.refusing import Refused
from nssf_portal.workflow import NotPossible
from outreach import quiz_codes, scoring
from outreach.models import Competition, CompetitionQuestion, QuizQuestion, Team, TeamAnswer, TeamPhone
from outreach.services import competing, playing
from tests.factories import outreach
from tests.outreach.quiz.conftest import right_of, wrong_of

pytestmark = pytest.mark.django_db


def play(name, competition):
    return reverse(f"outreach_play:{name}", args=[quiz_codes.join_code(competition)])


def lead(name, obj):
    return reverse(f"outreach_competitions:{name}", args=[obj.pk])


def joined(phone, competition, name="Lotus"):
    client = phone()
    client.get(play("join", competition))
    assert client.post(play("join", competition), {"name": name}).status_code == 302
    return client


def first(competition):
    return competition.questions.order_by("order", "pk").first()


def over(asked):
    """Its time and the grace have passed."""
    then = timezone.now() - timedelta(seconds=10)
    CompetitionQuestion.objects.filter(pk=asked.pk).update(closes_at=then)


# Led by an officer


def test_from_preparing_to_the_result(client, phone, officer, activity):
    client.force_login(officer)
    new = reverse("outreach_competitions:new")
    assert activity.name in client.get(new).text
    sent = client.post(new, {"activity": activity.pk, "seconds": "30", "prizes": "Three bags"})
    made = Competition.objects.get()
    assert sent.url == lead("add_questions", made)
    assert client.post(new, {"activity": activity.pk, "seconds": "30"}).status_code == 422  # it has one
    assert client.get(f"{new}?activity={activity.pk}").url == lead("competition", made)
    chosen = [one.pk for one in QuizQuestion.objects.all()[:2]]
    client.post(lead("add_questions", made), {"round": 1, "points": 10, "questions": chosen})
    client.post(lead("open", made))
    team = joined(phone, made)
    client.post(lead("start", made))
    for asked in made.questions.all():
        client.post(lead("ask", asked))
        page = team.get(play("now", made))
        assert asked.question.text in page.text and int(page["Refresh"]) > 25
        team.post(play("answer", made), {"asked": asked.pk, "choice": right_of(asked.question).pk})
        client.post(lead("close_question", asked))
        assert "Right is:" in team.get(play("now", made)).text
    client.post(lead("close", made))
    made.refresh_from_db()
    assert made.state == "closed" and made.closed_at
    assert "number 1 with 20 points" in team.get(play("now", made)).text
    board = phone().get(play("board", made)).text
    assert "Three bags" in board and "Lotus" in board and "data-refresh" not in board


def test_each_act_at_its_time_only(officer, activity):
    made = outreach.competition(activity)
    with pytest.raises(Refused, match="Choose its questions"):
        competing.open_for_teams(made, by=officer)
    one, two = outreach.competition_question(made), outreach.competition_question(made)
    competing.open_for_teams(made, by=officer)
    with pytest.raises(Refused, match="No team"):
        competing.start(made, by=officer)
    with pytest.raises(Refused, match="not running"):
        competing.ask(one, by=officer)
    outreach.team(made)
    competing.start(made, by=officer)
    for act in (lambda: competing.remove_question(one, by=officer), lambda: competing.start(made, by=officer)):
        with pytest.raises(NotPossible):
            act()
    competing.ask(one, by=officer)
    with pytest.raises(Refused, match="still being answered"):
        competing.ask(two, by=officer)
    over(one)
    competing.ask(two, by=officer)
    one.refresh_from_db()
    assert one.state == "closed"
    with pytest.raises(NotPossible):
        competing.ask(one, by=officer)
    competing.close(made, by=officer)
    with pytest.raises(NotPossible):
        competing.cancel(made, by=officer)


def test_questions_come_once_and_can_be_taken_out(client, officer, activity):
    made, questions = outreach.competition(activity), [outreach.question(), outreach.question()]
    assert competing.add_questions(made, questions, in_round=1, points=10, by=officer) == 2
    assert competing.add_questions(made, questions, in_round=2, points=10, by=officer) == 0
    client.force_login(officer)
    client.post(lead("remove_question", made.questions.first()))
    assert made.questions.count() == 1
    client.post(lead("edit", made), {"seconds": "45", "prizes": "A bicycle"})
    made.refresh_from_db()
    assert (made.seconds, made.prizes) == (45, "A bicycle")
    assert client.post(lead("edit", made), {"seconds": "1", "prizes": ""}).status_code == 422


def test_only_officers_of_the_place(client, running):
    asked, team = first(running), running.teams.get()
    client.force_login(outreach.officer("17"))
    for name, obj in (("competition", running), ("poster", running), ("edit", running)):
        assert client.get(lead(name, obj)).status_code == 404
    for name, obj in (("close", running), ("ask", asked), ("hide", team)):
        assert client.post(lead(name, obj)).status_code == 404
    client.force_login(outreach.partner())
    assert client.get(lead("competition", running)).status_code == 403
    assert client.post(lead("ask", asked)).status_code == 403
    client.force_login(outreach.officer())
    assert client.get(lead("ask", asked)).status_code == 405


def test_the_list_and_its_queries(client, officer, running, django_assert_max_num_queries):
    client.force_login(officer)
    url = reverse("outreach_competitions:list")
    client.get(url)
    with django_assert_max_num_queries(12):
        page = client.get(url)
    assert "Workshop about the Fund" in page.text and "Running" in page.text.title()
    assert "<svg" in client.get(lead("poster", running)).text


def test_an_improper_name_gives_way_to_a_number(client, phone, officer, running):
    team = running.teams.get()
    client.force_login(officer)
    client.post(lead("hide", team))
    board = phone().get(play("board", running)).text
    assert "Lotus" not in board and "Team 1" in board
    assert "Lotus" not in phone().get(play("join", running)).text
    client.post(lead("show", team))
    assert "Lotus" in phone().get(play("board", running)).text


def test_cancelled_leads_nowhere(client, phone, officer, running):
    team = joined(phone, running)
    client.force_login(officer)
    client.post(lead("cancel", running))
    assert "does not take place" in team.get(play("now", running)).text
    assert phone().get(play("join", running), follow=True).text.count("does not take place")


# On telephones


def test_the_code_is_typed_as_people_type_it(phone, running):
    code = quiz_codes.join_code(running)
    url = reverse("outreach_play:enter")
    assert phone().get(url).status_code == 200
    assert phone().get(url, {"code": code.lower().replace("-", " ")}).status_code == 302
    assert phone().get(url, {"code": "AAAA-AAAA"}).status_code == 422
    assert phone().get(reverse("outreach_play:board", args=["AAAA-AAAA"])).status_code == 404


def test_the_same_name_is_the_same_team_and_a_telephone_joins_once(phone, running):
    one = joined(phone, running, "Mekong")
    joined(phone, running, " mekong ")
    one.post(play("join", running), {"name": "Another"})
    assert set(running.teams.values_list("name", flat=True)) == {"Lotus", "Mekong"}
    assert TeamPhone.objects.count() == 2


def test_a_team_needs_a_name_and_there_is_an_end_of_teams(phone, running, monkeypatch):
    client = phone()
    client.get(play("join", running))
    assert client.post(play("join", running), {"name": " "}).status_code == 422
    monkeypatch.setattr(playing, "value_or", lambda code, default: 1)
    client.post(play("join", running), {"name": "One too many"})
    assert not Team.objects.filter(name="One too many").exists()


def test_the_first_answer_stands(phone, officer, running):
    client, asked = joined(phone, running), first(running)
    competing.ask(asked, by=officer)
    for choice in (wrong_of(asked.question), right_of(asked.question)):
        client.post(play("answer", running), {"asked": asked.pk, "choice": choice.pk})
    assert TeamAnswer.objects.get().choice == wrong_of(asked.question)
    assert "Your answer:" in client.get(play("now", running)).text


def test_what_is_right_is_not_told_while_somebody_can_answer(phone, officer, running):
    client, asked = joined(phone, running), first(running)
    competing.ask(asked, by=officer)
    client.post(play("answer", running), {"asked": asked.pk, "choice": right_of(asked.question).pk})
    for url in (play("now", running), play("board", running)):
        page = phone().get(url, follow=True) if "board" in url else client.get(url)
        assert "Right is:" not in page.text and "tag-ok" not in page.text
    assert scoring.board(running)[0].points == 0


def test_too_late_is_too_late_in_the_database_too(phone, officer, running):
    client, asked = joined(phone, running), first(running)
    competing.ask(asked, by=officer)
    over(asked)
    client.post(play("answer", running), {"asked": asked.pk, "choice": right_of(asked.question).pk})
    assert not TeamAnswer.objects.exists()
    assert "did not answer in time" in client.get(play("now", running)).text
    one = TeamAnswer(asked=asked, team=running.teams.get(), device="x", choice=right_of(asked.question))
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_a_telephone_that_joins_after_the_time_answers_the_next_question_only(officer, running):
    """Its answer would count and it would not: a team of one had twice the points of the question."""
    asked, lotus = first(running), running.teams.get()
    since = timezone.now() - timedelta(minutes=1)
    early = TeamPhone.objects.create(competition=running, team=lotus, device="early", joined_at=since)
    competing.ask(asked, by=officer)
    asked.refresh_from_db()
    playing.answer(early, asked, right_of(asked.question))
    asked.closes_at = timezone.now() - timedelta(milliseconds=500)  # within the time an answer may be on its way
    asked.save()
    late = playing.join(running, device="late", name=lotus.name)
    with pytest.raises(playing.TooLate):
        playing.answer(late, asked, right_of(asked.question))
    competing.close_question(asked, by=officer)
    assert scoring.board(running)[0].points == asked.points


def test_an_answer_to_another_question_or_by_nobody_is_not_taken(phone, officer, running):
    client, asked = joined(phone, running), first(running)
    competing.ask(asked, by=officer)
    client.post(play("answer", running), {"asked": running.questions.last().pk, "choice": right_of(asked.question).pk})
    client.post(play("answer", running), {"asked": asked.pk, "choice": right_of(running.questions.last().question).pk})
    phone().post(play("answer", running), {"asked": asked.pk, "choice": right_of(asked.question).pk})
    assert not TeamAnswer.objects.exists()


def test_waiting_pages_ask_again_by_themselves_and_without_a_script(phone, running):
    for url in (play("now", running), play("board", running)):
        page = joined(phone, running).get(url).text
        assert 'data-refresh="3"' in page and 'http-equiv="refresh"' in page and "Look again" in page


# Points


@pytest.mark.parametrize(("right", "phones", "gained"), [(0, 4, 0), (4, 4, 10), (1, 4, 3), (1, 3, 3), (0, 0, 0)])
def test_points_are_the_share_of_the_teams_telephones(right, phones, gained):
    assert scoring.points(10, right, phones) == gained


def test_equal_points_share_a_place_and_late_telephones_do_not_weigh(officer, running):
    asked, lotus = first(running), running.teams.get()
    mekong, third = outreach.team(running, "Mekong"), outreach.team(running, "Angkor")
    phones = [
        TeamPhone.objects.create(competition=running, team=team, device=f"{team.name}{n}")
        for team in (lotus, mekong, third)
        for n in range(2)
    ]
    competing.ask(asked, by=officer)
    for one in phones[:4]:
        playing.answer(one, asked, right_of(asked.question))
    competing.close_question(asked, by=officer)
    TeamPhone.objects.create(competition=running, team=lotus, device="late")
    board = [(score.team.name, score.place, score.points) for score in scoring.board(running)]
    assert board == [("Lotus", 1, 10), ("Mekong", 1, 10), ("Angkor", 3, 0)]


def test_seconds_left_of_nothing_is_none():
    assert playing.Now().seconds_left == 0
    past = SimpleNamespace(state="asked", closes_at=timezone.now() - timedelta(seconds=5))
    assert playing.Now(past).seconds_left == 0
