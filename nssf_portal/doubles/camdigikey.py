"""The CamDigiKey sidecar and the page people meet there, on which a tester chooses who to be.

Known of the real sidecar: GET /login-token, POST /access-token {authToken}, POST / {token}; it has no password of its
own and listens for its application only.
"""

import json
import secrets
import time
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

from nssf_portal.doubles.http import Double, Reply, Request
from nssf_portal.doubles.people import IDENTITIES, SampleIdentity

TOKEN_SECONDS = 600


class CamDigiKeyDouble(Double):
    """Each token is good once. `claims` of a test replace those of the person chosen (None takes one away)."""

    def __init__(self, callback: str = "", *, port: int = 0) -> None:
        super().__init__(port)
        self.callback = callback
        self.claims: dict[str, Any] = {}
        self.echo_login_token = False
        self._logins: dict[str, float] = {}
        self._granted: dict[str, SampleIdentity] = {}
        self._access: dict[str, dict[str, Any]] = {}

    def answer(self, request: Request) -> Reply:
        doors = {
            ("GET", "/login-token"): self.login_token,
            ("GET", "/login"): self.login_page,
            ("GET", "/choose"): self.choose,
            ("GET", "/cancel"): lambda _request: self.back({}),
            ("POST", "/access-token"): self.access_token,
            ("POST", "/"): self.validate,
        }
        door = doors.get((request.method, request.path))
        return door(request) if door else Reply.json({"message": "Not found"}, 404)

    def login_token(self, _request: Request) -> Reply:
        token = secrets.token_urlsafe(24)
        self._logins[token] = time.time() + TOKEN_SECONDS
        url = f"{self.url}/login?{urlencode({'token': token})}"
        return Reply.json({"error": 0, "data": {"loginUrl": url, "loginToken": token}})

    def login_page(self, request: Request) -> Reply:
        token = _asked(request, "token")
        if self._logins.get(token, 0) < time.time():
            return Reply.html(page("<p>This sign-in has ended. Go back and start again.</p>"))
        return Reply.html(page(people_list("/choose", {"token": token}) + '<p><a href="/cancel">Cancel</a></p>'))

    def choose(self, request: Request) -> Reply:
        """The tester chose: what the telephone's app would do by fingerprint."""
        token = _asked(request, "token")
        if self._logins.pop(token, 0) < time.time():
            return Reply.html(page("<p>This sign-in has ended. Go back and start again.</p>"))
        auth = self.grant(identity(_asked(request, "subject")))
        return self.back({"authToken": auth} | ({"loginToken": token} if self.echo_login_token else {}))

    def grant(self, who: SampleIdentity) -> str:
        """Give an auth token for a person, as after a visit."""
        auth = secrets.token_urlsafe(24)
        self._granted[auth] = who
        return auth

    def back(self, values: dict[str, str]) -> Reply:
        return Reply(302, [("Location", f"{self.callback}?{urlencode(values)}" if values else self.callback)])

    def access_token(self, request: Request) -> Reply:
        who = self._granted.pop(str(_json(request.body).get("authToken")), None)
        if who is None:
            return Reply.json({"error": 4003, "message": "auth token is not known", "data": None})
        token = secrets.token_urlsafe(24)
        self._access[token] = claims_of(who)
        return Reply.json({"error": 0, "data": {"accessToken": token}})

    def validate(self, request: Request) -> Reply:
        claims = self._access.get(str(_json(request.body).get("token")))
        if claims is None:
            return Reply.json({"is_valid": False})
        return Reply.json({name: value for name, value in (claims | self.claims).items() if value is not None})


def claims_of(who: SampleIdentity) -> dict[str, Any]:
    """Write the claims as the published examples have them."""
    now, person = int(time.time()), who.person
    return {
        "iss": "CamDX-CamDigiKey",
        "type": "USER",
        "jti": secrets.token_hex(16),
        "iat": now,
        "nbf": now,
        "exp": now + TOKEN_SECONDS,
        "is_valid": True,
        "camdigikey_id": who.subject,
        "first_name_en": person.given_name_latin,
        "last_name_en": person.family_name_latin,
        "first_name_kh": person.given_name_km,
        "last_name_kh": person.family_name_km,
        "gender": who.sex,
        "dob": who.born_on,
        "personal_code": person.id_number,
        "mobile_phone": who.phone,
        "email": "",
        "nationality": "KHM",
    }


def identity(subject: str) -> SampleIdentity:
    """Find an invented person by key; the first when there is none."""
    return next((who for who in IDENTITIES if who.subject == subject), IDENTITIES[0])


def people_list(path: str, values: dict[str, str]) -> str:
    """List the invented people as links; shared with the OpenID Connect stand-in."""
    return "<ul>" + "".join(_item(path, values, who) for who in IDENTITIES) + "</ul>"


def _item(path: str, values: dict[str, str], who: SampleIdentity) -> str:
    query, person = urlencode(values | {"subject": who.subject}), who.person
    names = f"{person.family_name_km} {person.given_name_km} · {person.family_name_latin} {person.given_name_latin}"
    about = f"ID {person.id_number}, born {who.born_on}, {who.certificate or 'no certificate'}"
    return f'<li><a href="{escape(path)}?{escape(query)}">{escape(names)}</a><br><small>{escape(about)}</small></li>'


def page(body: str, title: str = "CamDigiKey (stand-in)") -> str:
    """A plain page, readable on a telephone."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><style>body{font:16px/1.6 sans-serif;max-width:40rem;'
        "margin:2rem auto;padding:0 1rem}li{margin:.75rem 0}</style></head>"
        f"<body><h1>{title}</h1><p>Every person here is invented. Who are you?</p>{body}</body></html>"
    )


def _asked(request: Request, name: str) -> str:
    return parse_qs(request.query).get(name, [""])[0]


def _json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
