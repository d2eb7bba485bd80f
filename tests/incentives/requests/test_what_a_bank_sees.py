"""A bank sees what was sent to it, while consent holds: nine things of a request, no persons, no wages, no numbers."""

import dataclasses
import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from enterprises.models import Enterprise, Establishment, Representative
from incentives.models import IncentiveRequest
from incentives.sharing import COLUMNS, SharedRequest, columns_of
from nssf_portal.audit.models import ReadLog
from tests.factories import incentives
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment
from tests.invariants.addresses import addresses
from tests.invariants.world import World, value_of

pytestmark = pytest.mark.django_db
LIST = "/en/incentives/answers/"
# Everything the Fund knows of the enterprise, its people and the request that is nobody else's business.
SECRETS = {
    "nssf_number": "788123",
    "tin": "K009-908070605",
    "moc_number": "00091827",
    "address": "Street of secrets 77",
    "phone": "+85512999888",
    "email": "owner@secret.example",
    "main_activity": "Secret activity",
}
SHOWN = {
    "id", "reference", "state", "enterprise_km", "enterprise_latin", "programme_km", "programme_en", "programme_kind",
    "amount", "standing", "standing_on", "size", "contact_name", "contact_phone", "purpose", "consent_until",
    "sent_at", "answer_by",
}  # fmt: skip


def known(**fields):
    names = {field.name for field in Enterprise._meta.get_fields()}
    return {name: value for name, value in fields.items() if name in names}


@pytest.fixture
def enterprise():
    made = EnterpriseFactory(
        name_latin="Bayon Bakery", name_km="នំបាយ័ន", commune_code="120101", **known(**SECRETS), declared_workers=7431
    )
    Establishment.objects.filter(enterprise=made).update(name_latin="Secret branch")
    owner = UserFactory(name="Owner Secretname", phone="+85510777666")
    Representative.objects.create(enterprise=made, user=owner, role="owner", basis="sample")
    worker = MemberFactory(family_name_latin="Workersecret", given_name_latin="Person")
    found = employment(worker, made, date(2024, 1, 1))
    type(found).objects.filter(pk=found.pk).update(wage=Decimal("1234567"))
    return made


@pytest.fixture
def sent(enterprise):
    return incentives.sent(
        enterprise,
        amount=20_000_000,
        note="Our note to the Fund",
        contact_name="Contact Given",
        contact_phone="+85512345678",
        consent_purpose="So that the bank can decide",
        answer_by=timezone.localdate() + timedelta(days=30),
        proposed_by=Representative.objects.get(enterprise=enterprise).user,
    )


def secret_words(sent):
    people = (sent.proposed_by, sent.granted_by)
    words = {str(value) for value in known(**SECRETS).values()} | {"7431", "7,431", "1234567", "1,234,567"}
    words |= {"Workersecret", "Secretname", "Secret branch", "Our note", "120101", str(sent.enterprise_id)}
    return words | {person.name for person in people} | {person.email for person in people if person.email}


def test_the_promise_is_a_closed_list_and_the_database_is_asked_for_nothing_else(sent):
    assert {field.name for field in dataclasses.fields(SharedRequest)} == SHOWN == set(COLUMNS)
    asked = str(columns_of(IncentiveRequest.objects.shared_with([sent.institution_id])).query).split(" FROM ")[0]
    read = {re.search(r'\."(\w+)"', part)[1] for part in asked.split(",")}
    assert read == {
        "id", "reference", "state", "name_km", "name_latin", "name_en", "kind", "amount", "shared_standing",
        "shared_on", "shared_size", "contact_name", "contact_phone", "consent_purpose", "consent_until", "granted_at",
        "answer_by",
    }  # fmt: skip


def test_the_screens_show_what_was_agreed_and_nothing_that_was_not(client, sent):
    client.force_login(incentives.partner())
    pages = [client.get(LIST).text, client.get(f"{LIST}{sent.pk}/").text]
    for page in pages:
        assert sent.reference in page and "Bayon Bakery" in page and "20,000,000" in page and "micro" in page.lower()
        assert not [word for word in secret_words(sent) if word in page]
    for word in ("Contact Given", "012 345 678", "So that the bank can decide", "as of"):
        assert word in pages[1].replace("\xa0", " ")
    assert ReadLog.objects.filter(subject_id=sent.pk, screen="incentives.answers").count() == 1


