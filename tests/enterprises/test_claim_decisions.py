"""What officers decide, and what a second person must."""

import uuid

import pytest

from enterprises.models import Claim, Enterprise, Representative
from nssf_portal.notifications.models import Message
from nssf_portal.work.models import WorkItem
from tests.enterprises.conftest import STRANGER, Way, signed_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(way, photo):
    way.start("none").person(**STRANGER).data()
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    return Claim.objects.get()


def decide(user, claim, **data):
    return signed_in(user).post(f"/en/desk/claims/{claim.pk}/", data, follow=True)


def test_approving_registers_the_enterprise_and_its_representative(claim, clerk, person):
    assert decide(clerk, claim, decision="approve").status_code == 200
    claim.refresh_from_db()
    enterprise = Enterprise.objects.get()
    assert (claim.state, claim.decided_by, enterprise.registered_by) == ("approved", clerk, clerk)
    assert Representative.objects.get(user=person).basis == "claim"
    assert WorkItem.objects.get().state == "done"
    assert Message.objects.filter(template="claim.approved", recipient_user=person).exists()


def test_approving_twice_changes_nothing(claim, clerk):
    decide(clerk, claim, decision="approve")
    page = decide(clerk, claim, decision="approve")
    assert "already decided" in page.content.decode()
    assert Enterprise.objects.count() == 1 and Representative.objects.count() == 1


def test_returning_names_the_pages_and_only_those_are_asked_again(claim, clerk, signed, photo):
    decide(clerk, claim, decision="return", fields_back=["document"], reason="The photo is too dark.")
    claim.refresh_from_db()
    assert (claim.state, claim.work_item.state) == ("returned", "asked")
    way = Way(signed)
    way.page = signed.get(f"/en/employer/register/{claim.pk}/", follow=True)
    assert way.step == "document" and "The photo is too dark." in way.text
    assert signed.get(f"/en/employer/register/{claim.pk}/person/").status_code == 302
    way.post(file=photo("again.jpg"), submission_id=str(uuid.uuid4()))
    claim.refresh_from_db()
    assert claim.state == "submitted" and claim.documents.count() == 2
    assert WorkItem.objects.get().state == "waiting"


def test_two_pages_sent_back_are_answered_one_after_the_other(claim, clerk, signed):
    decide(clerk, claim, decision="return", fields_back=["person", "data"], reason="Name and place differ.")
    way = Way(signed)
    way.page = signed.get(f"/en/employer/register/{claim.pk}/", follow=True)
    way.person(**STRANGER | {"identity_number": ""})
    assert way.step == "data"
    way.data(name_latin="Better Name")
    claim.refresh_from_db()
    assert (claim.state, claim.name_latin) == ("submitted", "Better Name")


def test_returning_without_a_reason_is_refused(claim, clerk):
    page = decide(clerk, claim, decision="return", fields_back=["data"], reason="")
    assert "Say why" in page.content.decode()
    assert Claim.objects.get().state == "submitted"


def test_a_refusal_needs_a_second_person_who_is_not_the_first(claim, senior):
    decide(senior, claim, decision="refuse", reason="Not the owner.")
    claim.refresh_from_db()
    assert (claim.state, claim.work_item.state) == ("refusal_proposed", "proposed")
    assert decide(senior, claim, decision="confirm").status_code == 403
    other = UserFactory(grant=("senior_clerk", "HQ"))
    assert "You are the second person" in signed_in(other).get(f"/en/desk/claims/{claim.pk}/").content.decode()
    decide(other, claim, decision="confirm")
    claim.refresh_from_db()
    assert (claim.state, claim.decision_reason, claim.work_item.second_by) == ("refused", "Not the owner.", other)
    assert not Enterprise.objects.exists()


def test_a_clerk_is_no_second_person(claim, senior, clerk):
    decide(senior, claim, decision="refuse", reason="Not the owner.")
    assert decide(clerk, claim, decision="confirm").status_code == 403


def test_the_second_person_may_disagree(claim, clerk, senior):
    decide(clerk, claim, decision="refuse", reason="Not the owner.")
    decide(senior, claim, decision="reject", reason="The paper is fine.")
    claim.refresh_from_db()
    assert (claim.state, claim.work_item.state, claim.work_item.first_by) == ("in_review", "waiting", None)
    decide(clerk, claim, decision="approve")
    assert Claim.objects.get().state == "approved"


def test_an_officer_of_another_place_sees_nothing(claim):
    elsewhere = signed_in(UserFactory(grant=("clerk", "17")))
    assert elsewhere.get(f"/en/desk/claims/{claim.pk}/").status_code == 404
    document = claim.documents.get()
    assert elsewhere.get(f"/en/employer/register/{claim.pk}/file/{document.pk}/").status_code == 404


def test_the_officer_reads_the_document_and_only_the_end_of_the_number(claim, clerk):
    client = signed_in(clerk)
    page = client.get(f"/en/desk/claims/{claim.pk}/").content.decode()
    assert "7766" in page and "099887766" not in page
    assert client.get(f"/en/employer/register/{claim.pk}/file/{claim.documents.get().pk}/").status_code == 200


def test_nobody_decides_a_claim_of_their_own(way, photo, person):
    from nssf_portal.accounts.models import RoleGrant
    from tests.factories.accounts import OfficeFactory

    way.start("none").person(**STRANGER).data()
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    RoleGrant.objects.create(user=person, role="clerk", office=OfficeFactory(code="HQ"))
    assert decide(person, Claim.objects.get(), decision="approve").status_code == 403


def test_an_employer_cannot_open_the_desk(claim, signed):
    assert signed.get(f"/en/desk/claims/{claim.pk}/").status_code == 403


def test_withdrawing_ends_the_officers_work(claim, signed):
    signed.post(f"/en/employer/register/{claim.pk}/withdraw/")
    assert Claim.objects.get().state == "withdrawn" and WorkItem.objects.get().state == "cancelled"
