"""Who asks: a client by its access token, nobody by a session; and what it may do: its scopes."""

from typing import Any

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from nssf_portal.accounts.models import User
from nssf_portal.api.clients import holder_of
from nssf_portal.api.models import AccessToken, ApiClient
from nssf_portal.api.problems import Problem
from nssf_portal.law.limits import within_limit

_MOST = 200
_HOUR = "3600"


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer ...` (RFC 6750), in the header only: addresses are logged."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2 or len(words[1]) > _MOST or not words[1].isascii():
            raise AuthenticationFailed
        token = holder_of(words[1].decode())
        if token is None:
            raise AuthenticationFailed
        return token.client.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HasScope(BasePermission):
    """The view names a scope for each method (HEAD is a GET without its body); without a token nothing opens."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, AccessToken):
            return False
        needed = view.scopes.get("GET" if request.method == "HEAD" else request.method)
        if needed and needed not in set(request.auth.scopes) & set(request.auth.client.scopes):
            challenge = f'Bearer error="insufficient_scope", scope="{needed}"'
            raise Problem("not_allowed", headers={"WWW-Authenticate": challenge})
        return True


def client_of(request: Request) -> ApiClient:
    return request.auth.client


def count_request(request: Request) -> None:
    """Hard limits by atomic counters. Reading goes on while nobody can count, changing does not (LimitClosed)."""
    client = str(client_of(request).pk)
    reading = request.method in ("GET", "HEAD", "OPTIONS")
    within = within_limit("api.requests_per_hour", client, default=6_000, closed=not reading)
    if within and not reading:
        within = within_limit("api.writes_per_hour", client, default=1_200, closed=True)
    if not within:
        raise Problem("too_many", headers={"Retry-After": _HOUR})
