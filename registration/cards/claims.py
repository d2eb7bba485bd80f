"""What a card says of its member: MOSIP's Claim 169 map inside a CWT (RFC 8392), and our own private claims."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import cbor2
from django.utils import timezone

from nssf_portal.law.book import value_or
from registration.enums import Precision, Sex
from registration.models.member import Member

ISSUER = "nssf.gov.kh"
ISS, EXP, IAT, CTI = 1, 4, 6, 7  # RFC 8392, 3.1
IDENTITY = 169  # MOSIP: identity in a QR code
ID, LANGUAGE, FULL_NAME, BORN, GENDER, NATIONALITY = 1, 3, 4, 8, 9, 13
CARD = -75001  # private use (RFC 8392, 9.1): card number, scheme codes, how exact the birth date is
REVOKED = -75002  # the same, in the revocation list
VERSION, SCHEMES, PRECISION = 1, 2, 3
GENDERS: dict[str, int] = {Sex.MALE: 1, Sex.FEMALE: 2}
SEXES = {number: letter for letter, number in GENDERS.items()}
_LATEST = timedelta(days=366)


class NotACard(ValueError):
    """Signed by us, but not a member's card."""


@dataclass(frozen=True)
class Claims:
    """A card in words; made from a member to be signed, or read from a token that was verified."""

    member_number: str
    name: str
    language: str
    born: str
    sex: str
    nationality: str
    version: int
    cti: uuid.UUID
    issued_at: int
    expires_at: int
    schemes: tuple[str, ...] = field(default=())
    precision: str = Precision.DAY

    def packed(self) -> bytes:
        """The CBOR map, in one deterministic form (RFC 8949, 4.2)."""
        card: dict[int, Any] = {VERSION: self.version, SCHEMES: list(self.schemes)}
        if self.precision != Precision.DAY:
            card[PRECISION] = self.precision
        identity = {
            ID: self.member_number,
            LANGUAGE: self.language,
            FULL_NAME: self.name,
            BORN: self.born,
            GENDER: GENDERS[self.sex],
            NATIONALITY: self.nationality,
        }
        return cbor2.dumps(
            {
                ISS: ISSUER,
                EXP: self.expires_at,
                IAT: self.issued_at,
                CTI: self.cti.bytes,
                IDENTITY: identity,
                CARD: card,
            },
            canonical=True,
        )


def claims_of(member: Member, *, version: int, cti: uuid.UUID, at: datetime, expires_on: date) -> Claims:
    """What the member's next card will say; the name in Khmer, in Latin letters only when there is no Khmer one."""
    return Claims(
        member_number=member.member_number,
        name=member.full_name_km or member.full_name_latin,
        language="km" if member.full_name_km else "en",
        born=f"{member.born_on:%Y%m%d}",
        sex=member.sex,
        nationality=member.nationality,
        version=version,
        cti=cti,
        issued_at=int(at.timestamp()),
        expires_at=end_of(expires_on),
        schemes=tuple(str(value_or(f"card.schemes.{member.group}", "")).split()),
        precision=member.born_precision,
    )


def expiry(on: date) -> date:
    """The last day of a card made today: the law book's months, never more than twelve, less a day."""
    months = min(int(value_or("card.validity", 12)), 12)
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last_of_month = first_of_next - timedelta(days=1)
    return last_of_month.replace(day=min(on.day, last_of_month.day)) - timedelta(days=1)


def end_of(day: date) -> int:
    """The first second after a day in Cambodia."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone())
    return int(midnight.astimezone(UTC).timestamp())


def read(payload: bytes) -> Claims:
    """The claims of a verified payload; raises NotACard for anything else we may have signed (the revocation list)."""
    try:
        said = cbor2.loads(payload)
        identity, card = said[IDENTITY], said[CARD]
        if said[ISS] != ISSUER or not 0 < said[EXP] - said[IAT] <= _LATEST.total_seconds():
            raise NotACard("issuer or dates")
        return Claims(
            member_number=identity[ID],
            name=identity[FULL_NAME],
            language=identity[LANGUAGE],
            born=identity[BORN],
            sex=SEXES[identity[GENDER]],
            nationality=identity[NATIONALITY],
            version=card[VERSION],
            cti=uuid.UUID(bytes=said[CTI]),
            issued_at=said[IAT],
            expires_at=said[EXP],
            schemes=tuple(card[SCHEMES]),
            precision=card.get(PRECISION, Precision.DAY),
        )
    except (KeyError, TypeError, AttributeError, cbor2.CBORDecodeError) as strange:
        raise NotACard("not the claims of a card") from strange
