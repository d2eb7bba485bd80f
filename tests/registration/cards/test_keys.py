"""Keys of cards: public before they sign, kept while their cards last, gone at once when stolen."""

import json
from datetime import timedelta

import cbor2
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from nssf_portal.identifiers.keys import key_ring
from nssf_portal.runtime.command import CommandFailed
from registration.cards import keys, revocations, services
from registration.cards.enums import Algorithm
from registration.cards.verifying import Reason, verify
from registration.models import CardKey
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def rotate(days: int = 8, algorithm: str = Algorithm.ES256) -> CardKey:
    """What operators do: publish, wait, activate."""
    fresh = keys.publish(algorithm=algorithm)
    CardKey.objects.filter(pk=fresh.pk).update(published_at=timezone.now() - timedelta(days=days))
    fresh.refresh_from_db()
    return keys.activate(fresh)


def test_the_first_card_makes_the_first_key(card):
    key = CardKey.objects.get()
    assert (key.state, card.key) == ("active", key)
    assert list(key_ring().cards) == [key.kid]


def test_private_halves_are_in_the_key_file_only(card, settings):
    stored = json.dumps(list(CardKey.objects.values()), default=str)
    (private,) = json.loads(settings.KEYS_FILE.read_text())["cards"].values()
    assert private not in stored
    assert settings.KEYS_FILE.stat().st_mode & 0o077 == 0


def test_a_key_does_not_sign_before_verifiers_know_it(card):
    fresh = keys.publish()
    with pytest.raises(keys.KeyRefused) as refused:
        keys.activate(fresh)
    assert refused.value.code == "too_early"
    assert {key["kid"] for key in keys.jwks()["keys"]} == {card.key.kid, fresh.kid}


@pytest.mark.parametrize("algorithm", Algorithm.values)
def test_old_cards_verify_after_two_rotations(card, clerk, algorithm):
    old = services.payload_of(card)
    for _turn in range(2):
        rotate(algorithm=algorithm)
    new = services.payload_of(services.issue(MemberFactory(), by=clerk))
    known = keys.trusted_keys()
    assert len(known) == 3
    assert verify(old, keys=known).valid
    assert verify(new, keys=known).valid
    assert CardKey.objects.filter(state="active").count() == 1


def test_a_key_that_signs_no_more_has_no_private_half(card, django_capture_on_commit_callbacks):
    before = card.key.kid
    with django_capture_on_commit_callbacks(execute=True):
        fresh = rotate()
    assert list(key_ring().cards) == [fresh.kid]
    assert before not in key_ring().cards


def test_a_retired_key_is_public_until_its_last_card_runs_out(card):
    rotate()
    retired = CardKey.objects.get(state="retired")
    assert retired.needed_until == card.expires_on
    assert retired in CardKey.objects.trusted(card.expires_on)
    assert retired not in CardKey.objects.trusted(card.expires_on + timedelta(days=1))


def test_a_stolen_key_takes_its_cards_with_it(card):
    assert keys.withdraw(card.key, reason="the server was opened") == 1
    assert verify(services.payload_of(card)).reason == Reason.UNKNOWN_KEY
    with pytest.raises(keys.KeyRefused) as refused:
        services.issue(MemberFactory(), by=None)
    assert refused.value.code == "no_active_key"
    keys.activate(keys.publish(), at_once=True)
    assert services.issue(MemberFactory(), by=None)


def test_the_database_allows_one_signing_key(card):
    fresh = keys.publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        CardKey.objects.filter(pk=fresh.pk).update(state="active", active_from=timezone.now())


def test_a_key_file_that_cannot_be_written_is_said(card, monkeypatch):
    def closed(*args):
        raise PermissionError

    monkeypatch.setattr(keys, "add_card_key", closed)
    with pytest.raises(keys.KeyRefused) as refused:
        keys.publish()
    assert refused.value.code == "key_file_read_only"


