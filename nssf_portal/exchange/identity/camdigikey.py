"""CamDigiKey by its sidecar's published protocol: a login token, a visit there, an auth token, and claims we check.

Published: GET /login-token, POST /access-token {authToken}, POST / {token}; claims of iss CamDX-CamDigiKey, type USER.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils import timezone

from nssf_portal.exchange import conf
from nssf_portal.exchange.breaker import Breaker
from nssf_portal.exchange.contracts import as_date, as_text
from nssf_portal.exchange.faults import ExchangeUnavailable
from nssf_portal.exchange.identity import evidence
from nssf_portal.exchange.identity.links import use_once
from nssf_portal.exchange.identity.persons import CAMDIGIKEY, Person
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.law.book import value_or

ISSUER = "CamDX-CamDigiKey"
LOGIN = "/login-token"
SKEW_SECONDS = 60
PAGE_SECONDS = 4.0
"""Who signs in elsewhere has nothing to do meanwhile: they are waited for longer than a registry is."""
LONGEST_TOKEN_SECONDS = 365 * 24 * 3600  # a date beyond it is no date


class Refused(Exception):
    """The answer is CamDigiKey's, and we do not accept it; the reason is a word of ours."""


@dataclass(frozen=True, slots=True)
class LoginToken:
    url: str
    token: str


def login_token() -> LoginToken:
    """Ask for a new sign-in; raises ExchangeUnavailable."""
    data = _ask("GET", LOGIN)
    found = LoginToken(as_text(data.get("loginUrl")), as_text(data.get("loginToken")))
    schemes = ("https", "http") if settings.DEMO else ("https",)
    if urlsplit(found.url).scheme not in schemes or not found.token:
        raise ExchangeUnavailable("unknown-shape")
    return found


def person_of(auth_token: str) -> Person:
    """Change the token that came with the browser for the person; raises ExchangeUnavailable or Refused."""
    access = as_text(_ask("POST", "/access-token", {"authToken": auth_token}).get("accessToken"))
    if not access:
        raise Refused("token")
    claims = _ask("POST", "/", {"token": access})
    return read_claims(claims)


def read_claims(claims: Mapping[str, Any]) -> Person:
    """Check what CamDigiKey vouches for, use its token up, and give the person. Raises Refused."""
    _check(claims)
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    if not use_once(issuer=ISSUER, token_id=claims["jti"], expires_at=expires):
        raise Refused("replayed")
    return _person(claims)


def _check(claims: Mapping[str, Any]) -> None:
    now = time.time()
    if claims.get("iss") != ISSUER:
        raise Refused("issuer")
    if claims.get("type") != "USER" or claims.get("is_valid") is not True:
        raise Refused("not-valid")
    if not _is_time(claims.get("exp")) or not now < claims["exp"] < now + LONGEST_TOKEN_SECONDS:
        raise Refused("expired")
    if "nbf" in claims and not (_is_time(claims["nbf"]) and claims["nbf"] <= now + SKEW_SECONDS):
        raise Refused("not-yet")
    if not all(isinstance(claims.get(name), str) and claims[name] for name in ("jti", "camdigikey_id")):
        raise Refused("incomplete")


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _person(claims: Mapping[str, Any]) -> Person:
    text = {ours: as_text(claims.get(theirs)) for ours, theirs in NAMES.items()}
    number = text.pop("id_number")
    sex, born_on = as_text(claims.get("gender")).upper(), as_date(claims.get("dob"))
    return Person(
        provider=CAMDIGIKEY,
        subject=claims["camdigikey_id"],
        as_of=timezone.now(),
        exchange_id=evidence.keep(CAMDIGIKEY, claims),
        sex=sex if sex in ("M", "F") else "",
        born_on=_past(born_on),
        id_kind=id_kind(number),
        id_number=number,
        phone=normalise_phone(as_text(claims.get("mobile_phone"))) or "",
        **text,
    )


NAMES = {
    "family_name_km": "last_name_kh",
    "given_name_km": "first_name_kh",
    "family_name_latin": "last_name_en",
    "given_name_latin": "first_name_en",
    "id_number": "personal_code",
    "nationality": "nationality",
}


def _past(born_on: date | None) -> date | None:
    return born_on if born_on and born_on <= timezone.localdate() else None


def id_kind(number: str) -> str:
    """Tell an identity card from a passport by the form of its number, as the law book has it."""
    for kind, form in (("khmer_id", r"^\d{9}$"), ("kidc", r"^\d{10}$"), ("passport", r"^[A-Z0-9]{6,9}$")):
        if re.match(value_or(f"identifier.{kind}.pattern", form), number):
            return kind
    return ""


def _ask(method: str, path: str, body: Any = None) -> dict[str, Any]:
    """One exchange with the sidecar, behind its own breaker."""
    breaker = Breaker("camdigikey")
    if not breaker.allows():
        raise ExchangeUnavailable("resting")
    try:
        found = _send(method, path, body)
    except (httpx.HTTPError, ExchangeUnavailable) as error:
        if path == LOGIN or isinstance(error, httpx.HTTPError):  # a made-up token must not close the door for all
            breaker.failed()
        raise error if isinstance(error, ExchangeUnavailable) else ExchangeUnavailable("no-answer") from None
    breaker.succeeded()
    return found


def _send(method: str, path: str, body: Any) -> dict[str, Any]:
    with httpx.Client(timeout=PAGE_SECONDS, trust_env=False, follow_redirects=False) as http:
        response = http.request(method, conf.camdigikey_url() + path, json=body)
    if response.status_code >= 500:
        raise ExchangeUnavailable("no-answer")
    try:
        return _unwrapped(response.json()) if response.status_code == 200 else {}
    except ValueError:
        raise ExchangeUnavailable("not-json") from None


def _unwrapped(data: Any) -> dict[str, Any]:
    """Read both shapes met: the answer itself, or {error: 0, data: the answer}."""
    if isinstance(data, dict) and isinstance(data.get("data"), dict) and data.get("error") in (0, "0", None):
        data = data["data"]
    if not isinstance(data, dict):
        raise ExchangeUnavailable("unknown-shape")
    return data
