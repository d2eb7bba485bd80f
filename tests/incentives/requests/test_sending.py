"""Officers look at requests; a second person sends, and what the institution is shown is frozen that day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.services.refusing import Refused
from enterprises.models import Representative
from incentives.models import IncentiveRequest
from incentives.services import granting
from nssf_portal.notifications.models import Message
from tests.factories import compliance, incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
LIST = "/en/incentives/requests/"


@pytest.fixture
def asked():
    enterprise = EnterpriseFactory(name_latin="Bayon Bakery", name_km="")
    return incentives.request(enterprise, proposed_by=representative_of(enterprise), amount=20_000_000)


def test_a_second_person_sends_and_what_is_shown_is_frozen_that_day(client, asked):
    chief, bank = incentives.chief(), incentives.partner()
    client.force_login(chief)
    page = client.get(f"{LIST}{asked.pk}/").text
    assert "Send to the institution" in page and "What the institution will see" in page
    for linked in ("standing/", ""):
        assert client.get(f"/en/employer/{asked.enterprise_id}/{linked}").status_code == 200
    client.post(f"{LIST}{asked.pk}/send/")
    asked.refresh_from_db()
    assert (asked.state, asked.granted_by, asked.shared_on) == ("granted", chief, timezone.localdate())
    assert asked.shared_standing in ("good", "owing", "unknown") and asked.shared_size == "micro"
    assert asked.answer_by == timezone.localdate() + timedelta(days=30)
    told = set(Message.objects.values_list("template", "recipient_user"))
    assert told == {("incentive.sent", asked.proposed_by_id), ("incentive.asked", bank.pk)}
    assert "What the institution was shown" in client.get(f"{LIST}{asked.pk}/").text


def test_sent_twice_it_is_sent_once(client, asked):
    client.force_login(incentives.chief())
    client.post(f"{LIST}{asked.pk}/send/")
    first = IncentiveRequest.objects.get().granted_at
    again = client.post(f"{LIST}{asked.pk}/send/", follow=True)
    assert "already decided" in again.text and IncentiveRequest.objects.get().granted_at == first


def test_who_asked_does_not_send_and_the_database_says_so_too(asked):
    chief = incentives.chief()
    IncentiveRequest.objects.filter(pk=asked.pk).update(proposed_by=chief)
    asked.refresh_from_db()
    for act in (lambda: granting.send(asked, by=chief), lambda: granting.refuse(asked, by=chief, reason="x")):
        with pytest.raises(Refused, match="Another person"):
            act()
    with pytest.raises(IntegrityError, match="second_is_not_first"), transaction.atomic():
        IncentiveRequest.objects.filter(pk=asked.pk).update(
            granted_by=chief, granted_at=timezone.now(), shared_on=timezone.localdate()
        )


def test_an_officer_reads_and_refuses_but_does_not_send(client, asked):
    officer = incentives.officer()
    client.force_login(officer)
    page = client.get(f"{LIST}{asked.pk}/").text
    assert "A chief of incentives for this place sends it" in page and "Send to the institution" not in page
    assert client.post(f"{LIST}{asked.pk}/send/").status_code == 403
    assert client.post(f"{LIST}{asked.pk}/refuse/", {"reason": ""}).status_code == 422
    client.post(f"{LIST}{asked.pk}/refuse/", {"reason": "The programme is over"})
    asked.refresh_from_db()
    assert (asked.state, asked.refused_by, asked.refused_reason) == ("refused", officer, "The programme is over")
    assert Message.objects.get().template == "incentive.refused"
    assert client.post(f"{LIST}{asked.pk}/refuse/", {"reason": "Again"}, follow=True).status_code == 200
    assert IncentiveRequest.objects.get().refused_reason == "The programme is over"


def test_nothing_is_sent_when_the_consent_is_over(client, asked):
    IncentiveRequest.objects.update(consent_until=timezone.localdate() - timedelta(days=1))
    client.force_login(incentives.chief())
    assert "The consent is over" in client.get(f"{LIST}{asked.pk}/").text
    assert "nothing may be sent" in client.post(f"{LIST}{asked.pk}/send/", follow=True).text
    assert IncentiveRequest.objects.get().state == "proposed"


def test_nothing_is_sent_while_a_condition_is_not_met(client, asked):
    incentives.condition(asked.programme, "workers", minimum=3)
    client.force_login(incentives.chief())
    page = client.get(f"{LIST}{asked.pk}/").text
    assert "It cannot be sent today" in page and "Send to the institution" not in page
    assert "A condition is not met today" in client.post(f"{LIST}{asked.pk}/send/", follow=True).text
    assert IncentiveRequest.objects.get().state == "proposed"


def test_taken_back_it_is_gone_from_the_institution_at_once(client):
    sent, bank = incentives.sent(), incentives.partner()
    assert IncentiveRequest.objects.sent_to(bank).exists()
    client.force_login(incentives.officer())
    assert client.post(f"{LIST}{sent.pk}/revoke/", {"reason": "x"}).status_code == 403
    client.force_login(incentives.chief())
    client.post(f"{LIST}{sent.pk}/revoke/", {"reason": "Sent by mistake"})
    assert IncentiveRequest.objects.get().state == "revoked"
    assert Message.objects.filter(template="incentive.ended", recipient_user=bank).count() == 1
    assert not IncentiveRequest.objects.sent_to(bank).exists()


def test_officers_of_another_place_find_nothing_and_others_may_not_look(client, asked):
    elsewhere = incentives.chief("17")
    client.force_login(elsewhere)
    assert client.get(f"{LIST}{asked.pk}/").status_code == 404
    assert client.post(f"{LIST}{asked.pk}/send/").status_code == 404
    assert "Bayon Bakery" not in client.get(LIST).text
    with pytest.raises(PermissionDenied):
        granting.send(asked, by=elsewhere)
    for user in (incentives.partner(), asked.proposed_by, incentives.juror_user()):
        client.force_login(user)
        assert client.get(LIST).status_code == 403 and client.get(f"{LIST}{asked.pk}/").status_code == 403
    assert client.get(f"{LIST}{asked.pk}/send/").status_code == 405


def test_nobody_decides_on_an_enterprise_of_their_own(client, asked):
    owner, tied = incentives.chief(), incentives.chief()
    Representative.objects.create(enterprise=asked.enterprise, user=owner, role="owner", basis="sample")
    compliance.conflict(tied, asked.enterprise)
    for user in (owner, tied):
        client.force_login(user)
        assert client.get(f"{LIST}{asked.pk}/").status_code == 404
        with pytest.raises(PermissionDenied):
            granting.send(asked, by=user)


def test_the_list_shows_what_waits_first_with_counts_and_filters(client, asked):
    late = incentives.sent(EnterpriseFactory(name_latin="Lotus Hotel", name_km=""))
    IncentiveRequest.objects.filter(pk=late.pk).update(answer_by=timezone.localdate() - timedelta(days=2))
    client.force_login(incentives.officer())
    page = client.get(LIST).text
    assert "1 request waits to be sent" in page and "Bayon Bakery" in page and "Lotus Hotel" not in page
    assert "Lotus Hotel" in client.get(f"{LIST}?show=late").text
    assert "2 days late" in client.get(f"{LIST}?show=sent").text.replace("\xa0", " ")
    other = client.get(f"{LIST}?programme={late.programme.code}").text
    assert "Lotus Hotel" in other and "Bayon Bakery" not in other
    assert "No request here" in client.get(f"{LIST}?show=taken_up").text


def test_the_list_costs_the_same_for_many(client, django_assert_max_num_queries):
    programme = incentives.programme()
    for _ in range(6):
        incentives.request(of=programme)
    client.force_login(incentives.officer())
    with django_assert_max_num_queries(24):
        client.get(LIST)
