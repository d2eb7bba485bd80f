"""Complaints about the Fund's own work: anonymous if one likes, answered in time, out of reach of those concerned."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from nssf_portal.work.models import WorkItem
from registration.models import Complaint
from registration.services import complaints
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.service import complaint

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/complaints/"


@pytest.fixture
def officer():
    return UserFactory(grant=("complaints_officer", "HQ"))


def complain(client, **changes):
    data = {"about": "money", "text": "They asked for 5 dollars.", "submission_id": uuid.uuid4()}
    return client.post("/en/register/complaint/", data | changes)


def status(client, reference, code):
    return client.post("/en/register/complaint/status/", {"reference": reference, "code": code})


def test_a_complaint_without_a_name_has_a_reference_a_code_and_a_day(client):
    same = uuid.uuid4()
    for _again in range(2):
        body = client.get(complain(client, submission_id=same).url).content.decode()
    made = Complaint.objects.get()
    code = complaints.code_of(made)
    assert made.reference in body and code in body
    assert made.due_on > timezone.localdate() and made.contact_cipher is None
    assert not WorkItem.objects.exists()
    assert "We answer by" in status(client, made.reference, code).content.decode()


def test_reference_and_code_belong_together_and_are_not_guessed(client):
    made = complaint()
    wrong = "00000000" if complaints.code_of(made) != "00000000" else "11111111"
    assert "fit together" in status(client, made.reference, wrong).content.decode()
    assert "fit together" in status(client, "CMP-26-XXXXXX-0", wrong).content.decode()
    for _n in range(4):
        status(client, made.reference, wrong)
    assert status(client, made.reference, complaints.code_of(made)).status_code == 429


def test_what_is_missing_is_said(client):
    body = complain(client, about="", text="").content.decode()
    assert "Choose what it is about." in body and "What happened?: This field is required." in body


def test_it_goes_to_headquarters_never_to_the_office_or_the_person_it_is_about(client, officer):
    office = OfficeFactory(code="12")
    about_office, about_officer = complaint(office=office), complaint()
    complaints.concern(about_officer, office=None, person=officer, by=UserFactory(grant=("complaints_officer", "HQ")))
    client.force_login(officer)
    body = client.get(PAGE).content.decode()
    assert about_office.reference in body and about_officer.reference not in body
    assert client.get(f"{PAGE}{about_officer.pk}/").status_code == 404
    client.force_login(UserFactory(grant=("senior_clerk", "12")))
    assert client.get(f"{PAGE}{about_office.pk}/").status_code == 404
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    assert client.get(PAGE).status_code == 403


def test_of_headquarters_itself_only_its_complaints_officers_hear(client, officer):
    made = complaint(office=OfficeFactory(code="HQ"))
    client.force_login(UserFactory(grant=("senior_clerk", "HQ")))
    assert client.get(f"{PAGE}{made.pk}/").status_code == 404
    client.force_login(officer)
    assert client.get(f"{PAGE}{made.pk}/").status_code == 200


def test_it_is_looked_into_answered_read_by_code_and_closed(client, officer):
    made = complaint(contact="+85512345678")
    client.force_login(officer)
    page = f"{PAGE}{made.pk}/"
    client.post(page, {"act": "look"})
    assert "This field is required." in client.post(page, {"act": "answer", "text": ""}).content.decode()
    for _again in range(2):
        client.post(page, {"act": "answer", "text": "You are right. The fee is nothing."})
    made.refresh_from_db()
    assert (made.state, made.answered_by, made.handled_by) == ("answered", officer, officer)
    client.logout()
    assert "You are right." in status(client, made.reference, complaints.code_of(made)).content.decode()
    client.force_login(officer)
    client.post(page, {"act": "close"})
    made.refresh_from_db()
    assert made.state == "closed"


def test_who_is_complained_of_answers_nothing_not_even_for_the_database(officer):
    made = complaint()
    complaints.concern(made, office=None, person=officer, by=UserFactory(grant=("complaints_officer", "HQ")))
    with pytest.raises(PermissionDenied):
        complaints.answer(made, text="All is well", by=officer)
    with pytest.raises(IntegrityError, match="complaint_answered_by_another"), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(answered_by=officer, answered_at=timezone.now())


def test_an_agent_takes_a_complaint_down(client):
    agent = UserFactory(grant=("hotline_agent", "HQ"))
    client.force_login(agent)
    data = {"about": "conduct", "text": "Shouted at me", "submission_id": uuid.uuid4()}
    answer = client.post("/en/desk/hotline/complaint/", data, follow=True)
    made = Complaint.objects.get()
    assert made.taken_by == agent and complaints.code_of(made) in answer.content.decode()
    assert client.get(f"{PAGE}{made.pk}/").status_code == 403


def test_they_are_counted_for_reports(officer):
    first = complaint()
    complaint(about="money")
    complaints.answer(first, text="Done", by=officer)
    Complaint.objects.filter(about="money").update(due_on=timezone.localdate() - timedelta(days=1))
    today = timezone.localdate()
    assert complaints.counts(today) == {"received": 2, "answered": 1, "late": 1}
    assert complaints.counts(today, "money") == {"received": 1, "answered": 0, "late": 1}


def test_the_list_asks_the_same_however_long(client, officer, django_assert_max_num_queries):
    client.force_login(officer)
    complaint()
    client.get(PAGE)
    with django_assert_max_num_queries(14) as first:
        client.get(PAGE)
    for _n in range(4):
        complaint(office=OfficeFactory(code="12"))
    with django_assert_max_num_queries(len(first)):
        client.get(PAGE)
