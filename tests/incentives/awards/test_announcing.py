"""Announcing reads standings again, makes papers by a job, tells winners; a withdrawal takes two people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.enums import StandingState
from compliance.services.refusing import Refused
from incentives.models import Award
from incentives.services import announcing, award_papers, deliberating, withdrawing
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.notifications.models import Message
from nssf_portal.workflow import NotPossible
from tests.factories import incentives as made
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def ready(contest, standings):
    """One award decided; the committee is done."""
    contest.one = contest.enter(public_at=None)
    contest.owner = representative_of(contest.one.enterprise)
    contest.close()
    contest.award = contest.decided(contest.one)
    deliberating.deliberate(contest.cycle, by=contest.chief)
    contest.cycle.refresh_from_db()
    contest.standings = standings
    return contest


def announce(ready, **fields):
    return announcing.announce(ready.cycle, **({"by": ready.chief, "day": TODAY()} | fields))


def made_papers(award):
    for job in Job.objects.filter(kind=award_papers.KIND, subject_id=award.pk):
        jobs.run(job.pk)
    award.refresh_from_db()


def test_announced_winners_are_told_and_get_four_papers(ready):
    (award,) = announce(ready)
    assert award.state == "given" and award.given_at
    ready.cycle.refresh_from_db()
    assert (ready.cycle.state, ready.cycle.announced_by) == ("announced", ready.chief)
    message = Message.objects.get(template=announcing.GIVEN_MESSAGE)
    assert message.recipient_user == ready.owner and message.parameters == {"number": award.reference}
    made_papers(award)
    kinds = {(getattr(award, name).kind, getattr(award, name).language) for name in award_papers.FIELDS}
    assert len(kinds) == 4
    made_papers(award)
    assert IssuedDocument.objects.count() == 4
    with pytest.raises(Refused, match="announced"):
        announce(ready)


def test_a_winner_not_in_good_standing_today_is_named_to_the_announcer(ready):
    ready.standings[ready.one.enterprise_id] = StandingState.OWING
    with pytest.raises(Refused, match=ready.award.reference):
        announce(ready)
    assert announce(ready, despite=[ready.award.pk])[0].state == "given"


def test_not_on_a_day_that_is_over_nor_before_the_committee_is_done(ready, contest):
    with pytest.raises(Refused, match="later day"):
        announce(ready, day=TODAY() - timedelta(days=1))
    other = made.cycle(2025)
    with pytest.raises(Refused, match="not at this step"):
        announcing.announce(other, by=ready.chief, day=TODAY())


def test_only_who_decides_for_the_whole_country_announces(ready):
    for who in (ready.officer, made.chief("12")):
        with pytest.raises(Refused, match="whole country"):
            announce(ready, by=who)


def test_a_withdrawal_needs_two_people_and_revokes_the_papers(ready):
    (award,) = announce(ready)
    made_papers(award)
    with pytest.raises(Refused, match="why"):
        withdrawing.propose(award, by=ready.officer, reason="")
    other_chief = made.chief()
    withdrawing.propose(award, by=ready.chief, reason="the payroll was false")
    with pytest.raises(Refused, match="another person"):
        withdrawing.confirm(award, by=ready.chief)
    assert not IssuedDocument.objects.filter(revoked_at__isnull=False).exists()
    assert withdrawing.confirm(award, by=other_chief).state == "withdrawn"
    assert IssuedDocument.objects.filter(revoked_at__isnull=True).count() == 0
    assert Message.objects.filter(template=withdrawing.WITHDRAWN_MESSAGE).count() == 1
    assert not Award.objects.honoured().exists()
    with pytest.raises(NotPossible):
        withdrawing.propose(award, by=ready.officer, reason="again")


def test_a_withdrawal_that_is_not_confirmed_leaves_the_award(ready):
    (award,) = announce(ready)
    withdrawing.propose(award, by=ready.officer, reason="a doubt")
    kept = withdrawing.keep(award, by=ready.chief)
    assert (kept.state, kept.withdrawal_reason, kept.withdrawal_proposed_by) == ("given", "", None)


def test_a_withdrawal_before_the_announcement_holds_it_up(ready):
    withdrawing.propose(ready.award, by=ready.officer, reason="a doubt")
    with pytest.raises(Refused, match="second person"):
        announce(ready)
    assert withdrawing.keep(ready.award, by=ready.chief).state == "decided"
    withdrawing.propose(ready.award, by=ready.officer, reason="no doubt any more")
    withdrawing.confirm(ready.award, by=ready.chief)
    assert not Message.objects.filter(template=withdrawing.WITHDRAWN_MESSAGE).exists()


def test_no_paper_is_made_of_a_withdrawn_award_and_missing_ones_can_be_asked_for(ready):
    (award,) = announce(ready)
    withdrawing.propose(award, by=ready.officer, reason="a doubt")
    withdrawing.confirm(award, by=ready.chief)
    made_papers(award)
    assert not IssuedDocument.objects.exists()


def test_papers_asked_for_again_keep_the_day_of_the_presentation(ready):
    day = TODAY() + timedelta(days=9)
    (award,) = announce(ready, day=day)
    first = award_papers.job_of(award)
    assert award_papers.ask_again(award, by=ready.chief) == first
    Job.objects.filter(pk=first.pk).update(state="done", finished_at=timezone.now())
    again = award_papers.ask_again(award, by=ready.chief)
    assert again != first and f"{day:%Y-%m-%d}" in again.dedup_key
    jobs.run(again.pk)
    assert IssuedDocument.objects.count() == 4


def test_a_paper_cannot_be_made_twice(ready):
    (award,) = announce(ready)
    given = {"day": TODAY(), "by": ready.chief}
    assert award_papers.make(award.pk, "letter_km", **given)
    assert award_papers.make(award.pk, "letter_km", **given) is None
