"""Silence is reminded of once and ends a request in the end; a consent that is over ends it at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incentives.models import IncentiveRequest, PartnerAnswer
from incentives.services import lapsing
from nssf_portal.notifications.models import Message
from tests.factories import incentives
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def sent(**fields):
    enterprise = EnterpriseFactory()
    return incentives.sent(enterprise, proposed_by=representative_of(enterprise), **fields)


def test_a_late_answer_is_reminded_of_once_and_lapses_when_the_silence_lasts():
    request, bank = sent(answer_by=TODAY - timedelta(days=1)), incentives.partner()
    for _ in range(2):
        swept = lapsing.run()
        assert (swept.reminded, swept.lapsed) == (1, 0)
    assert Message.objects.get().recipient_user == bank
    assert lapsing.lapse_on(request) == TODAY + timedelta(days=29)
    assert lapsing.run(TODAY + timedelta(days=30)).lapsed == 1
    assert IncentiveRequest.objects.get().state == "lapsed"
    assert Message.objects.filter(template="incentive.lapsed", recipient_user=request.proposed_by).count() == 1
    assert lapsing.run(TODAY + timedelta(days=30)).lapsed == 0


def test_who_answered_is_not_late_and_waits_until_the_consent_is_over():
    request = sent(answer_by=TODAY - timedelta(days=50), consent_until=TODAY + timedelta(days=9))
    PartnerAnswer.objects.create(request=request, kind="terms", channel="screen", submission_id="a", happened_on=TODAY)
    assert (lapsing.run().reminded, lapsing.run().lapsed) == (0, 0)
    assert lapsing.lapse_on(request) == request.consent_until
    assert lapsing.run(TODAY + timedelta(days=10)).lapsed == 1


def test_a_consent_that_was_taken_back_ends_an_open_request_and_leaves_what_is_taken_up():
    ended = {"consent_ended_at": timezone.now(), "consent_ended_by": UserFactory()}
    request, taken = sent(**ended), sent(state="taken_up", taken_up_on=TODAY, **ended)
    untouched = sent(answer_by=TODAY)
    assert lapsing.run().lapsed == 1
    states = dict(IncentiveRequest.objects.values_list("pk", "state"))
    assert states == {request.pk: "lapsed", taken.pk: "taken_up", untouched.pk: "granted"}
