"""A partner follows its activities in counts; an officer calls the people it brought and begins a registration."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from nssf_portal.identifiers.crypto import encrypt
from nssf_portal.ids import uuid7
from outreach.models import ActivityType, ListedPerson
from outreach.services import listing
from registration.models import Application
from tests.factories import outreach as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"


def _signs_in(eye, user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    eye.sign_in(user.email, PASSWORD)


@pytest.fixture
def workshop(settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    of_type = ActivityType.objects.filter(is_public=True).first()  # seeded: it outlives a test that commits
    yield made.activity("announced", type=of_type, proposed_for=made.institution(), languages=["km"])
    cache.clear()


def _listed(of, row: int, name: str, **fields) -> None:
    pk, number = uuid7(), f"+85512345{row:03}"
    fields |= {"phone": encrypt(number.encode(), pk.bytes), "phone_blind": listing.phone_blind(number)}
    ListedPerson.objects.create(id=pk, list=of, row=row, name=name, consented_on=timezone.localdate(), **fields)


def _people(workshop) -> None:
    of = made.person_list(workshop, rows=14, refused=1)
    for row in range(2, 16):
        called = {"called_at": timezone.now()} if row > 6 else {}
        _listed(of, row, f"សុខ ចាន់ធី {row}", gender="f" if row % 2 else "m", **called)


def test_a_list_is_brought_and_its_people_are_called(eye, workshop):
    _people(workshop)
    made.consultation(workshop, changed="ទម្រង់ខ្លីជាងមុន", changed_on=timezone.localdate())
    held = made.activity("verified", type=workshop.type, proposed_for=made.institution())
    made.heads(held, women=34, men=21, not_stated=2)
    _signs_in(eye, made.partner())
    for name, path in {
        "partners_1_home": "",
        "partners_2_propose": "propose/",
        "partners_3_activity": f"{workshop.pk}/",
        "partners_4_held": f"{held.pk}/",
        "partners_5_bring": f"{workshop.pk}/list/",
    }.items():
        eye.go(f"/outreach/partners/{path}")
        eye.look(name)
    _officer_calls(eye, workshop)


def _officer_calls(eye, workshop) -> None:
    _signs_in(eye, made.officer())
    eye.go("/outreach/partners/lists/")
    eye.look("partners_6_lists")
    eye.page.locator("table th a").first.click()
    eye.look("partners_7_people")
    eye.page.locator("table th a").first.click()
    eye.page.locator("form button.govuk-button").last.click()
    eye.page.locator("input[name=path]").first.check()
    eye.page.locator("input[name=agreed]").check()
    eye.look("partners_8_person")
    eye.page.locator("form[action$='begin/'] button").click()
    eye.page.wait_for_url("**/register/**")
    assert Application.objects.get().helped_by_id
