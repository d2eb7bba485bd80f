"""One form sent 200 times at once (a double click, a retry, a bad line) is one act, and nobody sees an error."""

import uuid
from http import HTTPStatus

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.models import Claim
from enterprises.services.claims import start_claim
from nssf_portal.documents.models import Upload
from nssf_portal.jobs.models import Job
from registration.models import Employment, Member, Roster, RosterRow
from registration.services import rosters
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import number_block, run_jobs
from tests.faults.conftest import staff_file
from tests.faults.harness import assert_registered_once, in_threads

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
TIMES = 200
PERSON = {
    "family_name_latin": "SOK",
    "given_name_latin": "DARA",
    "sex": "M",
    "date_of_birth": "25-03-1990",
    "nationality": "KH",
    "identity_kind": "khmer_id",
    "identity_number": "123456789",
    "phone": "012345678",
    "hired_on": "15-06-2024",
    "wage": "900000",
    "wage_currency": "KHR",
    "position": "Worker",
}


@pytest.fixture
def enterprise():
    number_block()
    return EnterpriseFactory()


@pytest.fixture
def post(enterprise):
    """Sends one form so many times at once, in one session; gives back the statuses."""
    signed_in = Client()
    signed_in.force_login(representative_of(enterprise))
    cookie = signed_in.cookies[django_settings.SESSION_COOKIE_NAME].value

    def send(name, args, make_data, times=TIMES):
        with translation.override("en"):
            address = reverse(name, args=args)

        def one(_number):
            client = Client(raise_request_exception=False)
            client.cookies[django_settings.SESSION_COOKIE_NAME] = cookie
            return client.post(address, make_data()).status_code

        return in_threads(times, one)

    return send


def person_form(enterprise, submission_id):
    return PERSON | {"establishment": enterprise.establishments.get().pk, "submission_id": submission_id}


def list_form(submission_id, content):
    return {"mode": "new_only", "submission_id": submission_id, "file": ContentFile(content, name="staff.xlsx")}


def all_redirected(statuses):
    return set(statuses) == {HTTPStatus.FOUND}


def test_one_person_by_a_form(enterprise, post):
    once = uuid.uuid4()
    assert all_redirected(post("registration:staff_add", [enterprise.pk], lambda: person_form(enterprise, once)))
    assert Roster.objects.count() == RosterRow.objects.count() == 1
    assert_registered_once(Roster.objects.get(), 1, act="form")


def test_control_without_the_submission_id_it_is_many(enterprise, post):
    statuses = post("registration:staff_add", [enterprise.pk], lambda: person_form(enterprise, uuid.uuid4()), 20)
    assert all_redirected(statuses)
    assert Roster.objects.count() == 20
    assert Member.objects.count() == Employment.objects.count() == 1  # the register itself still knows the person


def test_one_staff_list(enterprise, post):
    once, content = uuid.uuid4(), staff_file(5).read()
    statuses = post("registration:roster_new", [enterprise.pk], lambda: list_form(once, content))
    assert all_redirected(statuses)
    assert Roster.objects.count() == Upload.objects.count() == Job.objects.count() == 1


def test_the_same_staff_list_from_many_windows(enterprise, post):
    """Each window has its own submission; the file says that it is the same."""
    content = staff_file(5).read()
    statuses = post("registration:roster_new", [enterprise.pk], lambda: list_form(uuid.uuid4(), content), 40)
    assert all_redirected(statuses)
    assert Roster.objects.count() == Job.objects.count() == 1


def test_control_without_looking_for_the_earlier_one_it_breaks(enterprise, post, monkeypatch):
    monkeypatch.setattr(rosters, "_known", lambda *args: None)
    once, content = uuid.uuid4(), staff_file(5).read()
    statuses = post("registration:roster_new", [enterprise.pk], lambda: list_form(once, content), 20)
    assert not all_redirected(statuses)


def test_one_confirmation(enterprise, small_roster, post):
    roster = run_jobs(small_roster(5, enterprise=enterprise))
    statuses = post("registration:roster_confirm", [enterprise.pk, roster.pk], lambda: {"accepted": "5"})
    assert all_redirected(statuses)
    assert Job.objects.filter(kind="roster.register").count() == 1
    assert roster.edits.filter(act="confirmed").count() == 1
    assert_registered_once(run_jobs(roster), 5)


def test_one_claim(db):
    person, once = UserFactory(), uuid.uuid4()
    found = in_threads(TIMES, lambda _n: start_claim(path="tin", submission_id=once, by=person).pk)
    assert len(found) == TIMES
    assert set(found) == {Claim.objects.get().pk}
