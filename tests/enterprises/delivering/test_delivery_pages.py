"""The pages of deliveries: for headquarters, for an institution's contact, for who has no business there."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from enterprises.models import RegistryBatch, RegistryRecord
from enterprises.services import deliveries
from enterprises.sources import source
from nssf_portal.accounts.models import Institution, RoleGrant
from tests.enterprises.delivering.conftest import HEADER, A, B, checked, csv_of, run, taken_over
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
HOME = "/en/desk/registry/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer():
    return UserFactory(grant=("clerk", "HQ"))


@pytest.fixture
def contact():
    user = UserFactory()
    RoleGrant.objects.create(user=user, role="institution_contact", institution=Institution.objects.get(code="MISTI"))
    return user


def form(content: bytes, code: str = "mlvt", **given):
    file = SimpleUploadedFile("list.csv", content)
    month = timezone.localdate().strftime("%Y-%m")
    return {"source": source(code).pk, "period": month, "file": file, "submission_id": uuid.uuid4()} | given


def url(batch, act=""):
    return f"{HOME}deliveries/{batch.pk}/{act}"


def test_an_officer_sends_looks_takes_over_and_undoes(officer):
    client = signed_in(officer)
    answer = client.post(f"{HOME}send/", form(csv_of(HEADER, A, ",,No key,,,,,,,")))
    batch = RegistryBatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url(batch))
    assert "The file is being read" in client.get(url(batch)).content.decode()
    assert run(deliveries.CHECK, batch).state == "ready"  # an officer's list waits for the officer
    page = client.get(url(batch)).content.decode()
    assert "This value is missing." in page and "Take the list over" in page
    client.post(url(batch, "take-over/"))
    run(deliveries.LOAD, batch)
    assert RegistryRecord.objects.live().count() == 1
    assert "Undo this delivery" in client.get(url(batch)).content.decode()
    assert b"Undo this delivery" in client.post(url(batch, "undo/"), {"why": ""}).content
    client.post(url(batch, "undo/"), {"why": "wrong month"})
    assert run(deliveries.UNDO, batch).state == "undone"
    assert RegistryRecord.objects.live().count() == 0
    assert "wrong month" in client.get(url(batch)).content.decode()


def test_the_same_submission_twice_is_one_delivery(officer):
    key, client = uuid.uuid4(), signed_in(officer)
    for _turn in range(2):
        assert client.post(f"{HOME}send/", form(csv_of(HEADER, A), submission_id=key)).status_code == 302
    assert RegistryBatch.objects.count() == 1


def test_what_is_decided_already_is_said(officer):
    batch, client = taken_over(csv_of(HEADER, A)), signed_in(officer)
    for act in ("take-over/", "put-aside/"):
        page = client.post(url(batch, act), follow=True).content.decode()
        assert "already decided or changed" in page
    assert client.get(url(batch, "take-over/")).status_code == 405


def test_columns_are_named_on_a_page_with_samples(officer):
    batch, client = checked(csv_of("Code,Wat,Tel,Size", "Z-1,Lotus Coffee,012345678,4")), signed_in(officer)
    assert "Say which column is what" in client.get(url(batch)).content.decode()
    page = client.get(url(batch, "columns/")).content.decode()
    assert "B: Wat" in page and "Lotus Coffee" in page
    assert "Say which column holds the name" in client.post(url(batch, "columns/"), {}).content.decode()
    client.post(url(batch, "columns/"), {"column-0": "source_key", "column-1": "name_latin", "column-2": "phone"})
    assert run(deliveries.CHECK, batch).state == "ready"


def test_problems_come_as_csv_with_the_senders_row_numbers(officer):
    batch = taken_over(csv_of(HEADER, ",,No key,,,,,,,", A))
    lines = signed_in(officer).get(url(batch, "problems.csv")).content.decode("utf-8-sig").splitlines()
    assert lines[1] == "2,Key in the registry,This value is missing.,row refused,required"


def test_a_contacts_list_is_taken_over_by_rule_and_the_contact_sees_it(contact):
    client = signed_in(contact)
    client.post(f"{HOME}send/", form(csv_of(HEADER, A, B), "misti"))
    batch = run(deliveries.CHECK, RegistryBatch.objects.get())
    assert batch.state == "loading"
    run(deliveries.LOAD, batch)
    page = client.get(url(batch)).content.decode()
    assert "by rule" in page and "Undo this delivery" not in page
    assert batch.reference in client.get(HOME).content.decode()
    assert client.post(url(batch, "undo/"), {"why": "x"}).status_code == 403


def test_a_contacts_list_with_many_refused_rows_waits_for_an_officer(contact, officer):
    client = signed_in(contact)
    client.post(f"{HOME}send/", form(csv_of(HEADER, A, ",,No key,,,,,,,"), "misti"))
    batch = run(deliveries.CHECK, RegistryBatch.objects.get())
    assert batch.state == "ready"
    assert "an officer of the Fund looks at it" in client.get(url(batch)).content.decode()
    assert client.post(url(batch, "take-over/")).status_code == 403
    assert signed_in(officer).post(url(batch, "take-over/")).status_code == 302
    assert run(deliveries.LOAD, batch).loaded_by == officer


def test_a_contact_sends_for_its_own_institution_only(contact):
    client = signed_in(contact)
    page = client.post(f"{HOME}send/", form(csv_of(HEADER, A), "mlvt")).content.decode()
    assert "Select a valid choice" in page
    foreign = checked(csv_of(HEADER, A))
    for act in ("", "columns/", "problems.csv"):
        assert client.get(url(foreign, act)).status_code == 404
    assert client.post(url(foreign, "put-aside/")).status_code == 404
    assert foreign.reference not in client.get(HOME).content.decode()
    assert "Ministry of Labour" not in client.get(HOME).content.decode()


def test_an_officer_of_a_province_sees_what_he_sent_himself():
    user = UserFactory(grant=("clerk", "17"))
    client, foreign = signed_in(user), checked(csv_of(HEADER, A))
    assert client.get(url(foreign)).status_code == 404
    client.post(f"{HOME}send/", form(csv_of(HEADER, B), "one_window"))
    assert client.get(url(RegistryBatch.objects.get(received_by=user))).status_code == 200


@pytest.mark.parametrize("grant", [None, ("analyst", "HQ"), ("hotline_agent", "HQ")])
def test_who_has_no_business_here_is_not_let_in(grant):
    client, batch = signed_in(UserFactory(grant=grant)), checked(csv_of(HEADER, A))
    for address in (HOME, f"{HOME}send/", url(batch)):
        assert client.get(address).status_code == 403
    assert Client().get(HOME).status_code == 302


def test_the_home_page_asks_few_questions(officer, django_assert_max_num_queries):
    for number in range(4):
        taken_over(csv_of(HEADER, A.replace("A-1", f"A-{number}")))
    client = signed_in(officer)
    client.get(HOME)
    with django_assert_max_num_queries(16):
        page = client.get(HOME).content.decode()
    assert "has sent no list yet" in page and "in time" in page
