"""The jury scores blind: each alone, none where tied; spread, ties and outliers are shown once it is over."""

import pytest
from django.utils import timezone

from compliance.services.refusing import Refused
from incentives.models import JurorScore
from incentives.ranking import ranking
from incentives.services import jurors, scoring
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as compliance_made
from tests.factories import incentives as made

pytestmark = pytest.mark.django_db


def test_a_person_is_called_by_another_once(contest):
    user = made.juror_user()
    assert user in jurors.callable_users(contest.cycle)
    given = {"cycle": contest.cycle, "user": user, "scores": True, "votes": False}
    first = jurors.call(by=contest.officer, **given)
    assert jurors.call(by=contest.officer, **given) == first
    assert user not in jurors.callable_users(contest.cycle)
    with pytest.raises(Refused, match="himself"):
        jurors.call(by=contest.officer, **(given | {"user": contest.officer}))
    with pytest.raises(Refused, match="scores, votes"):
        jurors.call(by=contest.officer, **(given | {"user": made.juror_user(), "scores": False}))
    jurors.end(first, by=contest.chief)
    assert jurors.call(by=contest.officer, **given) != first


def test_a_sheet_replaces_the_first_and_has_a_mark_for_every_question_within_its_scale(contest):
    one, juror = contest.enter(), contest.juror()
    contest.score(juror, one, 4)
    contest.score(juror, one, 7)
    assert JurorScore.objects.get().points == 7
    with pytest.raises(Refused, match="between 0 and 10"):
        contest.score(juror, one, 11)
    made.judged(contest.cycle)
    with pytest.raises(Refused, match="every question"):
        contest.score(juror, one, 5)


def test_only_the_short_list_and_only_by_the_juror_in_person_until_the_last_day(contest):
    one, juror = contest.enter(), contest.juror()
    with pytest.raises(Refused, match="short list"):
        contest.score(juror, contest.enter(state="long_list"), 5)
    with pytest.raises(Refused, match="not called"):
        scoring.score(juror=juror, candidate=one, marks=[], by=contest.officer)
    with pytest.raises(Refused, match="not called"):
        contest.score(contest.juror(scores=False, votes=True), one, 5)
    contest.cycle.scoring_until = contest.cycle.nominations_until = timezone.localdate() - timezone.timedelta(days=1)
    contest.cycle.save()
    with pytest.raises(Refused, match="last day"):
        contest.score(juror, one, 5)


def test_a_declared_tie_keeps_the_juror_away_and_voids_the_marks(contest):
    one, juror = contest.enter(), contest.juror()
    contest.score(juror, one, 9)
    with pytest.raises(Refused, match="what the tie is"):
        scoring.declare(juror=juror, candidate=one, reason=" ", by=juror.user)
    first = scoring.declare(juror=juror, candidate=one, reason="my sister works there", by=juror.user)
    assert scoring.declare(juror=juror, candidate=one, reason="again", by=juror.user) == first
    assert JurorScore.objects.get().void_at
    with pytest.raises(Refused, match="conflict of interest"):
        contest.score(juror, one, 9)
    contest.close()
    assert ranking(contest.cycle)[0][1][0].mean is None


def test_a_tie_told_elsewhere_counts_too(contest):
    one, juror = contest.enter(), contest.juror()
    compliance_made.conflict(juror.user, one.enterprise)
    with pytest.raises(Refused, match="tie"):
        contest.score(juror, one, 5)


def test_marks_are_blind_until_scoring_is_over_for_officers_too(contest):
    one, juror, other = contest.enter(), contest.juror(), contest.juror()
    contest.score(juror, one, 9)
    contest.score(other, one, 3)
    assert [mark.points for mark in scoring.marks_seen(contest.cycle, juror.user)] == [9]
    assert not scoring.marks_seen(contest.cycle, contest.chief).exists()
    scoring.close(contest.cycle, by=contest.officer)
    contest.cycle.refresh_from_db()
    assert scoring.marks_seen(contest.cycle, contest.chief).count() == 2


def test_scoring_closes_when_each_candidate_has_enough_sheets_and_may_be_opened_again(contest):
    with pytest.raises(Refused, match="short list"):
        scoring.close(contest.cycle, by=contest.officer)
    one, juror = contest.enter(), contest.juror()
    contest.score(juror, one, 9)
    with pytest.raises(Refused, match="2 jurors mark each"):
        scoring.close(contest.cycle, by=contest.officer)
    people, papers = scoring.progress(contest.cycle)
    assert [(p.done, p.wanted) for p in people] == [(1, 1)]
    assert [(p.done, p.wanted) for p in papers] == [(1, 2)]
    contest.score(contest.juror(), one, 3)
    scoring.close(contest.cycle, by=contest.officer)
    with pytest.raises(NotPossible):
        scoring.close(contest.cycle, by=contest.officer)
    contest.cycle.refresh_from_db()
    assert scoring.reopen(contest.cycle, by=contest.officer).state == "open"
    made.award(one)
    contest.close()
    with pytest.raises(Refused, match="proposed already"):
        scoring.reopen(contest.cycle, by=contest.officer)


def test_mean_spread_outliers_and_ties(contest):
    one, two = contest.enter(points=3), contest.enter(points=7)
    three_jurors = [contest.juror() for _n in range(3)]
    for juror, first, second in zip(three_jurors, (9, 9, 3), (7, 7, 7), strict=True):
        contest.score(juror, one, first)
        contest.score(juror, two, second)
    contest.close()
    ((category, rows),) = ranking(contest.cycle)
    assert category == contest.category
    by = {row.candidate.pk: row for row in rows}
    assert (by[one.pk].mean, by[one.pk].least, by[one.pk].most, by[one.pk].spread) == (70.0, 30.0, 90.0, 34.6)
    assert [sheet.total for sheet in by[one.pk].sheets if sheet.is_outlier] == [30.0]
    assert by[two.pk].outliers == 0 and by[two.pk].spread == 0
    assert [row.rank for row in rows] == [1, 1] and all(row.tied for row in rows)


def test_weights_count_and_an_ended_juror_does_not(contest):
    second = made.judged(contest.cycle, scale=5, weight=3)
    one, juror, gone = contest.enter(), contest.juror(), contest.juror()
    marks = [scoring.Mark(contest.question, 10), scoring.Mark(second, 1)]
    for who in (juror, gone):
        scoring.score(juror=who, candidate=one, marks=marks, by=who.user)
    jurors.end(gone, by=contest.officer)
    contest.close()
    row = ranking(contest.cycle)[0][1][0]
    assert (row.mean, row.spread, len(row.sheets)) == (40.0, None, 1)


def test_where_nothing_is_judged_the_computed_points_decide(contest):
    contest.question.delete()
    less, more = contest.enter(points=3), contest.enter(points=7)
    scoring.close(contest.cycle, by=contest.officer)
    rows = ranking(contest.cycle)[0][1]
    assert [row.candidate for row in rows] == [more, less]
