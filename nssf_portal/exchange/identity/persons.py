"""What every provider of identities is brought to: a person, and the outcome of a check."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CAMDIGIKEY = "camdigikey"
OIDC = "oidc"
MOI = "moi"


class CheckOutcome(StrEnum):
    PASS = "pass"  # noqa: S105  an outcome
    FAIL = "fail"
    WARN = "warn"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Who a provider says is in front of the screen; `subject` is the provider's own key, never an ID number."""

    provider: str
    subject: str
    as_of: datetime
    exchange_id: uuid.UUID
    family_name_km: str = ""
    given_name_km: str = ""
    family_name_latin: str = ""
    given_name_latin: str = ""
    sex: str = ""
    born_on: date | None = None
    id_kind: str = ""
    id_number: str = ""
    phone: str = ""
    nationality: str = ""

    def __repr__(self) -> str:
        return f"Person({self.provider}, {self.exchange_id})"  # a log may hold it

    @property
    def name(self) -> str:
        """Give the name to greet with: in Khmer when the provider has it."""
        khmer = f"{self.family_name_km} {self.given_name_km}".strip()
        return khmer or f"{self.family_name_latin} {self.given_name_latin}".strip()

    def as_check(self) -> "IdentityCheck":
        """Give the evidence an application keeps of a person who proved to be one by signing in at a provider."""
        return IdentityCheck(CheckOutcome.PASS, self.provider, self.as_of, self.exchange_id)


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """The outcome of a check with its evidence; holds no personal data, so that it may be kept and shown."""

    outcome: CheckOutcome
    provider: str
    checked_at: datetime
    exchange_id: uuid.UUID | None = None
    """Names our exchange log's row and the message in the security servers' logs; None when nobody was asked."""
    score: float | None = None
    incorrect_fields: tuple[str, ...] = ()

    @property
    def evidence(self) -> dict[str, object]:
        """Give what may be kept as JSON beside a decision."""
        return {
            "provider": self.provider,
            "checked_at": self.checked_at.isoformat(),
            "exchange_id": str(self.exchange_id) if self.exchange_id else None,
            "score": self.score,
            "incorrect_fields": list(self.incorrect_fields),
        }
