"""What a juror and a member of the committee see and do; nothing without the call."""

import pytest

from enterprises.models import Representative
from incentives.models import AwardVote, JurorConflict, JurorScore
from tests.factories import compliance as compliance_made
from tests.factories import incentives as made
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
ROOT = "/en/incentives/jury/"


@pytest.fixture
def me(contest, client):
    contest.me = contest.juror(votes=True)
    client.force_login(contest.me.user)
    return client


def sheet(contest, one):
    return f"{ROOT}{contest.cycle.pk}/candidates/{one.pk}/"


def test_the_first_page_says_what_waits(contest, me):
    contest.enter()
    assert "1 candidate to mark" in me.get(ROOT).content.decode()
    me.force_login(made.juror_user())
    assert "not called to an award yet" in me.get(ROOT).content.decode()
    assert me.get(f"{ROOT}{contest.cycle.pk}/").status_code == 404


def test_a_juror_marks_a_candidate_and_sees_no_wages_nor_other_marks(contest, me):
    one, other = contest.enter(reason="a nursery"), contest.juror()
    contest.score(other, one, 3)
    page = me.get(sheet(contest, one)).content.decode()
    assert "a nursery" in page and "Months declared" in page
    assert "30.0" not in page and other.user.name not in page
    given = {"mark_1": "8", "note_1": "well kept", "untied": "on"}
    assert me.post(sheet(contest, one), given | {"untied": ""}).status_code == 422
    assert me.post(sheet(contest, one), given | {"mark_1": "11"}).status_code == 422
    assert "Your marks are kept" in me.post(sheet(contest, one), given, follow=True).content.decode()
    mark = JurorScore.objects.get(juror=contest.me)
    assert (mark.points, mark.note) == (8, "well kept")
    assert 'value="8"' in me.get(sheet(contest, one)).content.decode()
    assert "No candidate waits" in me.get(f"{ROOT}{contest.cycle.pk}/").content.decode()


def test_a_tie_is_declared_and_the_form_is_gone(contest, me):
    one = contest.enter()
    assert me.get(f"{sheet(contest, one)}tie/").status_code == 405
    assert me.post(f"{sheet(contest, one)}tie/", {"tie-reason": ""}).status_code == 422
    me.post(f"{sheet(contest, one)}tie/", {"tie-reason": "my sister works there"})
    assert JurorConflict.objects.get().reason == "my sister works there"
    page = me.get(sheet(contest, one)).content.decode()
    assert "You declared a conflict" in page and "Keep my marks" not in page
    refused = me.post(sheet(contest, one), {"mark_1": "8", "untied": "on"})
    assert refused.status_code == 422 and not JurorScore.objects.exists()


def test_lists_of_others_and_own_enterprises_are_not_there(contest, me):
    on_long, own = contest.enter(state="long_list"), contest.enter()
    Representative.objects.create(enterprise=own.enterprise, user=contest.me.user, role="owner", basis="sample")
    for one in (on_long, own):
        assert me.get(sheet(contest, one)).status_code == 404
    voter = contest.juror(scores=False, votes=True)
    me.force_login(voter.user)
    assert me.get(sheet(contest, contest.enter())).status_code == 404
    me.force_login(representative_of(own.enterprise))
    assert me.get(ROOT).status_code == 403


def test_a_member_votes_with_the_marks_before_the_eyes(contest, me):
    one, other = contest.enter(), contest.juror()
    contest.score(other, one, 7)
    contest.close()
    award = contest.propose(one)
    page = me.get(f"{ROOT}awards/{award.pk}/").content.decode()
    assert "70.0" in page and other.user.name in page
    assert me.post(f"{ROOT}awards/{award.pk}/", {"vote": ""}).status_code == 422
    done = me.post(f"{ROOT}awards/{award.pk}/", {"vote": "for", "note": "clear"}, follow=True)
    assert "Your vote is kept" in done.content.decode()
    assert AwardVote.objects.get().vote == "for"
    me.force_login(other.user)
    assert me.get(f"{ROOT}awards/{award.pk}/").status_code == 404


def test_the_tied_and_the_late_read_why_they_do_not_vote(contest, me):
    one = contest.enter()
    contest.close()
    award = contest.propose(one)
    compliance_made.conflict(contest.me.user, one.enterprise)
    assert "declared a tie" in me.get(f"{ROOT}awards/{award.pk}/").content.decode()
    refused = me.post(f"{ROOT}awards/{award.pk}/", {"vote": "for"})
    assert refused.status_code == 422 and not AwardVote.objects.exists()
