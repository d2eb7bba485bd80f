"""What officers see and do: lists, jury, marks once they are over, the committee, the announcement, one award."""

import uuid

import pytest
from django.utils import timezone

from compliance.enums import StandingState
from incentives.models import Award, Candidate, DeliberationNote, Juror
from incentives.services import award_papers, deliberating
from nssf_portal.documents.models import IssuedDocument
from tests.factories import compliance as compliance_made
from tests.factories import incentives as made

pytestmark = pytest.mark.django_db
ROOT = "/en/incentives/awards/"


@pytest.fixture
def officer(contest, client):
    client.force_login(contest.officer)
    return client


def at(contest, path):
    return f"{ROOT}{contest.cycle.pk}/{path}"


def post(client, path, **data):
    return client.post(path, {"submission_id": str(uuid.uuid4())} | data, follow=True)


def test_the_list_shows_points_that_open_to_their_facts_and_chips_with_counts(contest, officer):
    one = contest.enter(points=7)
    contest.enter(state="nominated")
    page = officer.get(at(contest, "candidates/"))
    text = page.content.decode()
    assert "1 candidate is on a short list" in text and one.enterprise.name in text
    assert "/eligibility/rows/" in text
    only = officer.get(at(contest, "candidates/?state=short_list")).content.decode()
    assert only.count('scope="row"') == 2  # the category and the candidate
    assert officer.get(at(contest, "candidates/?state=set_aside&category=nothing")).status_code == 200


def test_a_list_asks_the_database_as_often_for_many_as_for_one(contest, officer, django_assert_max_num_queries):
    for _n in range(4):
        contest.enter(state="nominated")
    officer.get(at(contest, "candidates/"))
    with django_assert_max_num_queries(24):
        officer.get(at(contest, "candidates/"))


def test_without_a_frozen_run_the_page_says_what_is_missing(contest, officer):
    contest.run.is_frozen = False
    contest.run.save()
    assert "not computed yet" in officer.get(at(contest, "candidates/")).content.decode()


def test_fill_nominate_short_list_set_aside(contest, officer):
    row, other = contest.eligible(9), contest.eligible(5)
    found = officer.get(at(contest, f"candidates/nominate/?q={other.enterprise.nssf_number}")).content.decode()
    assert other.enterprise.name in found
    assert "Nothing found" in officer.get(at(contest, "candidates/nominate/?q=zzzz")).content.decode()
    bad = officer.post(at(contest, f"candidates/nominate/{other.pk}/"), {"reason": ""})
    assert bad.status_code == 422
    page = post(officer, at(contest, f"candidates/nominate/{other.pk}/"), reason="a nursery for the staff")
    assert "Nominated." in page.content.decode()
    page = post(officer, at(contest, f"candidates/fill/{contest.category.pk}/"))
    assert "2 enterprises put on the long list" in page.content.decode()
    assert "nobody else is eligible" in page.content.decode()
    one = Candidate.objects.get(enterprise=row.enterprise)
    page = post(officer, at(contest, f"candidates/{one.pk}/move/"), act="short_list")
    assert "Done. The list is changed." in page.content.decode()
    assert "Call the jury that scores them" in officer.get(at(contest, "")).content.decode()
    assert officer.post(at(contest, f"candidates/{one.pk}/move/"), {"act": "set_aside"}).status_code == 422
    post(officer, at(contest, f"candidates/{one.pk}/move/"), act="set_aside", reason="a new fine")
    assert "a new fine" in officer.get(at(contest, f"candidates/{one.pk}/")).content.decode()
    again = post(officer, at(contest, f"candidates/{one.pk}/move/"), act="short_list")
    assert "already decided or changed" in again.content.decode()
    post(officer, at(contest, f"candidates/{one.pk}/note/"), text="Ask again next year")
    assert DeliberationNote.objects.get().candidate == one


def test_acts_are_posts_and_strangers_find_nothing(contest, officer, client):
    one = contest.enter()
    for path in (f"candidates/fill/{contest.category.pk}/", f"candidates/{one.pk}/move/", "scores/close/"):
        assert officer.get(at(contest, path)).status_code == 405
    elsewhere = made.officer("17")
    client.force_login(elsewhere)
    assert client.get(at(contest, f"candidates/{one.pk}/")).status_code == 404
    assert one.enterprise.name not in client.get(at(contest, "candidates/")).content.decode()
    client.force_login(made.juror_user())
    assert client.get(at(contest, "candidates/")).status_code == 403


def test_a_tied_officer_does_not_see_the_candidate(contest, officer):
    one = contest.enter()
    compliance_made.conflict(contest.officer, one.enterprise)
    assert officer.get(at(contest, f"candidates/{one.pk}/")).status_code == 404


