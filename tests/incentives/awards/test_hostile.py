"""What somebody on both sides of an award tries: as officer and employer, as juror and employer, called again."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.enums import StandingState
from compliance.services.refusing import Refused
from enterprises.models import Representative
from incentives.models import JurorScore
from incentives.ranking import ranked_of
from incentives.services import candidates, deliberating, jurors, scoring
from tests.factories import compliance as compliance_made
from tests.factories import incentives as made

pytestmark = pytest.mark.django_db


def represents(user, enterprise):
    Representative.objects.create(enterprise=enterprise, user=user, role="delegate", basis="sample")


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args))


@pytest.fixture
def scored(contest):
    """A short list of two with marks, scoring over, the first proposed."""
    contest.first, contest.second = contest.enter(), contest.enter()
    for juror in (contest.juror(), contest.juror()):
        contest.score(juror, contest.first, 8)
        contest.score(juror, contest.second, 6)
    contest.close()
    contest.award = contest.propose(contest.first)
    return contest


# --- an officer who is the employer ----------------------------------------------------------------------------------


def test_an_officer_who_represents_a_candidate_finds_nothing_of_it_on_officers_pages(client, scored):
    me, cycle, one = made.officer(), scored.cycle, scored.first
    represents(me, one.enterprise)
    assert get(client, me, "award_lists:candidate", cycle.pk, one.pk).status_code == 404
    assert get(client, me, "award_lists:award", scored.award.pk).status_code == 404
    for page in ("candidates", "scores", "committee", "announce"):
        told = get(client, me, f"award_lists:{page}", cycle.pk)
        assert told.status_code == 200 and one.enterprise.name not in told.text, page
        assert page == "announce" or scored.second.enterprise.name in told.text, page


def test_nor_of_its_award_once_it_is_given_votes_and_marks_stay_among_colleagues(client, contest):
    award = made.award(contest.enter(), "given")
    contest.close()
    done = {"state": "deliberated", "deliberated_at": contest.now, "deliberated_by": contest.chief}
    type(contest.cycle).objects.filter(pk=contest.cycle.pk).update(**done)
    announced = {"state": "announced", "announced_at": contest.now, "announced_by": contest.chief}
    type(contest.cycle).objects.filter(pk=contest.cycle.pk).update(**announced)
    me = made.officer()
    represents(me, award.enterprise)
    assert get(client, me, "award_lists:award", award.pk).status_code == 404
    assert award.reference not in get(client, me, "award_lists:announce", contest.cycle.pk).text
    assert get(client, me, "employer_awards:home", award.enterprise_id).status_code == 200


def test_an_office_of_a_province_does_not_learn_other_places_winners_before_the_announcement(
    client, contest, standings
):
    far = contest.enter(state="short_list")
    type(far.enterprise).objects.filter(pk=far.enterprise_id).update(commune_code="170101")
    near = contest.enter(state="short_list")
    type(contest.category).objects.update(winners=2)
    contest.close()
    for one in (far, near):
        standings[one.enterprise_id] = StandingState.OWING
        one.category.refresh_from_db()
        contest.decided(one)
    told = get(client, made.officer("12"), "award_lists:announce", contest.cycle.pk).text
    assert near.enterprise.name in told and far.enterprise.name not in told


# --- a juror who is tied ---------------------------------------------------------------------------------------------


def test_a_member_of_the_committee_sees_no_marks_and_notes_of_an_enterprise_of_ones_own(client, scored):
    member = scored.juror(votes=True)
    represents(member.user, scored.first.enterprise)
    assert get(client, member.user, "jury:vote", scored.award.pk).status_code == 404
    page = get(client, member.user, "jury:cycle", scored.cycle.pk)
    assert scored.award.reference not in page.text


def test_who_declared_a_tie_reads_that_and_no_marks(client, scored):
    member = scored.juror(votes=True)
    scoring.declare(juror=member, candidate=scored.first, reason="my sister", by=member.user)
    page = get(client, member.user, "jury:vote", scored.award.pk)
    assert page.status_code == 200 and "You declared a conflict" in page.text
    assert page.context["ranked"] is None and not page.context["notes"]
    assert get(client, member.user, "jury:sheet", scored.cycle.pk, scored.first.pk).context["ranked"] is None


@pytest.mark.parametrize("how", ["declared here", "declared elsewhere", "represents it now"])
def test_a_vote_of_who_is_tied_by_now_does_not_count(scored, how):
    award, member, other = scored.award, scored.juror(votes=True), scored.juror(votes=True)
    for one in (member, other):
        deliberating.vote(award=award, by=one.user, vote="for")
    if how == "declared here":
        scoring.declare(juror=member, candidate=scored.first, reason="my sister", by=member.user)
    elif how == "declared elsewhere":
        compliance_made.conflict(member.user, scored.first.enterprise)
    else:
        represents(member.user, scored.first.enterprise)
    assert deliberating.count(award).missing == 1
    with pytest.raises(Refused, match="1 vote is missing"):
        deliberating.decide(award, by=scored.chief)
    deliberating.vote(award=award, by=scored.juror(votes=True).user, vote="for")
    assert deliberating.decide(award, by=scored.chief).state == "decided"
    assert set(award.votes.values_list("user", flat=True)).isdisjoint({member.user_id})


def test_called_again_the_declared_tie_still_stands_in_the_database_too(contest):
    one, juror = contest.enter(), contest.juror()
    scoring.declare(juror=juror, candidate=one, reason="my sister", by=juror.user)
    jurors.end(juror, by=contest.officer)
    again = jurors.call(cycle=contest.cycle, user=juror.user, scores=True, votes=True, by=contest.officer)
    assert again.pk != juror.pk
    with pytest.raises(Refused, match="conflict"):
        contest.score(again, one, 10)
    with pytest.raises(IntegrityError, match="conflict of interest"), transaction.atomic():
        JurorScore.objects.create(juror=again, candidate=one, criterion=contest.question, points=10)


def test_once_the_marks_are_seen_nobody_moves_the_ranking_by_ending_a_call(scored):
    """The officer sees who marked low, and ends that call."""
    low = JurorScore.objects.filter(candidate=scored.first).first().juror
    before = ranked_of(scored.cycle, scored.first).mean, len(ranked_of(scored.cycle, scored.first).sheets)
    jurors.end(low, by=scored.officer)
    assert (ranked_of(scored.cycle, scored.first).mean, len(ranked_of(scored.cycle, scored.first).sheets)) == before
    assert scoring.marks_seen(scored.cycle, scored.chief).filter(juror=low).count() == 2


def test_marks_of_a_call_that_ended_before_scoring_was_closed_do_not_count(contest):
    one, gone, stays = contest.enter(), contest.juror(), contest.juror()
    contest.score(gone, one, 1)
    contest.score(stays, one, 9)
    jurors.end(gone, by=contest.officer)
    contest.close()
    assert ranked_of(contest.cycle, one).mean == 90.0


def test_nobody_is_sent_away_for_an_open_vote(scored):
    against = scored.juror(votes=True)
    deliberating.vote(award=scored.award, by=against.user, vote="against")
    with pytest.raises(Refused, match="still open"):
        jurors.end(against, by=scored.officer)
    made.voted(scored.award)
    decided = deliberating.decide(scored.award, by=scored.chief)
    assert jurors.end(against, by=scored.officer).ended_at
    assert (decided.state, deliberating.count(decided).cast) == ("decided", 3)


def test_who_represents_a_competitor_judges_nobody_of_that_category(client, scored):
    rival = scored.juror(votes=True)
    represents(rival.user, scored.second.enterprise)
    with pytest.raises(Refused, match="competes with this one"):
        deliberating.vote(award=scored.award, by=rival.user, vote="against")
    assert (rival.pk, scored.first.pk) in scoring.ties(scored.cycle)
    page = get(client, rival.user, "jury:vote", scored.award.pk)
    assert page.context["ranked"] is None and "competes with this one" in page.text
    sheet = get(client, rival.user, "jury:sheet", scored.cycle.pk, scored.first.pk)
    assert sheet.status_code == 200  # and what the Fund knows of a competitor is not shown to it
    assert "Months declared" not in sheet.text + page.text
    assert "Months declared" in get(client, scored.juror(votes=True).user, "jury:vote", scored.award.pk).text


def test_nor_gives_it_marks(contest):
    mine, other, juror = contest.enter(), contest.enter(), contest.juror()
    elsewhere = made.candidate(made.category(contest.cycle), state="short_list")
    represents(juror.user, mine.enterprise)
    with pytest.raises(Refused, match="competes with this one"):
        contest.score(juror, other, 1)
    assert contest.score(juror, elsewhere, 7)


def test_an_officer_who_represents_a_competitor_neither_sets_aside_nor_proposes_nor_decides(contest):
    mine, other, me, my_chief = contest.enter(), contest.enter(), made.officer(), made.chief()
    represents(me, mine.enterprise)
    represents(my_chief, mine.enterprise)
    with pytest.raises(Refused, match="competes with this one"):
        candidates.set_aside(other, by=me, reason="too small")
    contest.close()
    with pytest.raises(Refused, match="competes with this one"):
        contest.propose(other, by=me)
    award = contest.propose(other, tie_reason="the better one")
    made.voted(award)
    with pytest.raises(Refused, match="competes with this one"):
        deliberating.decide(award, by=my_chief)
    assert deliberating.decide(award, by=contest.chief).state == "decided"
