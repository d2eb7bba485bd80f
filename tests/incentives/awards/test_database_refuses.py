"""The database itself refuses: no service, no form is asked here."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from incentives.models import Award, AwardVote, Juror, JurorConflict, JurorScore
from tests.factories import incentives as made

pytestmark = pytest.mark.django_db


def refused(say):
    """The statement fails, and says so; the transaction goes on."""
    return pytest.raises(DatabaseError, match=say)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def insert_score(juror, candidate, criterion, points=5):
    run(
        "INSERT INTO incentives_jurorscore (id, juror_id, candidate_id, criterion_id, points, note, scored_at)"
        " VALUES (%s, %s, %s, %s, %s, '', now())",
        uuid.uuid4(), juror.pk, candidate.pk, criterion.pk, points,
    )  # fmt: skip


def insert_vote(award, juror, user, vote="for"):
    run(
        "INSERT INTO incentives_awardvote (id, award_id, juror_id, user_id, vote, note, voted_at)"
        " VALUES (%s, %s, %s, %s, %s, '', now())",
        uuid.uuid4(), award.pk, juror.pk, user.pk, vote,
    )  # fmt: skip


def test_a_juror_with_a_declared_conflict_cannot_score_that_enterprise(contest):
    one, other, juror = contest.enter(), contest.enter(), contest.juror()
    JurorConflict.objects.create(juror=juror, candidate=one, reason="my sister works there")
    with refused("conflict of interest"):
        insert_score(juror, one, contest.question)
    with refused("conflict of interest"), transaction.atomic():
        JurorScore.objects.create(juror=juror, candidate=one, criterion=contest.question, points=9)
    insert_score(juror, other, contest.question)
    moved = JurorScore.objects.filter(juror=juror, candidate=other)
    with refused("conflict of interest"), transaction.atomic():
        moved.update(candidate=one)


def test_a_conflict_declared_afterwards_voids_the_marks(contest):
    one, juror = contest.enter(), contest.juror()
    insert_score(juror, one, contest.question)
    JurorConflict.objects.create(juror=juror, candidate=one, reason="my sister works there")
    assert JurorScore.objects.get().void_at is not None
    with refused("conflict of interest"), transaction.atomic():
        JurorScore.objects.update(points=10)


def test_marks_only_by_jurors_of_the_cycle_on_its_scale_while_it_is_open(contest):
    one = contest.enter()
    stranger = made.juror(made.cycle(2025, state="drafted"))
    only_votes = contest.juror(scores=False, votes=True)
    ended = contest.juror(ended_at=timezone.now(), ended_by=contest.officer)
    for juror in (stranger, only_votes, ended):
        with refused("jurors of the cycle"):
            insert_score(juror, one, contest.question)
    with refused("jurors of the cycle"):
        insert_score(contest.juror(), one, contest.question, points=11)
    contest.close()
    with refused("while it is open"):
        insert_score(contest.juror(), one, contest.question)


def test_no_decision_without_a_quorum(contest):
    award = made.award(contest.enter())
    done = {"decided_at": timezone.now(), "decided_by": contest.chief}
    juror = contest.juror(votes=True)
    AwardVote.objects.create(award=award, juror=juror, user=juror.user, vote="for")
    for state in ("decided", "rejected"):
        with refused("quorum"), transaction.atomic():
            Award.objects.filter(pk=award.pk).update(state=state, **done)
    with refused("quorum"):
        run(
            "UPDATE incentives_award SET state = 'decided', decided_at = now(), decided_by_id = %s WHERE id = %s",
            contest.chief.pk,
            award.pk,
        )
    made.voted(award)
    assert Award.objects.filter(pk=award.pk).update(state="decided", **done) == 1


def test_no_award_against_the_votes(contest):
    award = made.award(contest.enter())
    made.voted(award, "against")
    done = {"decided_at": timezone.now(), "decided_by": contest.chief}
    with refused("more votes in favour"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(state="decided", **done)


def test_an_award_cannot_begin_as_decided(contest):
    one = contest.enter()
    done = {"decided_at": timezone.now(), "decided_by": contest.chief, "proposed_by": contest.officer}
    given = {"cycle": one.cycle, "category": one.category, "enterprise": one.enterprise, "reference": "AWD-1"}
    with refused("begins as a proposal"), transaction.atomic():
        Award.objects.create(candidate=one, state="decided", submission_id=uuid.uuid4(), **given, **done)


def test_who_proposed_does_not_vote(contest):
    award = made.award(contest.enter(), proposed_by=contest.officer)
    own = made.juror(contest.cycle, contest.officer, votes=True)
    with refused("proposed an award"):
        insert_vote(award, own, contest.officer)
    other = contest.juror(votes=True)
    insert_vote(award, other, other.user)
    with refused("proposed an award"), transaction.atomic():
        AwardVote.objects.update(user=contest.officer)


def test_nobody_votes_for_another_nor_untold_nor_twice_nor_when_tied_nor_afterwards(contest):
    one = contest.enter()
    award, member = made.award(one), contest.juror(votes=True)
    scorer, elsewhere = contest.juror(), made.juror(made.cycle(2025, state="drafted"), votes=True)
    tied = contest.juror(votes=True)
    JurorConflict.objects.create(juror=tied, candidate=one, reason="my sister works there")
    for juror, user in ((member, contest.officer), (member, scorer.user), (scorer, scorer.user), (tied, tied.user)):
        with refused("vote|proposed"):
            insert_vote(award, juror, user)
    with refused("untied members"):
        insert_vote(award, elsewhere, elsewhere.user)
    insert_vote(award, member, member.user)
    with refused("award_vote_once"):
        insert_vote(award, member, member.user)
    made.voted(award)
    Award.objects.filter(pk=award.pk).update(state="decided", decided_at=timezone.now(), decided_by=contest.chief)
    with refused("until the award is decided"), transaction.atomic():
        AwardVote.objects.filter(award=award, user=member.user).update(vote="against")


def test_who_proposed_does_not_decide(contest):
    award = made.award(contest.enter(), proposed_by=contest.officer)
    made.voted(award)
    with refused("award_second_is_not_first"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(state="decided", decided_at=timezone.now(), decided_by=contest.officer)


def test_who_proposed_a_withdrawal_does_not_withdraw(contest):
    award = made.award(contest.enter(), "withdrawal_proposed", withdrawal_proposed_by=contest.officer)
    gone = {"state": "withdrawn", "withdrawn_at": timezone.now()}
    with refused("award_withdrawal_second_is_not_first"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(withdrawn_by=contest.officer, **gone)
    with refused("award_withdrawal_second_is_not_first"):
        run(
            "UPDATE incentives_award SET state = 'withdrawn', withdrawn_at = now(), withdrawn_by_id = %s WHERE id = %s",
            contest.officer.pk,
            award.pk,
        )
    assert Award.objects.filter(pk=award.pk).update(withdrawn_by=contest.chief, **gone) == 1


def test_a_person_is_called_once(contest):
    juror = contest.juror()
    with refused("juror_once_a_cycle"), transaction.atomic():
        Juror.objects.create(cycle=contest.cycle, user=juror.user, called_by=contest.officer)
