"""From the enterprise's wish to what the bank gave: five people, each on their own screen."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from incentives.models import IncentiveRequest
from incentives.services import requesting
from nssf_portal.notifications.models import Message
from tests.factories import incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def asked():
    enterprise = EnterpriseFactory(name_latin="Bayon Bakery", name_km="")
    loan = incentives.programme()
    incentives.condition(loan, "registered")
    return requesting.ask(
        enterprise=enterprise,
        programme=loan,
        by=representative_of(enterprise),
        submission_id=uuid.uuid4(),
        amount=20_000_000,
        consent_until=TODAY + timedelta(days=60),
        contact_name="Contact Given",
        contact_phone="+85512345678",
    )


def test_asked_sent_offered_and_taken_up_with_each_step_in_sight_of_the_enterprise(client, asked):
    own = f"/en/employer/{asked.enterprise_id}/benefits/requests/{asked.pk}/"
    bank, page = incentives.partner(), f"/en/incentives/answers/{asked.pk}/"
    client.force_login(bank)
    assert client.get(page).status_code == 404
    client.force_login(incentives.chief())
    client.post(f"/en/incentives/requests/{asked.pk}/send/")
    client.force_login(bank)
    for answer in ({"kind": "terms", "interest": "7", "months": "84"}, {"kind": "taken_up", "amount": "18000000"}):
        given = {"happened_on": f"{TODAY:%d/%m/%Y}", "submission_id": str(uuid.uuid4())} | answer
        assert client.post(page, given).status_code == 302
    client.force_login(asked.proposed_by)
    text = client.get(own).text
    assert "18,000,000" in text and "7" in text
    assert IncentiveRequest.objects.get().state == "taken_up"
    told = Message.objects.filter(recipient_user=asked.proposed_by, template__startswith="incentive.")
    assert set(told.values_list("template", flat=True)) == {"incentive.sent", "incentive.terms", "incentive.taken_up"}


def test_a_consent_taken_back_closes_the_bank_s_page_at_once_and_the_bank_is_told(client, asked):
    bank, page = incentives.partner(), f"/en/incentives/answers/{asked.pk}/"
    client.force_login(incentives.chief())
    client.post(f"/en/incentives/requests/{asked.pk}/send/")
    client.force_login(bank)
    assert client.get(page).status_code == 200
    requesting.end_consent(asked, by=asked.proposed_by)
    assert client.get(page).status_code == 404
    assert Message.objects.filter(template="incentive.ended", recipient_user=bank).count() == 1
