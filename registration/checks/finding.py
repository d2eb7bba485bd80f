import uuid
from dataclasses import dataclass

from enterprises.enums import Outcome


@dataclass(frozen=True)
class Finding:
    """What one check says; `evidence` is codes, sources and dates, never a person's data."""

    code: str
    outcome: str
    evidence: str = ""
    exchange_id: uuid.UUID | None = None


def passed(code: str, evidence: str = "") -> Finding:
    return Finding(code, Outcome.PASS, evidence)


def failed(code: str, evidence: str) -> Finding:
    return Finding(code, Outcome.FAIL, evidence)


def warned(code: str, evidence: str) -> Finding:
    return Finding(code, Outcome.WARN, evidence)


def unavailable(code: str, evidence: str) -> Finding:
    return Finding(code, Outcome.UNAVAILABLE, evidence)
