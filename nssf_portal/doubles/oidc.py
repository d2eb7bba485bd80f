"""A small OpenID Connect server: discovery, a page to choose a person, PKCE, an RS256 id_token, userinfo, keys."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from nssf_portal.doubles.camdigikey import identity, page, people_list
from nssf_portal.doubles.http import Double, Reply, Request
from nssf_portal.doubles.people import SampleIdentity

TITLE = "OpenID Connect (stand-in)"
KEY_ID = "sample"


@dataclass(frozen=True)
class _Granted:
    who: SampleIdentity
    asked: dict[str, str]


class OpenIdDouble(Double):
    """`claims` of a test replace those of the id_token, `info` those of userinfo; `key` signs."""

    def __init__(self, *, client_id: str = "nssf-portal", secret: str = "sample-secret", port: int = 0) -> None:  # noqa: S107
        super().__init__(port)
        self.client_id, self.secret = client_id, secret
        self.key = self.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.info: dict[str, Any] = {}
        self._codes: dict[str, _Granted] = {}
        self._access: dict[str, SampleIdentity] = {}

    def answer(self, request: Request) -> Reply:
        doors = {
            ("GET", "/.well-known/openid-configuration"): self.discovery,
            ("GET", "/authorize"): self.authorize,
            ("GET", "/choose"): self.choose,
            ("POST", "/token"): self.token,
            ("GET", "/userinfo"): self.userinfo,
            ("GET", "/jwks"): self.jwks,
        }
        door = doors.get((request.method, request.path))
        return door(request) if door else Reply.json({"error": "not_found"}, 404)

    def discovery(self, _request: Request) -> Reply:
        addresses = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in _ENDPOINTS.items()}
        more = {"issuer": self.url, "jwks_uri": f"{self.url}/jwks", "response_types_supported": ["code"]}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return Reply.json(addresses | more | methods | {"code_challenge_methods_supported": ["S256"]})

    def authorize(self, request: Request) -> Reply:
        asked = _query(request.query)
        if asked.get("client_id") != self.client_id or asked.get("code_challenge_method") != "S256":
            return Reply.html(page("<p>The request is not what this server takes (PKCE is compulsory).</p>", TITLE))
        return Reply.html(page(people_list("/choose", asked), TITLE))

    def choose(self, request: Request) -> Reply:
        asked = _query(request.query)
        code = self.grant(identity(asked.pop("subject", "")), asked)
        back = urlencode({"code": code, "state": asked.get("state", "")})
        return Reply(302, [("Location", f"{asked['redirect_uri']}?{back}")])

    def grant(self, who: SampleIdentity, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Granted(who, asked)
        return code

    def token(self, request: Request) -> Reply:
        given = _query(request.body.decode())
        granted = self._codes.pop(given.get("code", ""), None)
        if granted is None or not self.proves(given, granted.asked):
            return Reply.json({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(24)
        self._access[access] = granted.who
        tokens = {"access_token": access, "token_type": "Bearer", "expires_in": 600}
        return Reply.json(tokens | {"id_token": self.id_token(granted.who)})

    def proves(self, given: dict[str, str], asked: dict[str, str]) -> bool:
        """The secret, the same address, and the verifier of the challenge (RFC 7636)."""
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        same = given.get("redirect_uri") == asked.get("redirect_uri") and challenge == asked.get("code_challenge")
        return same and (given.get("client_id"), given.get("client_secret")) == (self.client_id, self.secret)

    def id_token(self, who: SampleIdentity) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": self.client_id, "sub": who.subject, "iat": now, "exp": now + 600}
        claims["jti"] = secrets.token_hex(8)
        said = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return jwt.encode(said, self.key, "RS256", headers={"kid": KEY_ID})

    def userinfo(self, request: Request) -> Reply:
        who = self._access.get((request.header("Authorization") or "").removeprefix("Bearer "))
        return Reply.json(info_of(who) | self.info) if who else Reply.json({"error": "invalid_token"}, 401)

    def jwks(self, _request: Request) -> Reply:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key(), as_dict=True)
        return Reply.json({"keys": [public | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}]})


_ENDPOINTS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}


def info_of(who: SampleIdentity) -> dict[str, Any]:
    """Write standard claims, Khmer names by their language tag."""
    person = who.person
    return {
        "sub": who.subject,
        "family_name": person.family_name_latin,
        "given_name": person.given_name_latin,
        "family_name#km": person.family_name_km,
        "given_name#km": person.given_name_km,
        "gender": {"F": "female", "M": "male"}[who.sex],
        "birthdate": who.born_on,
        "phone_number": who.phone,
    }


def _query(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}
