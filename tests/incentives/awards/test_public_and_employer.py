"""The public roll names only who agreed; the employer nominates itself, agrees, and takes its certificate."""

import uuid

import pytest

from incentives.models import AwardCycle, Candidate
from incentives.services import award_papers
from tests.factories import incentives as made
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
ROLL = "/en/awards/"


def announced(contest, **fields):
    """Its award, given and announced."""
    one = contest.enter(**fields)
    award = made.award(one, "given")
    contest.close()
    for state in ("deliberated", "announced"):
        by = {f"{state}_at": contest.now, f"{state}_by": contest.chief}
        type(contest.cycle).objects.filter(pk=contest.cycle.pk).update(state=state, **by)
    return award


def home(enterprise):
    return f"/en/employer/{enterprise.pk}/awards/"


def test_the_roll_is_public_and_says_when_it_is_empty(client, db):
    page = client.get(ROLL).content.decode()
    assert "Nobody stands here yet" in page and f'href="{ROLL}"' in page  # the footer leads there
    assert client.post(ROLL).status_code == 405


def test_the_roll_names_who_agreed_with_category_year_and_province_only(contest, client):
    award = announced(contest)
    assert award.enterprise.name_latin not in client.get(ROLL).content.decode()
    owner = representative_of(award.enterprise)
    Candidate.objects.update(public_at=contest.now, public_by=owner)
    page = client.get(f"{ROLL}?year=2026").content.decode()
    assert award.enterprise.name_latin in page and "Small enterprises" in page and "Phnom Penh" in page
    assert award.reference not in page and award.enterprise.nssf_number not in page
    assert client.get(f"{ROLL}?year=1999").status_code == 200
    type(award).objects.update(
        state="withdrawal_proposed", withdrawal_proposed_at=contest.now, withdrawal_proposed_by=contest.officer
    )
    assert award.enterprise.name_latin in client.get(ROLL).content.decode()
    type(award).objects.update(state="withdrawn", withdrawn_at=contest.now, withdrawn_by=contest.chief)
    assert award.enterprise.name_latin not in client.get(ROLL).content.decode()


def test_the_roll_asks_the_same_few_questions_for_many(contest, client, django_assert_max_num_queries):
    announced(contest, public_at=contest.now, public_by=contest.officer)
    client.get(ROLL)
    with django_assert_max_num_queries(10):
        client.get(ROLL)


def test_an_eligible_enterprise_nominates_itself_once(contest, client):
    row = contest.eligible()
    client.force_login(representative_of(row.enterprise))
    assert "Nominate my enterprise" in client.get(home(row.enterprise)).content.decode()
    ask = f"{home(row.enterprise)}nominate/{contest.cycle.pk}/"
    assert client.get(ask).status_code == 200
    assert client.post(ask, {"reason": ""}).status_code == 422
    given = {"reason": "Everybody is registered on the first day", "submission_id": str(uuid.uuid4())}
    assert "in the competition" in client.post(ask, given, follow=True).content.decode()
    client.post(ask, given)
    assert Candidate.objects.get().source == "self"


def test_who_is_not_eligible_reads_why(contest, client):
    row = contest.eligible(eligible=False, missed=["paid_in_time"])
    client.force_login(representative_of(row.enterprise))
    page = client.get(home(row.enterprise)).content.decode()
    assert "every month paid on time" in page and "Nominate my enterprise" not in page
    ask = f"{home(row.enterprise)}nominate/{contest.cycle.pk}/"
    given = {"reason": "please", "submission_id": str(uuid.uuid4())}
    assert client.post(ask, given).status_code == 422 and not Candidate.objects.exists()


def test_consent_is_given_and_taken_back_by_owner_or_manager_only(contest, client):
    one = contest.enter()
    agree = f"{home(one.enterprise)}roll/{one.pk}/"
    client.force_login(representative_of(one.enterprise))
    client.post(agree, {"public": "yes"})
    assert Candidate.objects.get().public_at
    assert "Do not show our name" in client.get(home(one.enterprise)).content.decode()
    client.post(agree, {"public": "no"})
    assert Candidate.objects.get().public_at is None
    client.force_login(representative_of(one.enterprise, "delegate"))
    assert client.post(agree, {"public": "yes"}).status_code == 403
    assert client.get(agree).status_code == 405


def test_it_leaves_the_competition_and_is_told_nothing_of_the_lists(contest, client):
    one = contest.enter()
    client.force_login(representative_of(one.enterprise))
    page = client.get(home(one.enterprise)).content.decode()
    assert "in the competition" in page and "short list" not in page
    client.post(f"{home(one.enterprise)}leave/{one.pk}/")
    assert Candidate.objects.get().state == "withdrawn"


def test_a_winner_takes_its_papers_and_a_stranger_finds_nothing(contest, client):
    award = announced(contest)
    award_papers.make(award.pk, "certificate_km", day=contest.now.date(), by=contest.chief)
    client.force_login(representative_of(award.enterprise))
    page = client.get(home(award.enterprise)).content.decode()
    assert "Your enterprise has 1 award" in page
    paper = f"{home(award.enterprise)}{award.pk}/certificate/km/"
    assert client.get(paper).headers["Content-Type"] == "application/pdf"
    assert client.get(paper.replace("/km/", "/en/")).status_code == 404
    gone = {"withdrawal_proposed_at": contest.now, "withdrawal_proposed_by": contest.officer}
    type(award).objects.update(state="withdrawal_proposed", **gone)
    type(award).objects.update(state="withdrawn", withdrawn_at=contest.now, withdrawn_by=contest.chief)
    assert "Your enterprise has" not in client.get(home(award.enterprise)).content.decode()
    client.force_login(representative_of(EnterpriseFactory()))
    for path in (paper, home(award.enterprise)):
        assert client.get(path).status_code == 404


def test_before_the_announcement_the_winner_knows_nothing(contest, client):
    award = made.award(contest.enter(), "decided")
    client.force_login(representative_of(award.enterprise))
    assert award.reference not in client.get(home(award.enterprise)).content.decode()


def test_who_was_not_chosen_is_told_so_and_asked_nothing_more(contest, client):
    other = contest.enter(points=3)
    announced(contest)
    client.force_login(representative_of(other.enterprise))
    page = client.get(home(other.enterprise)).content.decode()
    assert "was not chosen this time" in page and "show our name" not in page


def test_of_a_withdrawn_award_no_name_in_public_is_asked_for(contest, client):
    award = made.award(contest.enter(), "withdrawn")
    contest.close()
    done = {"deliberated_at": contest.now, "deliberated_by": contest.chief}
    cycles = AwardCycle.objects.filter(pk=contest.cycle.pk)
    cycles.update(state="deliberated", **done)
    cycles.update(state="announced", announced_at=contest.now, announced_by=contest.chief)
    client.force_login(representative_of(award.enterprise))
    page = client.get(home(award.enterprise)).content.decode()
    assert "This award was withdrawn" in page and "show our name" not in page and "not chosen this time" not in page
