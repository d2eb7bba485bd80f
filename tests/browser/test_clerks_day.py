"""A clerk's day: take, ask, read the answer, propose, a second person decides, the same person twice, a merge."""

from datetime import date

import pytest

from nssf_portal.work.models import WorkItem
from registration.models import Application, Employment, EmploymentConfirmation, Member
from registration.services import application_deciding as deciding
from registration.services import applications
from tests.browser.test_main_job import PASSWORD, account
from tests.factories.accounts import OfficeFactory
from tests.factories.applications import asking_employer, at_the_desk, identity_says
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT_THE_DESK = [("km", 1280), ("en", 1280)]
AT_THE_EMPLOYER = [("km", 390), ("en", 1280)]


@pytest.fixture
def office(settings, transactional_db, monkeypatch):
    """Phnom Penh, with an application to ask about, one of a person the register knows, and one that is clean."""
    settings.DEMO = True
    for code in ("HQ", "12"):
        OfficeFactory(code=code)
    number_block()
    MemberFactory(
        family_name_km="ហេង", given_name_km="តារា", family_name_latin="HENG", given_name_latin="TARA", sex="M",
        born_on=date(1994, 4, 3), khmer_id="320456789",
    )  # fmt: skip
    identity_says(monkeypatch, "warn", "given_name_km")
    asked = at_the_desk(occupation="")
    alike = at_the_desk(
        khmer_id="320456789", family_name_km="ហេង", given_name_km="តារា", family_name_latin="HENG",
        given_name_latin="TARA", sex="M", born_on=date(1994, 4, 3),
    )  # fmt: skip
    identity_says(monkeypatch, "unavailable")
    clean = at_the_desk(khmer_id="320999888", family_name_km="នួន", family_name_latin="NUON")
    WorkItem.objects.filter(pk=asked.work_item_id).update(due_on=date(2026, 1, 5))
    return asked, alike, clean


def decide(page, value: str, reason: str = "", fields: tuple[str, ...] = ()) -> None:
    card = page.locator("#decide")
    card.locator(f"input[name=decision][value^='{value}']").check(force=True)
    if fields:
        card.locator("summary").first.click()
    for field in fields:
        card.locator(f"input[name=fields_asked][value='{field}']").check(force=True)
    if reason:
        card.locator("textarea").fill(reason)
    card.locator("form button.govuk-button").first.click()
    page.wait_for_load_state()


def sign_in(eye, who: str) -> None:
    eye.sign_in(f"{who}@example.test", PASSWORD)


def take_and_ask(eye, page, asked: Application) -> None:
    sign_in(eye, "clerk")
    eye.go("/desk/")
    eye.look("40_queue")
    page.locator("main form[action$='/next/'] button, form[action$='/next/'] button").first.click()
    page.wait_for_url(f"**/desk/applications/{asked.pk}/")
    eye.look("41_taken")
    decide(page, "return", "Which work do you do?", ("phone",))
    eye.look("42_asked")
    asked.refresh_from_db()
    assert (asked.state, asked.returned_fields) == ("returned", ["phone"])


def refuse_with_a_second_person(eye, page, asked: Application) -> None:
    eye.go(f"/desk/applications/{asked.pk}/")
    eye.look("43_answered")
    decide(page, "refuse", "Works for a ministry")
    eye.look("44_refusal_proposed")
    sign_in(eye, "senior")
    eye.go(f"/desk/applications/{asked.pk}/")
    eye.look("45_second_person")
    decide(page, "confirm")
    eye.look("46_refused")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by.email) == ("refused", "senior@example.test")


def same_person(eye, page, alike: Application) -> None:
    sign_in(eye, "clerk")
    eye.go(f"/desk/applications/{alike.pk}/")
    eye.look("47_side_by_side")
    decide(page, "same:", "The same card, seen at the counter")
    eye.look("48_same_person")
    alike.refresh_from_db()
    assert alike.member == Member.objects.get(given_name_latin="TARA")


def merge(eye, page) -> None:
    one, other = MemberFactory(), MemberFactory()
    eye.go(f"/desk/members/{one.pk}/")
    page.fill("[name=number]", other.member_number)
    page.locator(".card-decide textarea").fill("The same mother, the same face")
    page.locator(".card-decide form button").first.click()
    page.wait_for_url("**/desk/merges/*/")
    eye.look("49_merge_proposed")
    merging = page.url
    sign_in(eye, "senior")
    page.goto(merging)
    page.locator(".card-decide input[value=confirm]").check(force=True)
    page.locator(".card-decide textarea").fill("I agree")
    page.locator(".card-decide form button").first.click()
    eye.look("50_merged")
    other.refresh_from_db()
    assert other.merged_into == one


def approve_what_is_clean(eye, page, clean: Application) -> None:
    eye.go("/desk/?kind=application")
    page.locator(f"input[name=items][value='{clean.work_item_id}']").check(force=True)
    page.locator("#many button").first.click()
    eye.look("51_approve_together")
    page.locator("main form button.govuk-button").first.click()
    eye.look("52_approved_together")
    clean.refresh_from_db()
    assert clean.state == "approved"


@pytest.mark.parametrize("eye", AT_THE_DESK, indirect=True, ids=lambda p: f"{p[0]}-{p[1]}")
def test_a_clerks_day(eye, office, monkeypatch):
    asked, alike, clean = office
    account("clerk@example.test", grant=("clerk", "12"), language=eye.language, name="Kim Sokha")
    senior = account("senior@example.test", grant=("senior_clerk", "12"), language=eye.language, name="Prak Bopha")
    page = eye.page
    take_and_ask(eye, page, asked)
    applications.save(asked, step="work", fields_asked=1, occupation="Officer of a ministry")
    applications.submit(Application.objects.get(pk=asked.pk))
    refuse_with_a_second_person(eye, page, asked)
    same_person(eye, page, alike)
    merge(eye, page)
    identity_says(monkeypatch)
    deciding.recheck(clean, "proved", by=senior)
    approve_what_is_clean(eye, page, clean)


@pytest.mark.parametrize("eye", AT_THE_EMPLOYER, indirect=True, ids=lambda p: f"{p[0]}-{p[1]}")
def test_the_employers_one_tap(eye, settings, transactional_db, monkeypatch):
    settings.DEMO = True
    identity_says(monkeypatch)
    enterprise = EnterpriseFactory()
    owner = account("owner@example.test", name="Keo Mony", language=eye.language)
    representative_of(enterprise)
    enterprise.representatives.update(user=owner)
    asking_employer(enterprise, started_on=date(2025, 3, 1), wage=900000)
    page = eye.page
    sign_in(eye, "owner")
    eye.go(f"/employer/{enterprise.pk}/confirmations/")
    eye.look("55_confirmations")
    eye.go(f"/employer/{enterprise.pk}/confirmations/{EmploymentConfirmation.objects.get().pk}/")
    eye.look("56_works_here")
    page.locator("button[value=yes]").click()
    page.wait_for_load_state()
    eye.look("57_thanks")
    assert Employment.objects.get().entered_by == owner
