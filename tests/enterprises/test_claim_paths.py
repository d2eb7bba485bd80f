"""Every way from what a person has in hand to an enterprise they may act for."""

import uuid

import pytest

from enterprises.models import Claim, Enterprise, LookUp, RegistryRecord, Representative
from nssf_portal.doubles.sample_registries import only_in_registries
from nssf_portal.law.models import LawValue
from nssf_portal.notifications.models import Message
from nssf_portal.work.models import WorkItem
from tests.enterprises.conftest import ASIA, MONY, SMART, STRANGER, VEASNA, Way, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asia():
    return EnterpriseFactory(nssf_number="100007", name_latin="Asia Nova Brothers Academy Group", name_km="", tin=ASIA)


def test_the_owner_a_registry_names_is_done_without_a_document(camdx, way, person, asia):
    way.start("tin").number("l៤០0 ".replace("៤០0 ", "004-087891151")).go_on()
    assert way.step == "person"
    way.person(**MONY)
    assert way.step == "data" and "The registry names you" in way.text
    way.data(name_latin=asia.name_latin)
    claim = Claim.objects.get()
    assert (claim.state, claim.rule, claim.matched_role) == ("approved", "registry-names-person@1", "owner")
    assert Representative.objects.get(enterprise=asia, user=person).basis == "registry"
    assert not WorkItem.objects.exists() and "100007" in way.text
    asia.refresh_from_db()
    assert asia.phone == "+85512345678" and asia.nssf_number == "100007"


def test_a_director_is_as_good_and_the_khmer_name_is_enough(camdx, way, person):
    smart = EnterpriseFactory(nssf_number="100011", tin=SMART)
    way.start("tin").number(SMART).go_on().person(**VEASNA).data()
    assert Claim.objects.get().matched_role == "director"
    assert Representative.objects.get(user=person).enterprise == smart


def test_a_moc_number_leads_the_same_way(camdx, way):
    way.start("moc").number("77097845").go_on().person(**MONY).data()
    assert Claim.objects.get().state == "approved"
    assert Enterprise.objects.get().tin == ASIA


def test_an_enterprise_nobody_had_is_registered_with_number_head_office_and_what_each_source_said(camdx, way):
    way.start("tin").number(ASIA).go_on().person(**MONY).data(name_latin="Asia Nova")
    enterprise = Enterprise.objects.get()
    assert (enterprise.state, enterprise.nssf_number, enterprise.name_latin) == ("registered", "950001", "Asia Nova")
    assert enterprise.establishments.get().is_head_office
    said = {record.source.code: record for record in RegistryRecord.objects.filter(enterprise=enterprise)}
    assert set(said) == {"obr", "gdt", "moc", "enterprise"}
    assert said["obr"].as_of and said["obr"].exchange_id


def test_before_proof_only_name_district_and_activity_are_in_the_page(camdx, way):
    firm = only_in_registries()[0]
    way.start("tin").number(firm.tin)
    assert way.step == "found" and (firm.name_latin or firm.name_km) in way.text
    record = RegistryRecord.objects.filter(source__code="obr").get()
    hidden = [record.phone[4:], firm.phone, record.address, firm.moc_number]
    assert not [value for value in hidden if value and value in way.text]
    way.go_on().person(**STRANGER)
    assert way.step == "document"
    assert not [value for value in hidden if value and value in way.text]


def test_another_name_with_the_right_number_proves_nothing(camdx, way, asia):
    way.start("tin").number(ASIA).go_on().person(**MONY | {"given_name_latin": "Dara", "family_name_latin": "Lim"})
    assert way.step == "document" and "do not name you" in way.text


def test_one_document_goes_to_the_officers_of_the_place(camdx, way, asia, photo):
    way.start("tin").number(ASIA).go_on().person(**STRANGER)
    assert "Commercial registration certificate" in way.text
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    claim = Claim.objects.get()
    assert way.step == "done" and claim.reference in way.text and claim.state == "submitted"
    item = WorkItem.objects.get()
    assert (item.kind, item.subject_id) == ("claim", claim.pk) and item.place_code == claim.place_code
    assert claim.documents.count() == 1 and not Representative.objects.exists()


def test_registries_down_lets_go_on_with_a_document(camdx, way, asia, photo):
    camdx.set(drop=True)
    way.start("tin").number(ASIA)
    way.go_on().person(**MONY)
    assert way.step == "document" and "did not answer" in way.text
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    assert Claim.objects.get().checks.get(code="registry").outcome == "unavailable"


def test_registries_down_and_nobody_here_knows_the_number(camdx, way, photo):
    camdx.set(drop=True)
    way.start("tin").number(ASIA)
    assert "did not answer" in way.text
    way.go_on().person(**MONY)
    assert way.step == "data"
    way.data()
    assert way.step == "document"
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    assert Claim.objects.get().state == "submitted"


