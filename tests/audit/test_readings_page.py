"""The security officer reads who opened which record; nobody else does, and no person is on the page."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nssf_portal.audit import readings
from nssf_portal.audit.models import ReadLog
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
PATH = "/en/security/"


@pytest.fixture
def officer():
    return UserFactory(name="Officer Chan", grant=("security_officer", "HQ"))


@pytest.fixture
def clerk():
    return UserFactory(name="Clerk Sophea", grant=("clerk", "12"))


def read(by, subject=None, **fields) -> ReadLog:
    facts = {"subject_kind": "member", "subject_id": subject or uuid.uuid4(), "screen": "desk.member"}
    return ReadLog.objects.create(user=by, **facts | fields)


@pytest.mark.parametrize("role", ["clerk", "senior_clerk", "analyst", "approver", "administrator"])
def test_other_roles_are_refused(client, role):
    client.force_login(UserFactory(grant=(role, "HQ")))
    assert client.get(PATH).status_code == 403


def test_the_officer_begins_here_and_can_only_read(client, officer):
    client.force_login(officer)
    assert client.get(reverse("accounts:home")).url.endswith("/security/")
    assert client.post(PATH).status_code == 405


def test_a_reading_says_who_what_where_why_and_no_person(client, officer, clerk):
    member = MemberFactory()
    read(clerk, member.pk, reason="asked at the counter", revealed=True)
    client.force_login(officer)
    page = client.get(PATH).content.decode()
    assert all(words in page for words in ("Clerk Sophea", "Member", "desk.member", "asked at the counter", "Shown"))
    assert str(member.pk)[-8:] in page
    assert str(member.pk) not in page and member.member_number not in page
    assert not member.full_name_latin or member.full_name_latin not in page


def test_filters_narrow_by_reader_day_and_whole_numbers(client, officer, clerk):
    read(officer, screen="screen.one")
    read(clerk, screen="screen.two", revealed=True)
    read(clerk, screen="screen.three", at=timezone.now() - timedelta(days=3))
    client.force_login(officer)

    def screens(query: str) -> set[str]:
        page = client.get(PATH + query).content.decode()
        return {word for word in ("one", "two", "three") if f"screen.{word}" in page}

    assert screens(f"?reader={clerk.pk}") == {"two", "three"}
    assert screens("?revealed=on") == {"two"}
    assert screens(f"?day={timezone.localdate()}") == {"one", "two"}
    assert screens("?reader=nonsense&after=x&day=y") == {"one", "two", "three"}


def test_a_long_log_has_pages_and_a_constant_number_of_queries(
    client, officer, clerk, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(readings, "PAGE", 3)
    for number in range(7):
        read(clerk, screen=f"screen.{number}.")
    client.force_login(officer)
    with django_assert_max_num_queries(14):
        first = client.get(PATH)
    assert "screen.6." in first.content.decode() and "screen.3." not in first.content.decode()
    second = client.get(PATH + first.context["next_url"])
    assert "screen.3." in second.content.decode() and "screen.6." not in second.content.decode()
    third = client.get(PATH + second.context["next_url"])
    assert not third.context["next_url"] and third.context["first_url"] == "?"


def test_colleagues_on_a_password_alone_are_counted(client, officer, clerk):
    UserFactory()
    client.force_login(officer)
    assert client.get(PATH).context["without_factor"] == 2


def test_what_registration_shows_is_on_the_page(client, officer):
    client.force_login(officer)
    assert "Nobody has asked for a staff list as a file yet." in client.get(PATH).content.decode()
