"""An award is proposed by one, voted by others, decided with a quorum; ties are settled in writing."""

import uuid

import pytest

from compliance.services.refusing import Refused
from incentives.models import AwardVote
from incentives.services import deliberating
from tests.factories import compliance as compliance_made
from tests.factories import incentives as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(contest):
    """Two candidates with marks: 80 and 60 of 100; scoring is over."""
    contest.first, contest.second = contest.enter(), contest.enter()
    for juror in (contest.juror(), contest.juror()):
        contest.score(juror, contest.first, 8)
        contest.score(juror, contest.second, 6)
    contest.close()
    return contest


def test_proposed_once_and_only_after_scoring(contest):
    one = contest.enter()
    with pytest.raises(Refused, match="open for nominations"):
        contest.propose(one)
    contest.close()
    submission = uuid.uuid4()
    award = contest.propose(one, submission_id=submission)
    assert contest.propose(one, submission_id=submission) == award
    with pytest.raises(Refused, match="already"):
        contest.propose(one)


def test_passing_over_a_better_one_wants_a_written_reason(scored):
    with pytest.raises(Refused, match="why this one"):
        scored.propose(scored.second)
    award = scored.propose(scored.second, tie_reason="more jobs for women")
    assert (award.tie_reason, award.rank) == ("more jobs for women", 1)
    with pytest.raises(Refused, match="All awards"):
        scored.propose(scored.first)


def test_a_tie_wants_a_written_reason(contest):
    one, other, juror = contest.enter(), contest.enter(), contest.juror()
    contest.score(juror, one, 7)
    contest.score(juror, other, 7)
    contest.close()
    with pytest.raises(Refused, match="equal"):
        contest.propose(one)
    assert contest.propose(one, tie_reason="longer registered").tie_reason


def test_a_tied_officer_does_not_propose(scored):
    compliance_made.conflict(scored.officer, scored.first.enterprise)
    with pytest.raises(Refused, match="colleague"):
        scored.propose(scored.first)


def test_members_vote_and_may_change_their_vote_until_it_is_closed(scored):
    award, member = scored.propose(scored.first), scored.juror(scores=False, votes=True)
    deliberating.vote(award=award, by=member.user, vote="against")
    deliberating.vote(award=award, by=member.user, vote="for", note="I read it again")
    assert AwardVote.objects.get().vote == "for"
    with pytest.raises(Refused, match="1 vote is missing"):
        deliberating.decide(award, by=scored.chief)
    made.voted(award)
    assert deliberating.decide(award, by=scored.chief).state == "decided"
    with pytest.raises(Refused, match="decided"):
        deliberating.vote(award=award, by=member.user, vote="against")


def test_who_does_not_vote(scored):
    proposer = made.juror(scored.cycle, scored.officer, votes=True)
    award = scored.propose(scored.first)
    tied, scorer = scored.juror(votes=True), scored.juror()
    compliance_made.conflict(tied.user, scored.first.enterprise)
    for user, say in ((proposer.user, "You proposed"), (tied.user, "tie"), (scorer.user, "not a member")):
        with pytest.raises(Refused, match=say):
            deliberating.vote(award=award, by=user, vote="for")


@pytest.mark.parametrize(
    ("votes", "state"),
    [(["for", "for"], "decided"), (["for", "abstain"], "rejected"), (["for", "against"], "rejected")],
)
def test_the_majority_of_votes_cast_decides(scored, votes, state):
    award = scored.propose(scored.first)
    for vote in votes:
        deliberating.vote(award=award, by=scored.juror(votes=True).user, vote=vote)
    assert deliberating.decide(award, by=scored.chief).state == state


def test_the_proposer_does_not_close_the_vote(scored):
    award = scored.propose(scored.first, by=scored.chief)
    made.voted(award)
    with pytest.raises(Refused, match="You proposed"):
        deliberating.decide(award, by=scored.chief)


def test_after_a_refusal_the_next_is_proposed_without_a_reason(scored):
    award = scored.propose(scored.first)
    made.voted(award, "against")
    deliberating.decide(award, by=scored.chief)
    assert scored.propose(scored.second).rank == 1


def test_the_committee_is_done_when_every_vote_is_closed(scored):
    with pytest.raises(Refused, match="No award is decided"):
        deliberating.deliberate(scored.cycle, by=scored.chief)
    award = scored.propose(scored.first)
    with pytest.raises(Refused, match="still open"):
        deliberating.deliberate(scored.cycle, by=scored.chief)
    made.voted(award)
    deliberating.decide(award, by=scored.chief)
    assert deliberating.deliberate(scored.cycle, by=scored.chief).state == "deliberated"


def test_notes_are_added_once_and_stay(scored):
    given = {"cycle": scored.cycle, "text": "Ask about the nursery", "by": scored.officer, "candidate": scored.first}
    submission = uuid.uuid4()
    first = deliberating.note(submission_id=submission, **given)
    assert deliberating.note(submission_id=submission, **given) == first
    assert first.category == scored.category
