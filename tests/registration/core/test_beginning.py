"""An application begun in NSSF's app goes on here by phone and code."""

import uuid

import pytest
from django.test import Client

from registration.core.services import BeginRefused, application_status, begin_application
from registration.models import Application

pytestmark = pytest.mark.django_db
FACTS = {
    "family_name_latin": "SOK",
    "given_name_latin": "DARA",
    "born_on": "03/04/1998",
    "sex": "F",
    "identity_kind": "khmer_id",
    "identity_number": "010203041",
}


def begin(**changes):
    given = {
        "client": "nssf-app",
        "external_id": "A-1",
        "path": "employee",
        "phone": "012 345 678",
        "facts": FACTS,
        "consent": {"identity_check": True},
        "language": "en",
    }
    return begin_application(**given | changes)


def test_a_draft_with_what_the_app_asked():
    begun = begin()
    made = Application.objects.get(reference=begun.reference)
    assert (made.channel, made.state, made.given_name_latin, made.language) == ("app", "draft", "DARA", "en")
    assert {number.kind for number in made.numbers.all()} == {"phone", "khmer_id"}
    assert made.consents.get().given
    assert (begun.next_step, begun.not_taken, begun.already) == ("place", (), False)


def test_the_address_tells_nothing_of_the_person():
    url = begin().continue_url
    assert url.endswith("/en/register/resume/") or "/register/" in url
    assert "?" not in url
    assert "345" not in url


def test_the_same_name_of_the_app_is_the_same_draft():
    first, second = begin(), begin(phone="098 765 432")
    assert second.already
    assert first.reference == second.reference
    assert Application.objects.count() == 1
    assert begin(client="other-app").reference != first.reference


def test_what_cannot_be_read_is_asked_here():
    begun = begin(facts={"born_on": "yesterday-ish", "sex": "F", "identity_kind": "khmer_id", "identity_number": "12"})
    assert set(begun.not_taken) == {"identity_number", "born_on"}
    assert begun.next_step == "identity"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": "12"}, "phone_invalid"),
        ({"path": "king"}, "path_unknown"),
        ({"path": "owner"}, "path_is_enterprise"),
        ({"language": "fr"}, "language_unknown"),
    ],
)
def test_refused(changes, code):
    with pytest.raises(BeginRefused) as refused:
        begin(**changes)
    assert refused.value.code == code
    assert not Application.objects.exists()


def test_the_app_sees_where_it_is_and_another_app_does_not():
    begun = begin()
    status = application_status(client="nssf-app", external_id="A-1")
    assert (status.reference, status.state, status.title) == (begun.reference, "draft", "Not sent yet")
    assert application_status(client="other", external_id="A-1") is None


def test_nobody_goes_on_without_the_code():
    made = Application.objects.get(reference=begin().reference)
    assert Client().get(f"/en/register/{made.pk}/").status_code == 404
    assert Client().get(f"/en/register/{uuid.uuid4()}/").status_code == 404
