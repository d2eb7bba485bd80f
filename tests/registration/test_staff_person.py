"""One person without a file: added, changed, ended, with the history of it."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from nssf_portal.notifications.models import Message
from registration.models import DuplicatePair, Employment, Member
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, number_block, person, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    number_block()
    with translation.override("en"):
        yield


@pytest.fixture
def shop():
    return EnterpriseFactory()


@pytest.fixture
def signed_in(client, shop):
    client.force_login(representative_of(shop))
    return client


@pytest.fixture
def employment(shop):
    confirmed(send_roster(shop, [person(1)]))
    return Employment.objects.get(enterprise=shop)


def at(name, *keys):
    return reverse(f"registration:{name}", args=keys)


def form(shop, **changes):
    return {
        "submission_id": uuid.uuid4(),
        "establishment": shop.establishments.get().pk,
        "family_name_latin": "KEO",
        "given_name_latin": "SREYPOV",
        "sex": "F",
        "date_of_birth": "25-03-1990",
        "nationality": "KH",
        "identity_kind": "khmer_id",
        "identity_number": "0109 98013",
        "hired_on": "1 October 2026",
        "wage": "៩០០,000",
        "wage_currency": "KHR",
        "phone": "012 345 678",
        "position": "Sewer",
    } | changes


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def test_a_person_is_registered_with_a_number(shop, signed_in):
    response = signed_in.post(at("staff_add", shop.pk), form(shop), follow=True)
    found = Employment.objects.select_related("member").get(enterprise=shop)
    assert found.member.member_number in text_of(response)
    assert (found.wage, found.occupation, found.started_on) == (900_000, "Sewer", datetime.date(2026, 10, 1))
    assert Message.objects.get().template == "member.invitation"


def test_a_double_click_registers_one(shop, signed_in):
    asked = form(shop)
    first = signed_in.post(at("staff_add", shop.pk), asked)
    second = signed_in.post(at("staff_add", shop.pk), asked)
    assert first.url == second.url
    assert Member.objects.count() == Employment.objects.count() == 1


def test_all_problems_are_said_at_once_in_plain_words(shop, signed_in):
    wrong = form(shop, given_name_latin="", sex="", identity_number="1099801", date_of_birth="03/04/1990", wage="much")
    response = signed_in.post(at("staff_add", shop.pk), wrong)
    shown = text_of(response)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "given_name_km", "sex", "identity_number", "date_of_birth", "wage",
    }  # fmt: skip
    assert "Is it 3 April 1990 or 4 March 1990?" in shown
    assert "7 digits instead of 9" in shown
    assert 'value="SREYPOV"' not in shown
    assert 'value="KEO"' in shown
    assert not Member.objects.exists()


def test_an_empty_form_says_what_is_missing(shop, signed_in):
    response = signed_in.post(at("staff_add", shop.pk), {"submission_id": uuid.uuid4()})
    assert response.status_code == 422
    assert {"sex", "date_of_birth", "identity_number", "hired_on", "wage", "establishment"} <= set(
        response.context["form"].errors
    )


def test_one_name_is_accepted_once_confirmed(shop, signed_in):
    one = form(shop, family_name_latin="", given_name_latin="SREYPOV", one_part_name="on")
    assert signed_in.post(at("staff_add", shop.pk), one).status_code == 302
    assert Member.objects.get().full_name_latin == "SREYPOV"


def test_somebody_who_may_be_known_waits_for_an_officer(shop, signed_in):
    signed_in.post(at("staff_add", shop.pk), form(shop))
    again = form(shop, given_name_latin="SREYNEANG", date_of_birth="1 May 1985")
    response = signed_in.post(at("staff_add", shop.pk), again, follow=True)
    assert "An officer looks at KEO SREYNEANG" in text_of(response)
    assert Member.objects.count() == 1
    assert DuplicatePair.objects.count() == 1


def test_somebody_on_the_staff_is_not_added_twice(shop, signed_in):
    signed_in.post(at("staff_add", shop.pk), form(shop))
    response = signed_in.post(at("staff_add", shop.pk), form(shop), follow=True)
    assert "is already on your staff" in text_of(response)
    assert Employment.objects.count() == 1


def test_a_member_elsewhere_keeps_the_number(shop, signed_in):
    signed_in.post(at("staff_add", shop.pk), form(shop))
    other = EnterpriseFactory()
    signed_in.force_login(representative_of(other))
    signed_in.post(at("staff_add", other.pk), form(other))
    assert Member.objects.count() == 1
    assert Employment.objects.count() == 2


def test_an_enterprise_that_is_not_registered_adds_nobody(signed_in, client):
    known = EnterpriseFactory(state="known", nssf_number=None)
    client.force_login(representative_of(known))
    assert client.get(at("staff_add", known.pk)).status_code == 403


def test_the_result_of_another_enterprise_is_not_found(shop, signed_in):
    signed_in.post(at("staff_add", shop.pk), form(shop))
    row = Member.objects.get().pk
    assert signed_in.get(at("staff_added", shop.pk, row)).status_code == 200
    other = EnterpriseFactory()
    signed_in.force_login(representative_of(other))
    assert signed_in.get(at("staff_added", other.pk, row)).status_code == 404


def changes(**values):
    return {
        "wage": "816000",
        "wage_currency": "KHR",
        "occupation": "Worker",
        "department": "Sewing",
        "staff_number": "E00001",
        "presence": "working",
    } | values


def test_a_wage_change_stands_in_the_history_and_is_told_without_an_amount(shop, signed_in, employment):
    Message.objects.all().delete()
    response = signed_in.post(at("staff_change", shop.pk, employment.pk), changes(wage="900,000"), follow=True)
    shown = re.sub(r"\s+", " ", text_of(response))
    assert "Wage changed" in shown
    assert "816,000 ៛ → 900,000 ៛" in shown
    assert Message.objects.get().template == "member.wage_changed"
    assert Message.objects.get().parameters == {}


def test_the_same_change_twice_is_one(shop, signed_in, employment):
    Message.objects.all().delete()
    for _turn in range(2):
        signed_in.post(at("staff_change", shop.pk, employment.pk), changes(occupation="Team leader"))
    assert Message.objects.count() == 1


def test_leave_keeps_the_employment(shop, signed_in, employment):
    signed_in.post(at("staff_change", shop.pk, employment.pk), changes(presence="maternity"))
    employment.refresh_from_db()
    assert (employment.presence, employment.ended_on) == ("maternity", None)


def test_an_end_needs_a_day_and_a_reason(shop, signed_in, employment):
    address = at("staff_end", shop.pk, employment.pk)
    assert set(signed_in.post(address, {}).context["form"].errors) == {"ended_on", "end_reason"}
    for day in ("1 January 2001", f"{timezone.localdate() + datetime.timedelta(days=90):%d/%m/%Y}"):
        assert signed_in.post(address, {"ended_on": day, "end_reason": "resigned"}).status_code == 422
    employment.refresh_from_db()
    assert employment.ended_on is None


def test_an_end_is_kept_told_and_final(shop, signed_in, employment):
    Message.objects.all().delete()
    address = at("staff_end", shop.pk, employment.pk)
    asked = {"ended_on": "20/11/2026", "end_reason": "resigned"}
    shown = text_of(signed_in.post(address, asked, follow=True))
    assert "Employment ended" in shown
    assert "20 November 2026 · resigned" in shown
    assert signed_in.post(address, asked | {"end_reason": "dismissed"}).status_code == 302
    assert signed_in.post(at("staff_change", shop.pk, employment.pk), changes(wage="1")).status_code == 302
    employment.refresh_from_db()
    assert (employment.end_reason, employment.wage) == ("resigned", 816_000)
    assert [message.template for message in Message.objects.all()] == ["member.ended"]
