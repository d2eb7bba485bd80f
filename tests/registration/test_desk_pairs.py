"""An officer compares a row with a member and decides; nobody else does, and nothing happens twice."""

from datetime import date

import pytest

from nssf_portal.audit.models import ReadLog
from nssf_portal.work import services as work
from registration.models import Correction, DuplicatePair, Employment, Member
from registration.services import pairs
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import doubtful_pair, employment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "12"))


def url(pair: DuplicatePair, rest: str = "") -> str:
    return f"/en/desk/pairs/{pair.pk}/{rest}"


def decide(client, pair, decision, reason="The card was seen."):
    return client.post(url(pair), {"decision": decision, "reason": reason}, follow=True)


def test_the_two_records_stand_side_by_side_and_numbers_show_their_end(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    body = client.get(url(pair)).content.decode()
    assert pair.member.member_number in body
    assert "0222" in body and "0111" in body
    assert "555000222" not in body
    assert body.count('class="tinted"') == 1  # the ID card; the phone is not compared


def test_a_conflict_marks_the_part_of_the_name_that_differs(client, clerk):
    client.force_login(clerk)
    body = client.get(url(doubtful_pair("conflict"))).content.decode()
    assert "<mark>SOPHEA</mark>" in body
    assert "<mark>SOK</mark>" not in body


def test_opening_the_page_is_written_into_the_read_log_and_nothing_else_is(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    client.get(url(pair))
    log = ReadLog.objects.get()
    assert (log.user, log.subject_id, log.screen, log.revealed) == (clerk, pair.member_id, "desk.pair", False)


def test_another_province_has_no_such_page_and_without_the_permission_the_door_is_shut(client):
    pair = doubtful_pair()
    client.force_login(UserFactory(grant=("clerk", "17")))
    for address in (url(pair), url(pair, "document/")):
        assert client.get(address).status_code == 404
    assert client.post(url(pair), {"decision": "same", "reason": "x"}).status_code == 404
    assert client.post(url(pair, "numbers/"), {"reason": "x"}).status_code == 404
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.get(url(pair)).status_code == 403
    assert client.post(url(pair, "numbers/"), {"reason": "x"}).status_code == 403
    client.logout()
    assert client.get(url(pair)).status_code == 302


def test_whole_numbers_are_shown_once_for_a_reason_that_is_kept(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    assert "555000222" not in client.post(url(pair, "numbers/"), {"reason": ""}).content.decode()
    assert not ReadLog.objects.filter(revealed=True).exists()
    answer = client.post(url(pair, "numbers/"), {"reason": "Compare with the card"})
    assert "555000222" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert ReadLog.objects.get(revealed=True).reason == "Compare with the card"
    assert "555000222" not in client.get(url(pair)).content.decode()


def test_an_employer_outside_the_clerks_places_is_named_by_its_province(client, clerk):
    pair = doubtful_pair()
    employment(pair.member, EnterpriseFactory(name_latin="Angkor Stone", commune_code="170201"), date(2020, 1, 1))
    client.force_login(clerk)
    body = client.get(url(pair)).content.decode()
    assert "Angkor Stone" not in body
    assert "An enterprise in Siem Reap" in body


def test_same_person_makes_an_employment_and_a_correction_of_what_differs(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    answer = decide(client, pair, "same")
    assert "Decided: the same person." in answer.content.decode()
    assert Employment.objects.get().member == pair.member
    assert Correction.objects.get().fields == ["identity_number"]


def test_different_people_get_a_number_each(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    decide(client, pair, "different")
    assert Member.objects.count() == 2
    assert Employment.objects.get().member != pair.member


def test_the_employer_is_asked_in_the_officers_words_and_the_clock_stops(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    body = decide(client, pair, "ask", "Is this Sok Sophea from Takeo?").content.decode()
    assert "Is this Sok Sophea from Takeo?" in body
    pair.refresh_from_db()
    assert (pair.state, pair.work_item.state, pair.row.state) == ("asked", "asked", "repair")
    assert "Ask the employer" not in body


def test_a_decision_needs_a_reason(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    assert "govuk-error-summary" in decide(client, pair, "same", "").content.decode()
    pair.refresh_from_db()
    assert pair.state == "open"


def test_deciding_twice_has_no_second_effect(client, clerk):
    pair = doubtful_pair()
    client.force_login(clerk)
    decide(client, pair, "different")
    body = decide(client, pair, "same").content.decode()
    assert "This was already decided." in body
    assert "The person is registered." in body
    assert Member.objects.count() == 2
    assert Employment.objects.count() == 1


def test_what_a_colleague_works_on_is_not_decided_over_their_head(client, clerk):
    pair = doubtful_pair()
    work.claim(pair.work_item, by=UserFactory(grant=("clerk", "12"), name="Meas Dara"))
    client.force_login(clerk)
    assert "Meas Dara works on this one" in client.get(url(pair)).content.decode()
    decide(client, pair, "same")
    pair.refresh_from_db()
    assert pair.state == "open"


def test_the_page_costs_the_same_queries_however_long_the_story(client, clerk, django_assert_max_num_queries):
    pair = doubtful_pair()
    client.force_login(clerk)
    client.get(url(pair))
    with django_assert_max_num_queries(40) as first:
        client.get(url(pair))
    for _n in range(5):
        work.claim(pair.work_item, by=clerk)
        work.release(pair.work_item, by=clerk)
    with django_assert_max_num_queries(len(first)):
        client.get(url(pair))


def test_a_correction_shows_what_would_change_and_is_taken_over_or_left(client, clerk):
    pair = doubtful_pair()
    pairs.decide_same(pair=pair, reason="Card seen", by=clerk)
    correction = Correction.objects.get()
    address = f"/en/desk/corrections/{correction.pk}/"
    client.force_login(clerk)
    body = client.get(address).content.decode()
    assert "0111" in body and "0222" in body
    client.post(address, {"decision": "accept", "reason": "Card seen"})
    assert pair.member.identifiers.get(superseded_at__isnull=True).last_four == "0222"
    assert "already decided" in client.post(address, {"decision": "leave", "reason": "x"}, follow=True).content.decode()
    client.force_login(UserFactory(grant=("clerk", "17")))
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.get(address).status_code == 403


def test_a_changed_birth_date_has_no_second_record_and_is_accepted_or_asked_about(client, clerk):
    pair = doubtful_pair()
    DuplicatePair.objects.filter(pk=pair.pk).update(member=None, reason="birth_altered")
    type(pair.row).objects.filter(pk=pair.row_id).update(birth_altered=True, match="", matched_member=None)
    client.force_login(clerk)
    body = client.get(url(pair)).content.decode()
    assert "The date is right: register this person" in body
    assert "A changed date of birth needs a document." in body
    decide(client, pair, "accept")
    pair.row.refresh_from_db()
    assert pair.row.state == "registered"
