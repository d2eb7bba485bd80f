"""The counter: somebody else registered on one page; what the helper may see and may not decide."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from nssf_portal.audit.models import ReadLog
from registration.enums import ApplicantPath, ConsentPurpose, MemberState
from registration.models import Application, Member
from registration.services import application_deciding as deciding
from registration.services import applications
from tests.factories.accounts import UserFactory
from tests.factories.applications import identity_says, sent
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, identifier
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db
COUNTER = "/en/desk/counter/"
WOMAN = {
    "family_name_latin": "SAO",
    "given_name_latin": "SREYNEANG",
    "sex": "F",
    "born_on": "14/8/1996",
    "phone": "012 345 678",
    "identity": "khmer_id",
    "identity_number": "020 304 055",
    "nationality": "KH",
    "commune_code": "120101",
    "language": "km",
    "channel": "counter",
    "identity_check": "on",
}


@pytest.fixture
def clerk(monkeypatch):
    identity_says(monkeypatch)
    number_block()
    return UserFactory(grant=("clerk", "12"))


def fill(client, path="owner", submission=None, **changes):
    data = WOMAN | {"path": path, "submission_id": submission or uuid.uuid4()} | changes
    return client.post(COUNTER, {name: value for name, value in data.items() if value is not None})


def test_a_walk_in_is_registered_at_once_and_gets_a_number(client, clerk):
    client.force_login(clerk)
    answer = fill(client)
    made = Application.objects.get()
    assert (made.state, made.channel, made.helped_by, made.user) == ("approved", "counter", clerk, None)
    assert made.number_of("khmer_id").reveal() == "020304055"
    assert made.number_of("phone").reveal() == "+85512345678"
    body = client.get(answer.url).content.decode()
    assert made.member.member_number in body and made.reference in body
    assert "020304055" not in body
    assert ReadLog.objects.filter(subject_id=made.pk, user=clerk, screen="desk.counter").count() == 1


def test_the_same_submission_is_one_application(client, clerk):
    client.force_login(clerk)
    same = uuid.uuid4()
    assert fill(client, submission=same).url == fill(client, submission=same).url
    assert Application.objects.count() == 1


def test_all_errors_stand_at_their_fields_at_once_and_what_was_typed_stays(client, clerk):
    client.force_login(clerk)
    body = fill(
        client, "employee", identity_number="12345", born_on="yesterday", sex="", phone="12", enterprise="",
        enterprise_typed="", employer_contact="ask",
    ).content.decode()  # fmt: skip
    for words in (
        "The number has 5 signs; this document has 9 digits.",
        "Write the date, for example 3 April 1998",
        "Enter a phone number with 9 or 10 digits",
        "Enter the employer&#x27;s number, or its name.",
    ):
        assert words in body
    assert 'value="SREYNEANG"' in body and "There are 5 problems" in body
    assert not Application.objects.exists()


@pytest.mark.parametrize("path", ApplicantPath.values)
def test_each_path_asks_its_own_and_no_other(client, clerk, path):
    client.force_login(clerk)
    body = client.get(f"{COUNTER}?path={path}").content.decode()
    assert ('name="sponsor"' in body) == (path == "dependant")
    assert ('name="uses_workers"' in body) == (path == "self_employed")
    assert ('name="employer_contact"' in body) == (path in ("employee", "domestic", "casual"))


def test_an_employee_names_the_enterprise_by_number_and_the_employer_is_asked(client, clerk):
    enterprise = EnterpriseFactory()
    representative_of(enterprise)
    client.force_login(clerk)
    fill(client, "employee", enterprise=enterprise.nssf_number, employer_contact="ask", wage="816 000៛")
    made = Application.objects.get()
    assert (made.enterprise, made.waits_for, made.wage) == (enterprise, "employer", 816000)
    assert applications.has_consented(made, ConsentPurpose.EMPLOYER_NAMED)
    client.force_login(clerk)
    assert "No enterprise has this number" in fill(client, "employee", enterprise="000").content.decode()


def test_a_dependant_by_the_number_of_the_member_and_its_birth_certificate(client, clerk):
    sponsor = MemberFactory()
    client.force_login(clerk)
    child = {"born_on": "3/4/2021", "identity": "birth_certificate", "identity_number": "12/2021", "phone": ""}
    fill(client, "dependant", sponsor=sponsor.member_number, relation="child", identity_check=None, **child)
    made = Application.objects.get()
    assert (made.sponsor, made.relation, made.state) == (sponsor, "child", "in_review") or made.work_item


def test_the_self_employed_hear_the_price_before_they_agree(client, clerk):
    client.force_login(clerk)
    words = "Nobody is registered who has not heard the price."
    assert words in fill(client, "self_employed").content.decode()
    fill(client, "self_employed", terms="on", certificate="CAM-1", informal_platform="on")
    assert Application.objects.get().accepted_terms_at


def test_a_document_comes_along_and_a_bad_one_keeps_everything_typed(client, clerk):
    client.force_login(clerk)
    bad = SimpleUploadedFile("card.jpg", b"not a picture", "image/jpeg")
    body = fill(client, document=bad, document_kind="khmer_id").content.decode()
    assert "SREYNEANG" in body and not Application.objects.exists()


def test_without_a_document_one_begins_all_the_same(client, clerk):
    client.force_login(clerk)
    fill(client, identity="lost", identity_number="")
    made = Application.objects.get()
    assert (made.no_identity, made.identity_kind) == ("lost", "")
    assert made.work_item.is_open


def test_the_helper_does_not_decide_what_they_helped_with(client, clerk):
    client.force_login(clerk)
    fill(client, identity="lost", identity_number="")
    with pytest.raises(PermissionDenied):
        deciding.approve(Application.objects.get(), by=clerk)


@pytest.mark.parametrize(
    ("role", "channels"),
    [("bank_agent", {"bank_agent"}), ("field_agent", {"mobile_unit", "on_site"}), ("hotline_agent", {"hotline"})],
)
def test_the_channel_follows_the_role(client, clerk, role, channels):
    client.force_login(UserFactory(grant=(role, "12")))
    assert "Select a valid choice" in fill(client, channel="counter").content.decode()
    for channel in channels:
        fill(client, channel=channel, identity_number=f"0203040{len(channel):02d}")
    assert set(Application.objects.values_list("channel", flat=True)) == channels


def test_an_agent_sees_only_what_was_begun_there(client, clerk):
    agent = UserFactory(grant=("bank_agent", "12"))
    others = sent("owner", khmer_id="", helped_by=clerk)
    client.force_login(agent)
    fill(client, channel="bank_agent")
    mine = Application.objects.get(helped_by=agent)
    assert client.get(f"{COUNTER}{mine.pk}/").status_code == 200
    assert client.get(f"{COUNTER}{others.pk}/").status_code == 404
    assert client.post(f"{COUNTER}{others.pk}/card/").status_code == 404
    body = client.get(f"{COUNTER}today/").content.decode()
    assert mine.reference in body and others.reference not in body
    assert "SREYNEANG" not in body and "S••••" in body


def test_who_takes_nobody_in_stays_out(client):
    for role in ("analyst", "inspector", "complaints_officer"):
        client.force_login(UserFactory(grant=(role, "HQ")))
        assert client.get(COUNTER).status_code == 403
        assert client.get(f"{COUNTER}today/").status_code == 403


def test_the_list_of_today_asks_the_same_however_long(client, clerk, django_assert_max_num_queries):
    client.force_login(clerk)
    sent("owner", khmer_id="", helped_by=clerk)
    client.get(f"{COUNTER}today/")
    with django_assert_max_num_queries(20) as first:
        client.get(f"{COUNTER}today/")
    for _n in range(4):
        sent("owner", khmer_id="", helped_by=clerk)
    with django_assert_max_num_queries(len(first)):
        client.get(f"{COUNTER}today/")


def test_a_card_is_printed_only_for_a_registered_person(client, clerk):
    client.force_login(clerk)
    fill(client, identity="lost", identity_number="")
    waiting = Application.objects.get()
    assert client.get(f"{COUNTER}{waiting.pk}/card/").status_code == 405
    answer = client.post(f"{COUNTER}{waiting.pk}/card/", follow=True)
    assert "There is no card before the registration is approved." in answer.content.decode()


@pytest.fixture
def pending():
    return MemberFactory(state=MemberState.PENDING, family_name_latin="OEM", given_name_latin="THEARY")


def prove(client, member, number="010203041", **changes):
    data = {"kind": "khmer_id", "number": number, "same_face": "on"} | changes
    return client.post(f"{COUNTER}prove/{member.pk}/", data)


def test_a_document_seen_face_to_face_makes_a_pending_member_active(client, clerk, pending):
    client.force_login(clerk)
    answer = client.post(f"{COUNTER}prove/", {"number": pending.member_number})
    assert answer.url == f"{COUNTER}prove/{pending.pk}/"
    assert "OEM THEARY" in client.get(answer.url).content.decode()
    assert "9 digits" in prove(client, pending, "1234").content.decode()
    assert "Compare the document with the person first." in prove(client, pending, same_face="").content.decode()
    for _again in range(2):
        assert prove(client, pending).status_code == 302
    pending.refresh_from_db()
    assert pending.state == "active"
    assert [number.reveal() for number in pending.identifiers.all()] == ["010203041"]


def test_a_number_of_another_member_activates_nobody(client, clerk, pending):
    identifier(MemberFactory(), "010203041")
    client.force_login(clerk)
    assert "Another member has this number." in prove(client, pending).content.decode()
    assert Member.objects.get(pk=pending.pk).state == "pending"


def test_an_officer_elsewhere_an_agent_and_the_helper_prove_nothing(client, clerk, pending):
    client.force_login(UserFactory(grant=("clerk", "17")))
    assert prove(client, pending).status_code == 404
    assert (
        "Nobody of your places" in client.post(f"{COUNTER}prove/", {"number": pending.member_number}).content.decode()
    )
    client.force_login(UserFactory(grant=("bank_agent", "12")))
    assert prove(client, pending).status_code == 403
    helped = sent("owner", khmer_id="", helped_by=clerk)
    Application.objects.filter(pk=helped.pk).update(member=pending)
    client.force_login(clerk)
    assert prove(client, pending).status_code == 403
    assert "a colleague proves it" in client.get(f"{COUNTER}prove/{pending.pk}/").content.decode()