def test_what_was_frozen_is_shown_though_the_register_goes_on(client, sent):
    IncentiveRequest.objects.filter(pk=sent.pk).update(shared_size="small", shared_on=date(2026, 3, 4))
    client.force_login(incentives.partner())
    page = client.get(f"{LIST}{sent.pk}/").text.replace("\xa0", " ")
    assert "Small" in page and "4 March 2026" in page


@pytest.mark.parametrize(
    "change",
    [
        {"consent_until": timezone.localdate() - timedelta(days=1)},
        {"consent_ended_at": timezone.now()},
        {"state": "withdrawn"},
        {"state": "proposed"},
        {"institution": "OTHER"},
    ],
    ids=["consent over", "consent taken back", "withdrawn", "not sent yet", "another bank's"],
)
def test_without_consent_it_is_not_there_at_all(client, change):
    given = dict(change)
    if "institution" in given:
        given["institution"] = incentives.institution("OTHER")
    if "consent_ended_at" in given:
        given["consent_ended_by"] = UserFactory()
    maker = incentives.request if given.get("state") == "proposed" else incentives.sent
    hidden = maker(EnterpriseFactory(name_latin="Hidden Enterprise", name_km=""), **given)
    client.force_login(incentives.partner())
    url = f"{LIST}{hidden.pk}/"
    assert client.get(url).status_code == 404
    answer = {"kind": "accepted", "happened_on": "1/1/2026", "submission_id": str(uuid.uuid4())}
    assert client.post(url, answer).status_code == 404
    for show in ("waiting", "late", "answered", "taken_up", "over"):
        assert "Hidden Enterprise" not in client.get(f"{LIST}?show={show}").text
    assert b"Hidden" not in client.get(f"{LIST}table/").content and not hidden.answers.exists()


def test_a_clerk_of_the_bank_does_not_see_the_request_of_an_enterprise_of_their_own(client, sent):
    clerk = incentives.partner()
    Representative.objects.create(enterprise=sent.enterprise, user=clerk, role="delegate", basis="sample")
    client.force_login(clerk)
    assert client.get(f"{LIST}{sent.pk}/").status_code == 404


def test_only_institutions_come_in_and_they_come_in_nowhere_else(client, sent):
    for user in (incentives.officer(), incentives.chief(), sent.proposed_by, incentives.juror_user()):
        client.force_login(user)
        for url in (LIST, f"{LIST}{sent.pk}/", f"{LIST}file/", f"{LIST}table/"):
            assert client.get(url).status_code == 403
    client.force_login(incentives.partner())
    assert client.get("/en/accounts/").url == LIST
    pk = sent.enterprise_id
    for url in (f"/en/employer/{pk}/", f"/en/employer/{pk}/standing/", "/en/incentives/", "/en/incentives/requests/"):
        assert client.get(url).status_code in (403, 404)


def test_at_every_address_with_an_object_of_the_enterprise_the_bank_finds_its_request_and_nothing_else(client, sent):
    world = World(sent.enterprise)
    world._made["incentive"] = sent
    client.force_login(incentives.partner())
    opened = set()
    for address in addresses():
        if not address.route.startswith("incentives/") and "enterprise_id" not in address.kwargs:
            continue
        if not address.kwargs:
            continue
        values = {argument: value_of(world, argument) for argument in address.kwargs}
        answer = client.get(address.path(values, "en/"))
        if answer.status_code not in (403, 404, 405):
            opened.add(address.name)
    assert opened == {"answers:request"}


def test_the_list_costs_the_same_for_many(client, django_assert_max_num_queries):
    programme = incentives.programme()
    for _ in range(6):
        incentives.sent(of=programme)
    client.force_login(incentives.partner())
    with django_assert_max_num_queries(16):
        assert "6 requests wait for your answer" in client.get(LIST).text
