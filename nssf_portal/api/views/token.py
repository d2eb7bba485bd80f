"""Client credentials for an access token (RFC 6749, section 4.4); errors in that standard's own shape."""

import base64
import binascii
import logging
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import unquote_plus

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api import clients
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import Text
from nssf_portal.api.parsing import LimitedFormParser, LimitedJSONParser
from nssf_portal.law.limits import client_address, within_limit

log = logging.getLogger(__name__)


class TokenRequestSerializer(serializers.Serializer):
    grant_type = serializers.ChoiceField(choices=["client_credentials"])
    client_id = Text(required=False, max_length=120, help_text="Or by HTTP Basic, with the secret.")
    client_secret = Text(required=False, max_length=200)
    scope = Text(required=False, max_length=1000, help_text="Separated by spaces; left out: all the client has.")


class TokenSerializer(serializers.Serializer):
    access_token = serializers.CharField()
    token_type = serializers.ChoiceField(choices=["Bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds.")
    scope = serializers.CharField()


class TokenErrorSerializer(serializers.Serializer):
    error = serializers.ChoiceField(
        choices=["invalid_request", "invalid_client", "unsupported_grant_type", "invalid_scope", "slow_down"]
    )
    error_description = serializers.CharField(required=False)


_ERROR = OpenApiResponse(TokenErrorSerializer, description="RFC 6749, section 5.2")


class TokenView(ApiView):
    """Open to everybody who has a client's id and secret; counted by address and by client."""

    authentication_classes: ClassVar[list[type[BaseAuthentication]]] = []
    permission_classes: ClassVar[list[type[BasePermission]]] = []
    parser_classes = [LimitedFormParser, LimitedJSONParser]

    def count(self, request: Request) -> None:
        """By address and by client, in `post`: there is no token to count by."""

    @extend_schema(
        operation_id="token_create",
        summary="Get an access token",
        tags=["token"],
        auth=[],
        request={
            "application/x-www-form-urlencoded": TokenRequestSerializer,
            "application/json": TokenRequestSerializer,
        },
        responses={200: TokenSerializer, 400: _ERROR, 401: _ERROR, 429: _ERROR},
        examples=[OpenApiExample("token", {"grant_type": "client_credentials"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        if not within_limit("api.token_requests_per_hour", client_address(request), default=600, closed=True):
            return _refused(429, "slow_down")
        given = _texts(request.data)
        if given is None:
            return _refused(400, "invalid_request")
        if given.get("grant_type") != "client_credentials":
            wrong = "unsupported_grant_type" if given.get("grant_type") else "invalid_request"
            return _refused(400, wrong)
        return _token(request, given)


def _token(request: Request, given: dict[str, str]) -> Response:
    basic = _basic(request)
    public_id, secret = basic or (given.get("client_id", ""), given.get("client_secret", ""))
    if not public_id or not secret:
        return _refused(400, "invalid_request") if not _tried(request) else _wrong_client()
    client = clients.authenticate(public_id, secret)
    if client is None:
        log.warning("a client was refused a token")
        return _wrong_client()
    # Counted only now: who merely knows a client's id must not be able to use up its tokens.
    if not within_limit("api.tokens_per_hour", public_id, default=60, closed=True):
        return _refused(429, "slow_down")
    try:
        text, token = clients.issue_token(client, given.get("scope", "").split())
    except ValueError:
        return _refused(400, "invalid_scope")
    life = int((token.expires_at - token.issued_at).total_seconds())
    shown = {"access_token": text, "token_type": "Bearer", "expires_in": life, "scope": " ".join(token.scopes)}
    return Response(shown, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def _texts(data: Any) -> dict[str, str] | None:
    """Each name once, each value a text; None for anything else."""
    if not isinstance(data, Mapping):
        return None
    if hasattr(data, "lists") and any(len(values) > 1 for _name, values in data.lists()):
        return None
    known = {name: value for name, value in data.items() if name in TokenRequestSerializer._declared_fields}
    texts = all(isinstance(value, str) and "\0" not in value and len(value) <= 1000 for value in known.values())
    return known if texts else None


def _tried(request: Request) -> bool:
    return "authorization" in request.headers


def _basic(request: Request) -> tuple[str, str] | None:
    kind, _space, coded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _colon, secret = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (ValueError, binascii.Error):
        return None
    parts = unquote_plus(name), unquote_plus(secret)
    return None if "\0" in "".join(parts) else parts


def _wrong_client() -> Response:
    return _refused(401, "invalid_client", {"WWW-Authenticate": 'Basic realm="token"'})


def _refused(status: int, error: str, headers: dict[str, str] | None = None) -> Response:
    extra = {"Retry-After": "3600"} if status == 429 else {}
    return Response({"error": error}, status=status, headers={"Cache-Control": "no-store", **extra, **(headers or {})})
