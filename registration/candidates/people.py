"""One person being registered, as the comparison needs them; and what the comparison says."""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.keys import search_key
from registration.enums import Precision
from registration.models.member import Member, MemberIdentifier

if TYPE_CHECKING:
    from registration.models import Application

SAME, POSSIBLE, UNLIKELY = "same", "possible", "unlikely"
_NOT_IDENTITY = (Identifier.Kind.PHONE, Identifier.Kind.EQUITY_CARD, Identifier.Kind.INFORMAL_CERTIFICATE)


@dataclass(frozen=True)
class Person:
    """Names as typed, and blind indexes instead of numbers: nothing here can be read back into a number."""

    family_name_km: str = ""
    given_name_km: str = ""
    family_name_latin: str = ""
    given_name_latin: str = ""
    sex: str = ""
    born_on: date | None = None
    born_precision: str = Precision.DAY
    nationality: str = ""
    numbers: tuple[tuple[str, uuid.UUID], ...] = ()
    phone: uuid.UUID | None = None
    member_id: uuid.UUID | None = None  # their own record, when they have one: never a candidate

    @cached_property
    def km(self) -> tuple[str, str]:
        """The Khmer keys of family and given name."""
        return search_key(self.family_name_km), search_key(self.given_name_km)

    @cached_property
    def latin(self) -> tuple[str, str]:
        return search_key(self.family_name_latin), search_key(self.given_name_latin)

    @property
    def key_km(self) -> str:
        return " ".join(filter(None, self.km))

    @property
    def key_latin(self) -> str:
        return " ".join(filter(None, self.latin))


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against; `str()` is its code, `words()` its sentence."""

    code: str
    weight: float

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Candidate:
    """A member who may be the person: how likely, why, and in which band."""

    member_id: uuid.UUID
    score: float
    band: str
    reasons: tuple[Reason, ...]


def person_of(source: "Application | Member") -> Person:
    """The person an application or a member's record speaks of, with the numbers it has now."""
    if isinstance(source, Member):
        numbers = list(MemberIdentifier.objects.filter(member=source, superseded_at__isnull=True))
        own: uuid.UUID | None = source.pk
    else:
        numbers = list(source.numbers.all())
        own = source.member_id
    phone = next((n.blind_index for n in numbers if n.kind == Identifier.Kind.PHONE), None)
    return Person(
        family_name_km=source.family_name_km,
        given_name_km=source.given_name_km,
        family_name_latin=source.family_name_latin,
        given_name_latin=source.given_name_latin,
        sex=source.sex,
        born_on=source.born_on,
        born_precision=source.born_precision,
        nationality=source.nationality,
        numbers=tuple((n.kind, n.blind_index) for n in numbers if n.kind not in _NOT_IDENTITY),
        phone=phone,
        member_id=own,
    )