def test_a_key_put_into_the_file_by_hand_is_published(card, settings):
    data = json.loads(settings.KEYS_FILE.read_text())
    data["cards"]["byhand"] = next(iter(data["cards"].values()))
    settings.KEYS_FILE.write_text(json.dumps(data))
    key_ring.cache_clear()
    assert keys.publish().kid == "byhand"


def test_the_public_key_sets_agree(card, client):
    json_set = client.get("/.well-known/nssf-card-keys.json")
    cose_set = client.get("/.well-known/nssf-card-keys.cbor")
    (jwk,), (cose,) = json_set.json()["keys"], cbor2.loads(cose_set.content)
    assert (jwk["kid"], jwk["alg"]) == (card.key.kid, "ES256")
    assert cose[2] == card.key.kid.encode()
    assert (cose[1], cose[3], cose[-1], len(cose[-2])) == (2, -7, 1, 32)
    assert "d" not in jwk
    assert -4 not in cose
    assert json_set["Content-Type"] == "application/jwk-set+json"
    assert "max-age" in json_set["Cache-Control"]


def test_the_command_publishes_activates_and_lists(card):
    told = json.loads(call_command("rotate_card_key", "publish", format="json"))
    assert len(told["keys"]) == 2
    with pytest.raises(CommandFailed) as refused:
        call_command("rotate_card_key", "activate", format="json")
    assert refused.value.code == "too_early"
    call_command("rotate_card_key", "activate", at_once=True, format="json")
    assert CardKey.objects.active().get().kid == told["kid"]
    with pytest.raises(CommandFailed) as refused:
        call_command("rotate_card_key", "activate", told["kid"], at_once=True, format="json")
    assert refused.value.code == "not_possible"
    with pytest.raises(CommandFailed) as refused:
        call_command("rotate_card_key", "withdraw", told["kid"], format="json")
    assert refused.value.code == "reason_missing"
    gone = json.loads(call_command("rotate_card_key", "withdraw", told["kid"], reason="stolen", format="json"))
    assert gone["cards_to_issue_anew"] == 0


class TestRevocationList:
    def test_holds_replaced_and_withdrawn_cards(self, card, clerk, member, client):
        services.issue(member, by=clerk)
        other = services.issue(MemberFactory(), by=clerk)
        services.revoke(other, clerk, "lost")
        found = client.get("/.well-known/nssf-card-revocations")
        told = revocations.read(found.content, keys.trusted_keys())
        assert told.ids == {card.cti.bytes[:8], other.cti.bytes[:8]}
        assert told.expires_at - told.made_at == 24 * 3600
        assert verify(services.payload_of(card), revoked=told.ids).reason == Reason.REVOKED

    def test_forgets_cards_whose_own_date_is_over(self, card, member, clerk):
        services.issue(member, by=clerk)
        later = timezone.now() + timedelta(days=400)
        assert revocations.read(revocations.make(later), keys.trusted_keys()).ids == frozenset()

    def test_is_only_ours(self, card):
        raw = bytearray(revocations.make())
        assert revocations.read(bytes(raw), {}) is None
        raw[-1] ^= 1
        assert revocations.read(bytes(raw), keys.trusted_keys()) is None

    def test_can_be_long(self, card):
        from registration.cards import token
        from registration.cards.claims import EXP, IAT, ISS, ISSUER, REVOKED

        key = keys.signing_key()
        for entries in (3, 40, 9_000):
            payload = cbor2.dumps({ISS: ISSUER, EXP: 2, IAT: 1, REVOKED: b"12345678" * entries}, canonical=True)
            raw = token.sign_payload(payload, key.row.kid, key.row.algorithm, key.cose)
            assert revocations.read(raw, keys.trusted_keys()).ids == {b"12345678"}

    def test_without_any_key_there_is_none(self, db, client):
        assert client.get("/.well-known/nssf-card-revocations").status_code == 204
        assert client.get("/.well-known/nssf-card-keys.json").json() == {"keys": []}
