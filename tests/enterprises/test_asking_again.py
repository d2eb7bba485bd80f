"""A registry too slow for a page: the page says so at once, the question goes on behind it, the answer is used."""

import uuid

import pytest

from enterprises.models import Claim, RegistryRecord
from enterprises.services import asking_again
from nssf_portal.exchange import wire
from nssf_portal.exchange.models import Exchange
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.settings import base
from tests.enterprises.conftest import ASIA, MONY, STRANGER
from tests.factories.enterprises import EnterpriseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_breakers")]


@pytest.fixture
def hanging(camdx, settings):
    """A partner slower than a page waits; the background waits for it."""
    settings.EXCHANGE_PAGE_SECONDS = 0.1
    camdx.set(delay=0.6)
    return camdx


def work() -> None:
    job = Job.objects.get(kind=asking_again.KIND, state="queued")
    assert jobs.run(job.pk), Job.objects.get(pk=job.pk).error


def test_a_page_waits_less_than_a_second_and_the_background_as_long_as_a_service_may_take():
    assert base.EXCHANGE_PAGE_SECONDS < 1 and wire.PATIENT_SECONDS == 65 and wire.CONNECT_SECONDS == 5


def test_the_answer_of_a_slow_registry_is_there_when_the_person_comes_back(hanging, way):
    way.start("tin").number(ASIA)
    assert "did not answer" in way.text and "We go on asking" in way.text
    assert set(Exchange.objects.values_list("fault_type", flat=True)) == {"timeout"}
    work()
    claim = Claim.objects.get()
    assert claim.look_up_state == "found" and claim.records.count() == 3
    way.get(way.url)
    assert "Is this your enterprise?" in way.text
    way.go_on().person(**MONY)
    assert way.step == "data" and "The registry names you" in way.text


def test_who_went_on_meanwhile_is_not_asked_for_the_document_any_more(hanging, way):
    EnterpriseFactory(nssf_number="100007", tin=ASIA)
    way.start("tin").number(ASIA).go_on().person(**MONY)
    assert way.step == "document"
    work()
    way.get(way.url)
    assert way.step == "data"


def test_the_officer_sees_what_came_after_the_claim_was_sent(hanging, way, photo):
    EnterpriseFactory(nssf_number="100007", tin=ASIA)
    way.start("tin").number(ASIA).go_on().person(**STRANGER)
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    work()
    claim = Claim.objects.get()
    assert claim.state == "submitted" and claim.records.count() == 3
    assert claim.checks.get(code="registry").outcome == "pass"
    assert claim.checks.get(code="person_named").outcome == "fail"


def test_a_registry_that_stays_silent_is_asked_again_after_a_pause(hanging, way):
    way.start("tin").number(ASIA)
    hanging.set(drop=True)
    work()
    again = Job.objects.get(kind=asking_again.KIND, state="queued")
    assert again.not_before > again.created_at and not RegistryRecord.objects.exists()


def test_another_number_typed_meanwhile_is_not_answered_with_the_first(hanging, way):
    way.start("tin").number(ASIA)
    hanging.set()
    Claim.objects.update(path="one_window", look_up_state="")
    asked = len(hanging.seen)
    work()
    assert len(hanging.seen) == asked and not Claim.objects.get().records.exists()


def test_asking_twice_is_one_question(hanging, way):
    way.start("tin").number(ASIA).post(way.url.replace("found", "number"), number=ASIA)
    assert Job.objects.filter(kind=asking_again.KIND).count() == 1
