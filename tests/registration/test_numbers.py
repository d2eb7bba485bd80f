"""When the core system's block of member numbers is used up: nothing is lost, everybody is told, a block is entered."""

import json

import pytest
from django.core.management import call_command
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.runtime import readiness
from nssf_portal.runtime.command import CommandFailed
from registration.enums import PairState, RosterState
from registration.models import Member
from registration.services import rosters
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import doubtful_pair
from tests.factories.registration import confirmed, number_block, person, run_jobs, send_roster
from tests.registration.test_staff_person import form, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    with translation.override("en"):
        yield


@pytest.fixture
def shop():
    return EnterpriseFactory()


@pytest.fixture
def signed_in(client, shop):
    client.force_login(representative_of(shop))
    return client


def use_up():
    number_block()
    NumberBlock.objects.filter(kind="member").update(last=F("next"))
    NumberBlock.objects.filter(kind="member").update(next=F("next") + 1)


def test_a_list_is_ready_again_and_says_why(signed_in, shop, caplog) -> None:
    roster = send_roster(shop, [person(1), person(2)])
    use_up()
    roster = confirmed(roster)
    assert (roster.state, roster.accepted, Member.objects.count()) == (RosterState.READY, 2, 0)
    page = reverse("registration:roster", args=[shop.pk, roster.pk])
    assert "must reserve new member numbers first" in text_of(signed_in.get(page))
    assert "reserve_numbers" in caplog.text
    call_command("reserve_numbers", "member", "4000000000", "4000000999", source="letter 12")
    assert rosters.confirm(roster=roster, by=None)
    assert run_jobs(roster).registered == 2
    assert "must reserve new member numbers first" not in text_of(signed_in.get(page))


def test_a_person_by_a_form_is_asked_to_wait(signed_in, shop) -> None:
    use_up()
    response = signed_in.post(reverse("registration:staff_add", args=[shop.pk]), form(shop))
    assert response.status_code == 422
    assert "must reserve new member numbers first" in text_of(response)
    assert "SREYPOV" in text_of(response)


def test_an_officers_decision_waits(client) -> None:
    pair = doubtful_pair()
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    use_up()
    address = reverse("desk_registration:pair", args=[pair.pk])
    response = client.post(address, {"decision": "different", "reason": "Other faces on the cards."}, follow=True)
    assert "no free member number" in text_of(response)
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN


def test_operators_see_how_many_are_left() -> None:
    number_block()
    answer = readiness.check_numbers()
    assert not answer.ok
    assert "member: 10,000,000 left, enterprise: 0 left" in answer.advice
    assert "reserve_numbers: enterprise" in answer.advice


def test_blocks_are_entered_once_and_never_meet() -> None:
    for _time in range(2):
        result = json.loads(
            call_command("reserve_numbers", "enterprise", "700", "799", source="letter 13", format="json")
        )
        assert result == {"kind": "enterprise", "first": 700, "last": 799, "next": 700, "left": 100}
    for first, last, code in ((750, 850, "block_overlaps"), (900, 850, "block_empty"), (0, 5, "block_empty")):
        with pytest.raises(CommandFailed) as failed:
            call_command("reserve_numbers", "enterprise", str(first), str(last), source="x")
        assert failed.value.code == code
    call_command("reserve_numbers", "member", "750", "850", source="another kind")


def test_administrators_enter_blocks(client) -> None:
    client.force_login(UserFactory(grant=("administrator", "HQ")))
    address = "/en/admin/identifiers/numberblock/"
    given = {"kind": "enterprise", "first": "700", "last": "799", "source": "letter 14"}
    assert client.post(f"{address}add/", given).status_code == 302
    block = NumberBlock.objects.get(kind="enterprise")
    assert block.next == 700
    assert client.get(address).status_code == 200
    assert "entered before" in text_of(client.post(f"{address}add/", given | {"last": "801"}))
    assert client.post(f"{address}{block.pk}/change/", given).status_code == 403
