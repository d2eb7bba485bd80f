"""Members at the desk: found within one's places, read with a log, merged by two persons."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Sum

from nssf_portal.audit.models import ReadLog
from nssf_portal.work.models import WorkItem
from registration import finding
from registration.enums import WhatIsWrong
from registration.models import Correction, DuplicatePair, Member, MemberTally, Merge
from registration.services import merging, pairs
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, doubtful_pair, employment, identifier, wrong_report

pytestmark = pytest.mark.django_db
MEMBERS = "/en/desk/members/"


@pytest.fixture
def clerk():
    return UserFactory(grant=("clerk", "12"))


@pytest.fixture
def senior():
    return UserFactory(grant=("senior_clerk", "12"))


@pytest.fixture
def two():
    one = MemberFactory(family_name_latin="CHAN", given_name_latin="SREYMOM", khmer_id="020304052")
    return one, MemberFactory(family_name_latin="CHAN", given_name_latin="SREY MOM", khmer_id="120304053")


def proposed(two, by) -> Merge:
    return merging.propose_merge(survivor=two[0], other=two[1], reason="One card", by=by, submission_id=uuid.uuid4())


def search(client, text):
    return client.post(MEMBERS, {"text": text})


def test_nothing_is_listed_before_a_search_and_nothing_is_asked_in_an_address(client, clerk):
    member = MemberFactory()
    client.force_login(clerk)
    for address in (MEMBERS, MEMBERS + "?text=" + member.member_number):
        assert str(member.pk) not in client.get(address).content.decode()


@pytest.mark.parametrize("text", ["020304052", "020 304 052", "012 345 678", "10203", "chan srey", "ចាន់"])
def test_a_member_is_found_by_number_card_phone_or_the_start_of_a_name(client, clerk, text):
    member = MemberFactory(
        member_number="1020300001", family_name_latin="CHAN", given_name_latin="SREYMOM", family_name_km="ចាន់",
        given_name_km="ស្រីមុំ", khmer_id="020304052",
    )  # fmt: skip
    identifier(member, "+85512345678", "phone")
    client.force_login(clerk)
    body = search(client, text).content.decode()
    assert "1020300001" in body
    assert "020304052" not in body.replace(f'value="{text}"', "")


def test_a_passport_is_found_whatever_its_country(client, clerk):
    member = MemberFactory(nationality="CN")
    identifier(member, "E12345678", "passport")
    client.force_login(clerk)
    assert member.member_number in search(client, "E12345678").content.decode()


def test_members_of_other_places_are_not_found_nor_opened(client, clerk):
    member = MemberFactory(commune_code="170201", khmer_id="020304052")
    client.force_login(clerk)
    assert "Nobody found in your places" in search(client, "020304052").content.decode()
    address = f"{MEMBERS}{member.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {}).status_code == 404
    assert client.post(address + "numbers/", {"reason": "x"}).status_code == 404


def test_those_who_read_no_members_are_kept_out(client):
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.get(MEMBERS).status_code == 403
    assert client.get(f"{MEMBERS}{MemberFactory().pk}/").status_code == 403


def test_too_short_a_text_lists_nobody(client, clerk):
    MemberFactory()
    client.force_login(clerk)
    assert "at least 2 letters" in search(client, "h").content.decode()


def test_at_most_25_are_shown(clerk):
    for _n in range(27):
        MemberFactory(family_name_latin="NUON")
    found = finding.find("nuon", by=clerk)
    assert (len(found.members), found.more) == (25, True)


def test_who_looks_for_too_many_waits(client, clerk, monkeypatch):
    monkeypatch.setattr("registration.views.clerk_members.within_limit", lambda *args: False)
    client.force_login(clerk)
    assert search(client, "HENG").status_code == 429


def test_the_record_shows_masked_numbers_work_and_who_read_it(client, clerk, two):
    employment(two[0], EnterpriseFactory(name_latin="Lotus Loom"), date(2022, 1, 1))
    client.force_login(clerk)
    client.get(f"{MEMBERS}{two[0].pk}/")
    body = client.get(f"{MEMBERS}{two[0].pk}/").content.decode()
    assert "4052" in body and "020304052" not in body
    assert "Lotus Loom" in body
    assert ReadLog.objects.filter(subject_id=two[0].pk, user=clerk).count() == 2
    assert clerk.name in body
    shown = client.post(f"{MEMBERS}{two[0].pk}/numbers/", {"reason": "Caller at the counter"}).content.decode()
    assert "020304052" in shown
    assert "Caller at the counter" in client.get(f"{MEMBERS}{two[0].pk}/").content.decode()


def propose_by_page(client, one, other, submission=None, **changes):
    data = {
        "number": other.member_number,
        "keep": "this",
        "reason": "One card",
        "submission_id": submission or uuid.uuid4(),
    }
    return client.post(f"{MEMBERS}{one.pk}/", data | changes)


def test_a_merge_is_proposed_once_however_often_it_is_sent(client, clerk, two):
    client.force_login(clerk)
    same = uuid.uuid4()
    for _again in range(2):
        assert propose_by_page(client, *two, submission=same).status_code == 302
    propose_by_page(client, *two)
    merge = Merge.objects.get()
    assert merge.work_item.state == "proposed"
    assert Member.objects.filter(state="active").count() == 2


def test_a_number_elsewhere_or_ones_own_is_not_merged(client, clerk, two):
    client.force_login(clerk)
    far = MemberFactory(commune_code="170201")
    assert "No member of your places" in propose_by_page(client, two[0], far).content.decode()
    assert "the same record" in propose_by_page(client, two[0], two[0]).content.decode()
    assert not Merge.objects.exists()


def test_the_first_person_is_never_the_second_not_even_for_the_database(client, senior, two):
    merge = proposed(two, senior)
    client.force_login(senior)
    address = f"/en/desk/merges/{merge.pk}/"
    assert "Somebody else must make the second" in client.get(address).content.decode()
    assert client.post(address, {"decision": "confirm", "reason": "Mine"}).status_code == 403
    with pytest.raises(PermissionDenied):
        merging.confirm_merge(merge=merge, reason="Mine", by=senior)
    with pytest.raises(IntegrityError, match="work_second_is_not_first"), transaction.atomic():
        WorkItem.objects.filter(pk=merge.work_item_id).update(second_by=senior, second_at="2026-11-22T00:00Z")
    assert not Merge.objects.filter(merged_at__isnull=False).exists()


def test_a_clerk_without_the_second_decision_or_of_another_place_does_not_confirm(client, clerk, two):
    merge = proposed(two, clerk)
    address = f"/en/desk/merges/{merge.pk}/"
    for user, get, post in (
        (UserFactory(grant=("clerk", "12")), 200, 403),
        (UserFactory(grant=("senior_clerk", "17")), 404, 404),
        (UserFactory(grant=("analyst", "HQ")), 403, 403),
    ):
        client.force_login(user)
        assert client.get(address).status_code == get
        assert client.post(address, {"decision": "confirm", "reason": "x"}).status_code == post


def test_confirmed_the_survivor_holds_everything_and_the_old_number_leads_there(client, clerk, senior, two):
    survivor, other = two
    identifier(other, "+85512345678", "phone")
    mill, shop = EnterpriseFactory(), EnterpriseFactory()
    mine = employment(survivor, mill, date(2022, 1, 1), date(2024, 6, 30))
    double = employment(other, mill, date(2021, 5, 1))
    moved = employment(other, shop, date(2019, 1, 1), date(2020, 1, 1))
    merge = proposed(two, clerk)
    client.force_login(senior)
    address = f"/en/desk/merges/{merge.pk}/"
    assert "You are the second person." in client.get(address).content.decode()
    for _again in range(2):
        client.post(address, {"decision": "confirm", "reason": "Both cards seen"})
    other.refresh_from_db(), mine.refresh_from_db(), double.refresh_from_db(), moved.refresh_from_db()
    assert (other.state, other.merged_into) == ("ended", survivor)
    numbers = survivor.identifiers.filter(superseded_at__isnull=True)
    assert {number.reveal() for number in numbers} == {"020304052", "120304053", "+85512345678"}
    assert moved.member == survivor
    assert (mine.started_on, mine.ended_on) == (date(2021, 5, 1), None)
    assert (double.member, double.ended_on, double.end_reason) == (other, date(2021, 5, 1), "mistake")
    assert list(finding.find("120304053", by=senior).members) == [survivor]
    body = client.get(f"{MEMBERS}{other.pk}/").content.decode()
    assert survivor.member_number in body
    assert MemberTally.objects.aggregate(n=Sum("people"))["n"] == 1


def test_sent_back_it_is_proposed_again_or_dropped(client, clerk, senior, two):
    merge = proposed(two, clerk)
    address = f"/en/desk/merges/{merge.pk}/"
    client.force_login(senior)
    client.post(address, {"decision": "send_back", "reason": "The mothers differ"})
    merge.work_item.refresh_from_db()
    assert (merge.work_item.state, merge.work_item.first_by) == ("waiting", None)
    client.force_login(clerk)
    client.post(address, {"decision": "propose", "reason": "Birth certificate seen"})
    merge.work_item.refresh_from_db()
    assert merge.work_item.first_by == clerk
    client.force_login(senior)
    client.post(address, {"decision": "send_back", "reason": "No"})
    client.post(address, {"decision": "drop", "reason": "Two sisters"})
    merge.work_item.refresh_from_db()
    assert merge.work_item.state == "cancelled"
    assert "both members stay as they are" in client.get(address).content.decode()


def test_a_correction_taken_over_voids_the_first_decision(clerk, senior):
    pair = doubtful_pair()
    pairs.decide_same(pair=pair, reason="Card seen", by=clerk)
    merge = proposed((pair.member, MemberFactory()), clerk)
    pairs.decide_correction(correction=Correction.objects.get(), accept=True, reason="Card", by=clerk)
    merge.work_item.refresh_from_db()
    assert merge.work_item.state == "waiting"
    assert merge.work_item.first_by is None


@pytest.mark.django_db(transaction=True)
def test_any_other_edit_after_the_first_decision_voids_it_too():
    two = MemberFactory(), MemberFactory()
    merge = proposed(two, UserFactory(grant=("clerk", "12")))
    Member.objects.filter(pk=two[1].pk).update(given_name_latin="CHANGED")
    assert not merging.confirm_merge(merge=merge, reason="x", by=UserFactory(grant=("senior_clerk", "12")))
    merge.work_item.refresh_from_db()
    assert merge.work_item.state == "waiting"
    assert not Member.objects.filter(merged_into__isnull=False).exists()


def test_open_questions_about_the_other_are_asked_about_the_survivor(clerk, senior):
    pair = doubtful_pair()
    survivor = MemberFactory()
    merge = proposed((survivor, pair.member), clerk)
    assert merging.confirm_merge(merge=merge, reason="x", by=senior)
    assert DuplicatePair.objects.get().member == survivor


def test_a_wrong_report_is_confidential_and_closed_with_a_note(client, clerk, two):
    report = wrong_report(two[0], said=WhatIsWrong.NEVER_WORKED)
    address = f"/en/desk/wrong-reports/{report.pk}/"
    client.force_login(clerk)
    body = client.get(address).content.decode()
    assert "I never worked for an employer who would say this" in body
    assert "Notice of a hire" in body
    assert "The employer must never learn" in body
    for note in ("", "Called the member.", "Again"):
        client.post(address, {"reason": note})
    report.work_item.refresh_from_db()
    assert (report.work_item.state, report.work_item.first_reason) == ("done", "Called the member.")
    client.force_login(UserFactory(grant=("clerk", "17")))
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(grant=("analyst", "HQ")))
    assert client.get(address).status_code == 403


def test_queries_of_a_record_do_not_grow_with_its_story(client, clerk, two, django_assert_max_num_queries):
    client.force_login(clerk)
    address = f"{MEMBERS}{two[0].pk}/"
    employment(two[0], EnterpriseFactory(), date(2009, 1, 1), date(2009, 6, 1))
    client.get(address)
    with django_assert_max_num_queries(30) as first:
        client.get(address)
    for year in range(2010, 2016):
        employment(two[0], EnterpriseFactory(), date(year, 1, 1), date(year, 6, 1))
    with django_assert_max_num_queries(len(first)):
        client.get(address)


def test_a_merged_member_is_not_merged_again(clerk, senior, two):
    merging.confirm_merge(merge=proposed(two, clerk), reason="x", by=senior)
    with pytest.raises(merging.NotMergeable):
        proposed((MemberFactory(), Member.objects.get(pk=two[1].pk)), clerk)
