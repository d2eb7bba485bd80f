"""`issue_cards` and `verify_card`: cards for a whole office, as often as one likes."""

import csv
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nssf_portal.runtime.command import CommandFailed
from registration.cards import services
from registration.models import Card
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def run(name: str, *args, **options) -> dict:
    return json.loads(call_command(name, *args, format="json", **options))


def rows(folder) -> dict[str, str]:
    with (folder / "cards.csv").open(encoding="utf-8") as file:
        return {row["member_number"]: row["payload"] for row in csv.DictReader(file)}


def test_everybody_of_the_office_gets_a_card(tmp_path):
    here = [MemberFactory(commune_code=code) for code in ("120101", "120205")]
    MemberFactory(commune_code="170101")
    MemberFactory(commune_code="120101", state="pending")
    assert run("issue_cards", office="12", out=tmp_path) == {"issued": 2}
    cards = rows(tmp_path)
    assert set(cards) == {member.member_number for member in here}
    for number, payload in cards.items():
        assert run("verify_card", payload) == {"valid": True, "member_number": number, "reason": "valid"}
    assert (tmp_path / "cards.csv").stat().st_mode & 0o077 == 0


def test_again_issues_nothing_and_writes_the_same_file(tmp_path):
    MemberFactory(commune_code="120101")
    run("issue_cards", office="HQ", out=tmp_path)
    before = rows(tmp_path)
    assert run("issue_cards", office="HQ", out=tmp_path) == {"issued": 0}
    assert rows(tmp_path) == before


def test_headquarters_serves_members_without_a_commune(tmp_path):
    MemberFactory(commune_code="")
    assert run("issue_cards", office="HQ") == {"issued": 1}


def test_a_card_that_has_run_out_is_replaced(member, card, tmp_path):
    Card.objects.filter(pk=card.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert run("issue_cards", office="HQ") == {"issued": 1}
    assert list(Card.objects.order_by("version").values_list("version", "state")) == [(1, "replaced"), (2, "issued")]


def test_more_members_cost_no_more_statements(db):
    def statements(people: int) -> int:
        MemberFactory.create_batch(people, commune_code="120101")
        with CaptureQueriesContext(connection) as asked:
            assert run("issue_cards", office="12") == {"issued": people}
        return len(asked)

    statements(1)
    assert statements(2) == statements(20)


def test_an_unknown_office_is_said(db):
    with pytest.raises(CommandFailed) as refused:
        run("issue_cards", office="nowhere")
    assert refused.value.code == "unknown_office"


def test_a_folder_that_cannot_be_written_is_said(db, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandFailed) as refused:
        run("issue_cards", office="HQ", out=tmp_path / "file")
    assert refused.value.code == "cannot_write"


def test_a_text_that_is_no_card_is_said(db):
    assert run("verify_card", "hello") == {"valid": False, "member_number": None, "reason": "malformed"}


def test_a_withdrawn_card_is_said(card, clerk):
    services.revoke(card, clerk, "lost")
    told = run("verify_card", services.payload_of(card))
    assert told == {"valid": False, "member_number": "1023448719", "reason": "revoked"}
