"""Where each role begins, what its menu shows, and what the demonstration holds."""

import pytest

from registration.models import CallBack, Complaint, Tip
from registration.sample import service
from tests.factories.accounts import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "office", "page"),
    [
        ("hotline_agent", "HQ", "/en/desk/hotline/"),
        ("bank_agent", "12", "/en/desk/counter/"),
        ("field_agent", "12", "/en/desk/counter/"),
        ("inspector", "12", "/en/inspect/"),
        ("complaints_officer", "HQ", "/en/desk/complaints/"),
        ("clerk", "12", "/en/desk/"),
        ("senior_clerk", "HQ", "/en/desk/"),
    ],
)
def test_who_signs_in_lands_where_the_work_is(client, role, office, page):
    client.force_login(UserFactory(grant=(role, office)))
    answer = client.get("/en/accounts/")
    assert answer.url == page
    assert 'aria-current="page"' in client.get(page).content.decode()


def test_the_menu_shows_what_one_may_open_and_nothing_else(client):
    client.force_login(UserFactory(grant=("senior_clerk", "12")))
    menu = client.get("/en/desk/").content.decode().split("<main")[0]
    assert "/en/desk/counter/" in menu and "/en/desk/reviews/" in menu
    assert "/en/desk/complaints/" not in menu and "/en/desk/tips/" not in menu and "/en/desk/hotline/" not in menu
    client.force_login(UserFactory(grant=("clerk", "12")))
    body = client.get("/en/desk/counter/").content.decode()
    assert "/en/desk/counter/prove/" in body
    client.force_login(UserFactory(grant=("bank_agent", "12")))
    assert "/en/desk/counter/prove/" not in client.get("/en/desk/counter/").content.decode()


def test_the_demonstration_has_a_few_of_each_however_often_it_is_loaded():
    for code in ("HQ", "12", "17"):
        OfficeFactory(code=code)
    officer = UserFactory(grant=("complaints_officer", "HQ"))
    for _again in range(2):
        service.load(answered_by=officer, employer_number="0")
    assert (CallBack.objects.count(), Tip.objects.count(), Complaint.objects.count()) == (3, 3, 3)
    assert Complaint.objects.filter(state="answered").count() == 1
