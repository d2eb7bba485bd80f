"""A tuk-tuk driver: price before agreeing, the certificate by its number, or later."""

import datetime

import pytest
from django.utils import timezone

from nssf_portal.exchange.identity import informal
from registration.models import Application, Member, PriorityGroup
from registration.services import waiting
from tests.registration.register.conftest import BOPHA, VANNA, Way

pytestmark = pytest.mark.django_db


def to_the_group(way: Way, who=VANNA) -> Way:
    way.start("self_employed").phone().answer(uses_workers="no").person(who, informal_platform="yes")
    assert way.step == "group", way.step
    return way


def to_the_end(way: Way, certificate: str = "", who=VANNA) -> Way:
    to_the_group(way, who).answer(group="none")
    way.answer(have="yes" if certificate else "no", certificate=certificate).answer(equity_card="not_said")
    assert way.step == "terms" and "15,600" in way.text and "1286" in way.text
    return way.answer(accept="on")


def test_everything_proved_is_approved_in_seconds(camdx, way):
    to_the_end(way, VANNA.certificate).send()
    application = way.application
    assert (application.state, application.rule) == ("approved", "application.all_checks_pass/1")
    assert "You are registered" in way.text and Member.objects.get().member_number in way.text


def test_in_a_named_group_or_in_none(camdx, way):
    PriorityGroup.objects.update_or_create(number=15, defaults={"name_en": "Tuk-tuk drivers", "name_km": "តុកតុក"})
    group = PriorityGroup.objects.get(number=15)
    to_the_group(way)
    assert "Tuk-tuk drivers" in way.text and "None of these" in way.text
    way.answer(group=str(group.pk))
    assert way.application.priority_group == group


def test_whoever_uses_workers_is_shown_the_employers_door(way):
    way.start("self_employed").phone().answer(uses_workers="yes")
    assert way.step == "employer-instead" and "/en/employer/" in way.text
    key = way.application.pk
    assert way.get(f"/en/register/{key}/name/").step == "workers"
    way.answer(uses_workers="no")
    assert way.step == "identity"


def test_the_terms_must_be_agreed_to(camdx, way):
    to_the_group(way).answer(group="none").answer(have="no").answer(equity_card="none").answer()
    assert way.step == "terms" and "Tick the box" in way.text and way.application.accepted_terms_at is None


def test_without_a_certificate_it_waits_and_goes_on_by_the_number(camdx, way):
    to_the_end(way).send()
    application = way.application
    assert (application.state, application.waits_for) == ("submitted", "certificate") and "CAM-IE" in way.text
    give = f"/en/register/{application.pk}/certificate-later/"
    way.post(give, certificate="CAM-IE-999999")
    assert way.page.status_code == 422 and "does not know this number" in way.text
    way.post(give, certificate=VANNA.certificate)
    assert way.step == "done" and way.application.state == "approved"
    assert way.post(give, certificate=VANNA.certificate).page.status_code == 200, "already done"


def test_a_platform_that_is_down_is_asked_again_the_next_day(camdx, way, monkeypatch):
    to_the_end(way).send()
    application = way.application
    answer = informal.CertificateAnswer(informal.UNAVAILABLE, "X", timezone.now())
    with monkeypatch.context() as down:
        down.setattr(waiting, "find_certificate", lambda number, by=None: answer)
        assert waiting.give_certificate(application, VANNA.certificate) == waiting.LATER
        assert waiting.resume_waiting() == {"resumed": 0, "given_up": 0}
    assert waiting.resume_waiting()["resumed"] == 1
    application.refresh_from_db()
    assert application.state == "approved"


def test_waiting_ends_at_an_officer(camdx, way):
    to_the_end(way).send()
    Application.objects.update(waits_until=timezone.localdate() - datetime.timedelta(days=1))
    assert waiting.resume_waiting()["given_up"] == 1
    application = way.application
    assert (application.waits_for, application.work_item is not None) == ("", True)


def test_somebody_elses_certificate_goes_to_an_officer(camdx, way):
    to_the_end(way, BOPHA.certificate).send()
    assert way.application.state == "submitted" and way.application.work_item


def test_without_consent_the_platform_is_not_asked(camdx, way, monkeypatch):
    monkeypatch.setattr("registration.checks.certificate.find_certificate", pytest.fail)
    way.start("self_employed").phone().answer(uses_workers="no").person(VANNA, informal_platform="no")
    way.answer(group="none").answer(have="yes", certificate=VANNA.certificate).answer(equity_card="none")
    way.answer(accept="on").send()
    assert way.application.work_item and way.application.checks.get(code="valid").evidence == "not_consented"
