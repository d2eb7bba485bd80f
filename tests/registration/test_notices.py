"""What a member is told, and the page behind the link: no personal data before two facts are right."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from nssf_portal.audit.models import ReadLog
from nssf_portal.notifications import templates
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.recipients import address_of
from nssf_portal.notifications.tokens import link_token
from nssf_portal.work.models import WorkItem
from registration.messages import CODES
from registration.models import Employment, MemberIdentifier, MemberProof, WrongReport
from registration.services.reports import add_phone
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, person, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    with translation.override("en"):
        yield


@pytest.fixture
def shop():
    return EnterpriseFactory(name_latin="Secret Shoes")


@pytest.fixture
def message(shop):
    """The invitation of somebody born on 2 February 1971 with the ID number 100000037."""
    confirmed(send_roster(shop, [person(1)]))
    return Message.objects.get()


@pytest.fixture
def member(message):
    return Employment.objects.select_related("member").get().member


def at(name, message):
    return reverse(f"registration:{name}", args=[link_token(message.pk)])


def right(**changes):
    return {"born_on": "2 February 1971", "last_four": "0037"} | changes


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("code", CODES)
def test_texts_say_that_something_happened_and_nothing_else(message, settings, code):
    settings.PUBLIC_URL = "https://portal.nssf.gov.kh"
    message.template = code
    for language in ("km", "en"):
        body = templates.render(message, language).body
        link = f"https://portal.nssf.gov.kh/m/{link_token(message.pk)}"
        assert body.endswith(link)
        assert not any(sign.isdigit() for sign in body.removesuffix(link))
        assert "SOK" not in body
        assert templates.segments(body) <= 2
    assert not message.parameters


def test_the_address_is_the_newest_number(message, member):
    assert address_of(message) == "+85512000001"
    assert add_phone(member=member, number="+85599888777")
    assert not add_phone(member=member, number="+85599888777")
    assert address_of(message) == "+85599888777"


def test_without_proof_the_page_says_no_more_than_the_message(client, message, member):
    response = client.get(at("notice", message))
    shown = text_of(response)
    assert "An employer registered you with the Fund" in shown
    for secret in ("Secret Shoes", "SOK", "SOPHEA", member.member_number, "816"):
        assert secret not in shown
    assert "no-store" in response["Cache-Control"]
    # "no-referrer" would keep the link private too, but browsers then send `Origin: null` and no form is taken.
    assert response["Referrer-Policy"] == "same-origin"
    assert 'name="referrer"' not in shown


def test_a_forged_token_is_not_found(client, message):
    token = link_token(message.pk)
    for forged in (token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), "x", token + "A"):
        assert client.get(f"/en/m/{forged}").status_code == 404
        for act in ("prove", "wrong", "phone"):
            assert client.post(f"/en/m/{forged}/{act}", right()).status_code == 404


def test_the_link_of_another_kind_of_message_is_not_found(client, message):
    Message.objects.update(template="accounts.phone_code")
    assert client.get(at("notice", message)).status_code == 404


def test_only_the_methods_a_page_has(client, message):
    assert client.post(at("notice", message)).status_code == 405
    for name in ("notice_prove", "notice_wrong", "notice_phone"):
        assert client.get(at(name, message)).status_code == 405


def test_two_facts_show_the_record_without_a_wage(client, message, member):
    shown = text_of(client.post(at("notice_prove", message), right(), follow=True))
    assert member.member_number in shown
    assert "Secret Shoes" in shown
    assert "since 15 June 2024" in shown
    assert "816" not in shown
    assert str(member.pk) not in str(dict(client.session))


def test_the_record_of_one_message_opens_no_other(client, message):
    client.post(at("notice_prove", message), right())
    confirmed(send_roster(EnterpriseFactory(), [person(2)]))
    other = Message.objects.exclude(pk=message.pk).get()
    assert client.get(at("notice", other)).context["record"] is None


def test_three_wrong_proofs_close_the_door_for_an_hour(client, message, member):
    for facts in (right(last_four="9999"), right(born_on="3 February 1971"), right(last_four="1234")):
        response = client.post(at("notice_prove", message), facts)
        assert response.status_code == 422
        assert member.member_number not in text_of(response)
    assert client.post(at("notice_prove", message), right()).status_code == 422
    assert "wrong too often" in text_of(client.get(at("notice", message)))
    MemberProof.objects.update(closed_until=timezone.now() - datetime.timedelta(seconds=1))
    assert client.post(at("notice_prove", message), right()).status_code == 302


def test_attempts_through_another_message_are_counted_too(client, message, member):
    second = Message.objects.create(
        event="end", template="member.ended", channel="sms", recipient_member=member.pk, dedup_key="second"
    )
    for opened in (message, second, message):
        client.post(at("notice_prove", opened), right(last_four="0000"))
    assert client.post(at("notice_prove", second), right()).status_code == 422


def test_a_known_year_is_enough_where_only_the_year_is_known(client, message, member):
    member.born_precision = "year"
    member.save(update_fields=["born_precision"])
    assert client.post(at("notice_prove", message), right(born_on="9 May 1971")).status_code == 302


def test_nobody_proves_a_member_without_a_number(client, message, member):
    MemberIdentifier.objects.exclude(kind="phone").update(superseded_at=timezone.now())
    assert client.post(at("notice_prove", message), right()).status_code == 422
    assert "Come to any office" in text_of(client.get(at("notice", message)))


def test_this_is_wrong_reaches_an_officer_once_and_never_the_employer(client, message, member, shop):
    for _turn in range(2):
        response = client.post(at("notice_wrong", message), {"said": "never_worked"}, follow=True)
    report, item = WrongReport.objects.get(), WorkItem.objects.get()
    assert (item.kind, item.subject_id, report.said) == ("wrong_report", report.pk, "never_worked")
    assert item.label in text_of(response)
    assert "Your employer is not told" in text_of(response)
    assert shop.name_latin not in item.label and member.member_number not in item.label
    assert Message.objects.count() == 1
    owner = representative_of(shop)
    assert not WrongReport.objects.visible_to(owner).exists()
    assert not WorkItem.objects.visible_to(owner).exists()
    client.force_login(owner)
    person_page = reverse("registration:staff_person", args=[shop.pk, Employment.objects.get().pk])
    assert item.label not in text_of(client.get(person_page))


def test_wrong_needs_a_choice_that_fits(client, message):
    assert client.post(at("notice_wrong", message), {"said": "still_there"}).status_code == 422
    assert client.get(at("notice_reported", message)).status_code == 404
    Message.objects.update(template="member.ended")
    assert client.post(at("notice_wrong", message), {"said": "still_there"}).status_code == 302


def test_another_phone_number_needs_proof(client, message, member):
    assert client.post(at("notice_phone", message), {"phone": "099 888 777"}).status_code == 403
    client.post(at("notice_prove", message), right())
    for _turn in range(2):
        assert client.post(at("notice_phone", message), {"phone": "099 888 777"}).status_code == 302
    assert member.identifiers.filter(kind="phone").count() == 2
    assert client.post(at("notice_phone", message), {"phone": "12"}).status_code == 422


def test_the_proof_of_a_stranger_writes_no_reading_of_a_staff_record(client, message):
    client.get(at("notice", message))
    assert not ReadLog.objects.exists()


def test_the_language_of_the_page_is_the_readers(client, message):
    with translation.override("km"):
        khmer = at("notice", message)
    assert khmer.startswith("/m/")
    assert 'lang="km"' in text_of(client.get(khmer))
