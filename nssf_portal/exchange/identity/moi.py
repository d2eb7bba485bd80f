"""The Ministry of Interior's identity check over CamDX: what was said of a person, against the register of cards.

Protocol: CamDX open KYC 2.0, `kyc/info`: {error: 0, data: {idNumber, score 0-1, incorrectFields[]}}.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from nssf_portal.exchange import conf, contracts
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.faults import ExchangeError, ExchangeUnavailable
from nssf_portal.exchange.identity.persons import MOI, CheckOutcome, IdentityCheck
from nssf_portal.exchange.wire import Call, Result
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or

PASS_SCORE = "identity.kyc.pass_score"  # noqa: S105  a code of the law book
WARN_SCORE = "identity.kyc.warn_score"
DECISIVE = frozenset({"id_number", "born_on", "sex"})
"""What no spelling explains: one of these wrong is another person, or a slip that a person has to look at."""
_OUR_NAMES = {theirs: ours for ours, theirs in contracts.KYC_FIELDS.items()}


def check_person(
    *,
    id_number: str,
    family_name_km: str = "",
    given_name_km: str = "",
    family_name_latin: str = "",
    given_name_latin: str = "",
    sex: str,
    born_on: date | None,
    by: Any = None,
    subject_id: Any = None,
    timeout: float | None = None,
) -> IdentityCheck:
    """Ask whether these belong to one identity card; never raises for a dead partner. `subject_id` is our case."""
    said = {
        "id_number": to_latin_digits(clean(id_number)).replace(" ", ""),
        "family_name_km": clean(family_name_km),
        "given_name_km": clean(given_name_km),
        "family_name_latin": clean(family_name_latin),
        "given_name_latin": clean(given_name_latin),
        "sex": sex,
        "born_on": born_on.isoformat() if born_on else "",
    }
    return _ask(said, by, subject_id, timeout)


def _ask(said: dict[str, str], by: Any, subject_id: Any, timeout: float | None) -> IdentityCheck:
    service = conf.kyc_service()
    if service is None or not said["id_number"]:
        return _unavailable()
    body = {contracts.KYC_FIELDS[name]: value for name, value in said.items() if value}
    options: dict[str, Any] = {"timeout": timeout, "idempotent": True, "subject_kind": "identity-check"}
    call = Call("POST", service, body=body, user=by, issue=str(subject_id or ""), **options)
    try:
        return _read(SecurityServer().call(call), said["id_number"])
    except (ExchangeError, ImproperlyConfigured):
        return _unavailable(call)


def _unavailable(call: Call | None = None) -> IdentityCheck:
    return IdentityCheck(CheckOutcome.UNAVAILABLE, MOI, timezone.now(), call.id if call else None)


def _read(result: Result, asked: str) -> IdentityCheck:
    """Read the one shape that was published; everything else is no answer, and never a pass."""
    found = result.json if result.status == 200 else None
    data = found.get("data") if isinstance(found, dict) and found.get("error") in (0, "0") else None
    if not isinstance(data, dict) or str(data.get("idNumber")) != asked:
        raise ExchangeUnavailable("unknown-shape")
    score, fields = _score(data.get("score")), _fields(data.get("incorrectFields"))
    evidence = (timezone.now(), result.evidence.xroad_id)
    return IdentityCheck(outcome_of(score, fields), MOI, *evidence, score=score, incorrect_fields=fields)


def _score(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ExchangeUnavailable("unknown-shape")
    return float(value)


def _fields(value: Any) -> tuple[str, ...]:
    """Bring the names of what differs to ours; a name nobody published is "other", so no text gets through."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ExchangeUnavailable("unknown-shape")
    return tuple(dict.fromkeys(_OUR_NAMES.get(name, "other") for name in value))


def outcome_of(score: float, incorrect: tuple[str, ...]) -> CheckOutcome:
    """Weigh an answer by the law book's scores; a difference in number, birth date or sex always fails."""
    if DECISIVE & set(incorrect):
        return CheckOutcome.FAIL
    if not incorrect and score >= float(value_or(PASS_SCORE, 0.9)):
        return CheckOutcome.PASS
    return CheckOutcome.WARN if score >= float(value_or(WARN_SCORE, 0.6)) else CheckOutcome.FAIL