def test_call_and_end(contest, officer):
    user = made.juror_user()
    assert officer.post(at(contest, "jurors/"), {"user": user.pk}).status_code == 422
    page = post(officer, at(contest, "jurors/"), user=user.pk, scores="on", votes="on")
    assert "Called." in page.content.decode() and "scores and votes" in page.content.decode()
    post(officer, at(contest, f"jurors/{Juror.objects.get().pk}/end/"))
    assert Juror.objects.get().ended_at


def test_no_mark_on_any_officers_page_before_scoring_is_over(contest, officer):
    one, juror = contest.enter(), contest.juror()
    contest.score(juror, one, 7)
    contest.score(contest.juror(), one, 9)
    for path in ("scores/", "committee/", f"candidates/{one.pk}/"):
        text = officer.get(at(contest, path)).content.decode()
        assert "70.0" not in text and "80.0" not in text and "<strong>7</strong>" not in text
    page = post(officer, at(contest, "scores/close/"))
    assert "80.0" in page.content.decode() and "70.0 – 90.0" in page.content.decode()
    assert "<strong>7</strong>" in officer.get(at(contest, f"candidates/{one.pk}/")).content.decode()
    assert "The jury scores again." in post(officer, at(contest, "scores/reopen/")).content.decode()


def test_propose_close_the_vote_and_the_deliberation(contest, officer, client):
    one, other = contest.enter(), contest.enter()
    assert (
        "once scoring is over" in officer.get(at(contest, f"committee/propose/{one.pk}/"), follow=True).content.decode()
    )
    contest.close()
    text = officer.get(at(contest, "committee/")).content.decode()
    assert "Propose" in text and "tie" in text
    assert officer.post(at(contest, f"committee/propose/{one.pk}/"), {"submission_id": uuid.uuid4()}).status_code == 422
    page = post(officer, at(contest, f"committee/propose/{one.pk}/"), tie_reason="longer registered")
    assert "Proposed. The committee votes." in page.content.decode()
    award = Award.objects.get()
    assert officer.post(f"{ROOT}awards/{award.pk}/decide/").status_code == 403
    client.force_login(contest.chief)
    assert "2 votes are missing" in post(client, f"{ROOT}awards/{award.pk}/decide/").content.decode()
    made.voted(award)
    assert "The vote is closed." in post(client, f"{ROOT}awards/{award.pk}/decide/").content.decode()
    post(client, at(contest, "committee/note/"), text="All agreed")
    assert "The committee is done" in post(client, at(contest, "committee/close/")).content.decode()
    assert other.enterprise.name in client.get(at(contest, "committee/")).content.decode()


@pytest.fixture
def decided(contest, standings):
    one = contest.enter()
    contest.close()
    contest.award = contest.decided(one)
    deliberating.deliberate(contest.cycle, by=contest.chief)
    contest.standings = standings
    return contest


def test_the_announcement_names_who_is_not_in_good_standing(decided, officer, client):
    day = f"{timezone.localdate():%d/%m/%Y}"
    assert "The chief of incentives announces" in officer.get(at(decided, "announce/")).content.decode()
    assert officer.post(at(decided, "announce/"), {"day": day}).status_code == 403
    decided.standings[decided.award.enterprise_id] = StandingState.OWING
    client.force_login(decided.chief)
    assert "1 winner is not in good standing today" in client.get(at(decided, "announce/")).content.decode()
    refused = client.post(at(decided, "announce/"), {"day": day})
    assert refused.status_code == 422 and decided.award.reference in refused.content.decode()
    done = client.post(at(decided, "announce/"), {"day": day, "despite": [str(decided.award.pk)]}, follow=True)
    assert "Announced." in done.content.decode() and "0 of 4 ready" in done.content.decode()
    again = client.post(at(decided, "announce/"), {"day": day})
    assert again.status_code == 422


def test_one_award_its_papers_and_its_withdrawal(decided, officer, client):
    award = decided.award
    decided.chief_two = made.chief()
    client.force_login(decided.chief)
    client.post(at(decided, "announce/"), {"day": f"{timezone.localdate():%d/%m/%Y}"})
    page = f"{ROOT}awards/{award.pk}/"
    assert client.get(f"{page}certificate/km/").status_code == 404
    assert "The papers are being made" in post(client, f"{page}papers/").content.decode()
    award_papers.make(award.pk, "certificate_km", day=timezone.localdate(), by=decided.chief)
    assert client.get(f"{page}certificate/km/").headers["Content-Type"] == "application/pdf"
    assert client.post(f"{page}withdraw/", {"reason": ""}).status_code == 422
    assert "A second person decides" in post(client, f"{page}withdraw/", reason="false payroll").content.decode()
    assert "another person decides" in client.get(page).content.decode()
    assert "another person" in post(client, f"{page}withdrawal/", act="withdraw").content.decode()
    client.force_login(decided.chief_two)
    assert "withdrawn" in post(client, f"{page}withdrawal/", act="withdraw").content.decode()
    assert IssuedDocument.objects.get().revoked_at
    post(client, f"{page}withdrawal/", act="nothing")
    assert "announced award only" in post(client, f"{page}papers/").content.decode()
