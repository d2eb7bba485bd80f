"""The text in the QR code: small, ours, and nothing else is taken for it."""

import random
from datetime import date, timedelta

import base45
import cbor2
import pytest
import segno
from cwt import COSE, COSEKey
from django.utils import timezone

from registration.cards import keys, revocations, services, token
from registration.cards.verifying import Reason, verify
from tests.factories.members import MemberFactory
from tests.faults.harness import LONG

pytestmark = pytest.mark.django_db
CARDS = 10_000
FLIPS = 100_000 if LONG else 10_000
_FAMILY = ("ហេង", "សុខ", "ឈឹម", "ស្រ៊ុន", "ព្រំ", "ងួន", "ខៀវ", "ឡុង")
_GIVEN = ("ដារ៉ា", "សុភា", "វណ្ណារី", "ច័ន្ទបូរមី", "ស្រីនាង", "រតនៈមុនីវង្ស", "ម៉េងហុង", "")


def people(count: int) -> list:
    """Unsaved: signing needs no database, nor does verifying."""
    return [
        MemberFactory.build(
            member_number=str(1_000_000_000 + n),
            family_name_km=_FAMILY[n % 8],
            given_name_km=_GIVEN[n // 8 % 8],
            sex="FM"[n % 2],
            born_on=date(1950, 1, 1) + timedelta(days=n % 20_000),
        )
        for n in range(count)
    ]


def texts(members: list) -> list[str]:
    key, now = keys.signing_key(make_first=True), timezone.now()
    from registration.cards.services import _signed, text_from

    day = timezone.localdate() + timedelta(days=200)
    cards = [_signed(member, key, version=1, at=now, expires_on=day) for member in members]
    return [text_from(card.pk, card.token) for card in cards]


def size_of(text: str) -> int:
    """The version of the QR code of level M that holds the text."""
    return segno.make_qr(text, error="m", boost_error=False).version


def test_ten_thousand_cards_verify_offline(django_assert_num_queries):
    made, known = texts(people(CARDS)), keys.trusted_keys()
    with django_assert_num_queries(0):
        answers = [verify(text, keys=known) for text in made]
    assert all(answer.valid for answer in answers)
    assert [answer.member_number for answer in answers] == [str(1_000_000_000 + n) for n in range(CARDS)]
    assert size_of(max(made, key=len)) <= 12


@pytest.mark.faults  # make trust flips ten times as many
def test_no_flipped_bit_is_accepted():
    made, known, chance = texts(people(100)), keys.trusted_keys(), random.Random(7)
    for n in range(FLIPS):
        raw = bytearray(token.bytes_of(made[n % 100]) if n % 2 else made[n % 100].encode())
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        text = token.text_of(bytes(raw)) if n % 2 else raw.decode("latin-1")
        assert not verify(text, keys=known).valid, text


@pytest.mark.parametrize(
    "names",
    [
        {"family_name_km": "ហេង", "given_name_km": ""},
        {"family_name_km": "ស្រ៊ុន" * 13, "given_name_km": "រតនៈមុនីវង្ស" * 6},
        {"family_name_km": "", "given_name_km": "", "family_name_latin": "HENG", "given_name_latin": ""},
        {"family_name_latin": "W" * 80, "given_name_latin": "I" * 80},
    ],
)
def test_any_name_fits_into_a_small_code(names):
    member = MemberFactory.build(**names)
    (text,) = texts([member])
    answer = verify(text)
    full = member.full_name_km or member.full_name_latin
    assert answer.valid
    assert answer.claims.language == ("km" if member.full_name_km else "en")
    assert answer.claims.name == full or (answer.claims.name.endswith("…") and full.startswith(answer.claims.name[:-1]))
    assert size_of(text) <= 12
    assert len(answer.claims.name) >= min(len(full), 25)


def test_a_name_is_cut_between_letters_with_their_signs():
    assert token.shorter("ស្រ៊ុន", 1) in {"ស្រ៊ុ…"}
    assert token._clusters("ស្រ៊ុន") == ["ស្រ៊ុ", "ន"]


def test_a_birth_date_known_by_its_year_says_so():
    (text,) = texts([MemberFactory.build(born_on=date(1960, 1, 1), born_precision="year")])
    said = verify(text).claims
    assert (said.born, said.precision) == ("19600101", "year")


def test_a_card_ends_on_its_day(card):
    text = services.payload_of(card)
    end = timezone.make_aware(timezone.datetime.combine(card.expires_on, timezone.datetime.max.time()))
    assert verify(text, at=end).valid
    assert verify(text, at=end + timedelta(seconds=2)).reason == Reason.EXPIRED
    assert verify(text, at=card.issued_at - timedelta(days=1)).reason == Reason.NOT_YET


def _forged(card, protected: dict, *, unprotected: dict | None = None) -> str:
    row = card.key
    private = keys.signing_key().cose
    parts = cbor2.loads(token.bytes_of(services.payload_of(card))).value
    if -7 in protected.values():
        raw = COSE.new().encode_and_sign(parts[2], private, protected=protected, unprotected=unprotected or {})
    else:
        secret = COSEKey.from_symmetric_key(b"\0" * 32, alg="HS256", kid=row.kid)
        raw = COSE.new().encode_and_mac(parts[2], secret, protected={1: 5, 4: row.kid.encode()})
    return token.text_of(raw)


def test_a_mac_instead_of_a_signature_is_no_card(card):
    assert verify(_forged(card, {})).reason == Reason.MALFORMED


def test_no_signature_is_no_card(card):
    ours = cbor2.loads(token.bytes_of(services.payload_of(card))).value
    for algorithm in (0, 5, -35, -37, None):
        protected = cbor2.dumps({1: algorithm, 4: card.key.kid.encode()})
        raw = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, ours[2], ours[3]]))
        assert verify(token.text_of(raw)).reason == Reason.MALFORMED


def test_headers_that_nobody_signed_are_refused(card):
    kid = card.key.kid.encode()
    assert verify(_forged(card, {1: -7, 4: kid})).valid
    assert verify(_forged(card, {1: -7, 4: kid}, unprotected={5: b"x"})).reason == Reason.MALFORMED
    assert verify(_forged(card, {1: -7}, unprotected={4: kid})).reason == Reason.MALFORMED


def test_a_key_of_one_kind_does_not_verify_the_other(card):
    raw = bytearray(token.bytes_of(services.payload_of(card)))
    assert raw[5] == 0x26
    raw[5] = 0x27
    assert verify(token.text_of(bytes(raw))).reason == Reason.BAD_SIGNATURE


def test_the_revocation_list_is_no_card(card):
    assert verify(token.text_of(revocations.make())).reason == Reason.MALFORMED


@pytest.mark.parametrize(
    "text", ["", "NSSF1:", "NSSF1:AAA", "HC1:6BF", "https://nssf.gov.kh", "NSSF1:" + ":" * 500, "é"]
)
def test_other_codes_are_no_cards(db, text):
    assert verify(text).reason == Reason.MALFORMED


def test_an_unknown_key_is_said(card):
    assert verify(services.payload_of(card), keys={}).reason == Reason.UNKNOWN_KEY


def test_base45_is_the_standard_one(card):
    text = services.payload_of(card)
    assert base45.b45decode(text.removeprefix("NSSF1:")) == token.bytes_of(text + "\n")