def test_an_unknown_tin_asks_for_a_certificate_and_keeps_the_number(camdx, way, photo):
    way.start("tin").number("E999-9999999999")
    assert "No registry knows this number" in way.text
    way.post(instead="one_window").number("OW-12/2026").person(**STRANGER).data()
    assert way.step == "document" and "One-window" in way.text
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    claim = Claim.objects.get()
    assert (claim.tin, claim.certificate_number, claim.state) == ("E999-9999999999", "OW-12/2026", "submitted")


@pytest.mark.parametrize("path", ["one_window", "informal"])
def test_a_certificate_goes_on_without_a_registry(way, path, photo):
    way.start(path).number("123").person(**STRANGER).data()
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    assert Claim.objects.get().state == "submitted" and WorkItem.objects.get().place_code == "120101"


def test_none_of_these_goes_on_too(way, photo):
    way.start("none").person(**STRANGER).data()
    assert way.step == "document" and "Khmer identity card" in way.text
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    assert Claim.objects.get().state == "submitted"


def test_a_household_needs_an_id_and_an_address(way, photo, clerk):
    way.start("household").person(**{k: v for k, v in STRANGER.items() if k != "capacity"})
    assert way.step == "data" and "Where do you live" in way.text
    way.post(commune_code="120101", phone="012 345 678", address="12")
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    signed_in(clerk).post(f"/en/desk/claims/{Claim.objects.get().pk}/", {"decision": "approve"})
    household = Enterprise.objects.get()
    assert (household.kind, household.sector, household.state) == ("household", "T", "registered")


def test_represented_by_somebody_else_is_for_the_officers_even_with_the_registrys_word(camdx, way, asia):
    representative_of(asia)
    way.start("tin").number(ASIA)
    assert "Somebody acts for this enterprise already" in way.text
    way.go_on().person(**MONY)
    assert way.step == "document" and "Somebody else acts" in way.text


def test_the_present_owner_can_be_asked_to_invite_instead(camdx, way, person, asia):
    owner = representative_of(asia)
    way.start("tin").number(ASIA)
    claim = Claim.objects.get()
    way.post(f"/en/employer/register/{claim.pk}/ask-owner/")
    assert Message.objects.filter(template="claim.invite_asked", recipient_user=owner).count() == 1
    page = signed_in(owner).get(f"/en/employer/{asia.pk}/people/").content.decode()
    assert "Somebody asks to be invited" in page
    signed_in(owner).post(f"/en/employer/{asia.pk}/people/ask/{claim.pk}/", {"role": "manager"})
    assert asia.invitations.get().email == person.email


def test_who_already_acts_for_it_is_told_so(camdx, asia):
    way = Way(signed_in(representative_of(asia)))
    way.start("tin").number(ASIA)
    assert "You act for this enterprise already" in way.text


def test_a_double_click_makes_one_claim(signed):
    data = {"path": "none", "submission_id": str(uuid.uuid4())}
    for _click in range(2):
        signed.post("/en/employer/register/", data)
    assert Claim.objects.count() == 1


def test_confirming_twice_registers_once(camdx, way, signed):
    way.start("tin").number(ASIA).go_on().person(**MONY)
    url = way.url
    for _click in range(2):
        signed.post(url, {"name_latin": "Asia", "commune_code": "120101", "phone": "012345678"})
    assert Enterprise.objects.count() == 1 and Representative.objects.count() == 1


def test_what_was_typed_stays_after_a_mistake_and_a_break(way, signed):
    way.start("none").person(family_name_latin="Chea", identity_number="12", capacity="owner")
    assert "has 2 digits; an identity card has 9" in way.text
    again = signed.get(way.url).content.decode()
    assert 'value="Chea"' in again
    resumed = signed.get(f"/en/employer/register/{Claim.objects.get().pk}/", follow=True)
    assert resumed.redirect_chain[-1][0].endswith("/person/")


def test_look_ups_are_limited_and_nothing_is_lost(camdx, way):
    LawValue.objects.filter(code="lookup.enterprise.limit").update(number=1)
    from nssf_portal.law import book

    book.forget()
    way.start("tin").number(ASIA)
    way.post(way.url.replace("/found/", "/number/"), number=SMART)
    assert way.page.status_code == 429 and LookUp.objects.count() == 1
    assert Claim.objects.get().tin == SMART
    book.forget()


def test_no_free_number_sends_the_claim_to_the_officers_instead_of_failing(camdx, way, numbers):
    numbers.next = numbers.last + 1
    numbers.save()
    way.start("tin").number(ASIA).go_on().person(**MONY).data()
    assert Claim.objects.get().state == "submitted" and not Enterprise.objects.exists()


def test_the_identity_number_is_nowhere_in_the_clear(camdx, way):
    way.start("none").person(**STRANGER)
    claim = Claim.objects.get()
    assert claim.identity_last4 == "7766" and b"099887766" not in bytes(claim.identity_cipher)
    assert "099887766" not in way.text


def test_two_people_cannot_see_each_others_drafts(way):
    way.start("none")
    other = signed_in(UserFactory())
    for name in ("", "what/", "person/", "data/", "document/", "done/"):
        assert other.get(f"/en/employer/register/{Claim.objects.get().pk}/{name}").status_code == 404
