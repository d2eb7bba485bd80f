"""A member's own pages in a browser: opened by the phone's code and two facts, then looked at one by one."""

import re
from datetime import date

import pytest
from django.utils import timezone

from nssf_portal.audit.reading import note_reading
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.identity import identity_index
from registration.models import Consent, Dependency, Member, MemberIdentifier, PaidMonth
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = "+85512345678"
PLACES = (
    "",
    "record/",
    "work/",
    "dependants/",
    "readings/",
    "take-out/",
    "consents/",
    "put-right/",
    "card/",
    "payments/",
)
THINGS = ("name", "address", "identity_number", "employment_wrong", "two_numbers", "other_name")


@pytest.fixture
def member(settings, transactional_db):
    settings.DEMO = True
    OfficeFactory(code="HQ")
    made = MemberFactory(
        family_name_km="សុខ",
        given_name_km="ចាន់ធី",
        family_name_latin="SOK",
        given_name_latin="CHANTHY",
        group="self_employed",
        registered_on=date(2025, 1, 10),
        khmer_id="010203041",
    )
    number = MemberIdentifier.of(made, "phone", PHONE)
    number.blind_index = identity_index("phone", PHONE)
    number.save()
    employment(made, EnterpriseFactory(name_km="រោងចក្រកាត់ដេរ ផ្កាឈូក", name_latin="Lotus Garments"), date(2022, 3, 1))
    child = MemberFactory(
        group="dependant", sex="M", born_on=date(2015, 2, 3), family_name_km="សុខ", given_name_km="ដារា"
    )
    Dependency.objects.create(dependant=child, sponsor=made, relation="child")
    Consent.objects.create(member=made, purpose="identity_check", version="1", given=True, language="km", channel="web")
    note_reading(made, by=UserFactory(grant=("clerk", "12")), screen="desk.member")
    paid(made, date(2026, 7, 1), date(2026, 7, 20))
    paid(MemberFactory(group="self_employed"), date(2026, 10, 1), timezone.localdate())
    return made


def paid(member: Member, month: date, day: date) -> None:
    PaidMonth.objects.create(
        member=member, month=month, amount=15600, paid_on=day, reference=f"R-{month}", source="tests"
    )


def press(page) -> None:
    page.locator("main form button[type=submit]").last.click()


def open_the_record(eye, page, member: Member) -> None:
    eye.go("/me/")
    eye.look("me_01_open")
    eye.go("/me/open/phone/")
    eye.look("me_02_phone")
    page.fill("[name=phone]", "012 345 678")
    press(page)
    eye.look("me_03_code")
    code = re.search(r"\d{6}", render(Message.objects.latest("created_at")).body)[0]
    page.fill("[name=code]", code)
    press(page)
    eye.look("me_04_by_phone")
    eye.go("/me/open/prove/")
    press(page)
    page.wait_for_load_state()
    eye.complaints.clear()  # the browser's own note about a 422 is no defect
    eye.look("me_05_errors")
    page.fill("[name=number]", member.member_number)
    page.fill("[name=born_on]", "23/04/1994")
    page.fill("[name=last_four]", "3041")
    press(page)
    page.wait_for_url("**/me/")


def test_a_member_looks_at_everything(eye, member):
    page = eye.page
    open_the_record(eye, page, member)
    eye.go("/me/card/")
    press(page)
    for place in PLACES:
        eye.go(f"/me/{place}")
        eye.look(f"me_10_{place.strip('/') or 'home'}")
    for thing in THINGS:
        eye.go(f"/me/put-right/{thing}/")
        eye.look(f"me_20_{thing}")
    page.fill("[name=other_person]", "Chan Thy")
    page.fill("[name=enterprise_typed]", "Lotus Garments")
    page.fill("[name=statement]", "I was young and had no card.")
    page.locator("main form.fields button[type=submit]").click()
    eye.look("me_30_sent")
    eye.go("/me/put-right/other_name/")
    eye.look("me_31_being_looked_at")
    eye.go("/me/stop/")
    eye.look("me_32_stop")
    member.refresh_from_db()


def test_the_two_questions(eye, member):
    from registration.services import survey

    token = survey.link_for(occasion="decision", subject_id=member.pk, sex="F", province="12")
    eye.go(f"/register/opinion/{token}/")
    eye.look("me_40_opinion")
    eye.page.check("[name=satisfied][value='5']", force=True)
    press(eye.page)
    eye.look("me_41_thanks")
