"""A client's webhooks, managed by the client itself."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api import webhooks
from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import Paging, Strict, Text, read_body, read_query
from nssf_portal.api.guard import AddressRefused
from nssf_portal.api.idempotency import idempotent
from nssf_portal.api.models import WebhookEndpoint
from nssf_portal.api.paging import page
from nssf_portal.api.problems import Problem, field_error

_SCOPE = "webhooks.manage"


class WebhookRequestSerializer(Strict):
    url = Text(max_length=500, help_text="https, a public name, port 443 or 8443.")
    events = serializers.ListField(child=Text(max_length=40), min_length=1, max_length=20)

    def validate_events(self, value: list[str]) -> list[str]:
        if unknown := [code for code in value if code not in webhooks.events()]:
            raise serializers.ValidationError(_("We do not know this event: %(code)s.") % {"code": unknown[0]})
        return value


class WebhookSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    disabled_at = serializers.DateTimeField(allow_null=True)
    disabled_why = serializers.CharField(allow_blank=True, help_text="gone, deleted or empty")


class NewWebhookSerializer(WebhookSerializer):
    secret = serializers.CharField(help_text="Shown this once: whsec_ and base64.")


class WebhookPageSerializer(serializers.Serializer):
    items = WebhookSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class WebhooksView(ApiView):
    scopes = {"GET": _SCOPE, "POST": _SCOPE}

    @extend_schema(
        operation_id="webhooks_list", summary="Your webhooks", tags=["webhooks"], parameters=[Paging],
        responses=WebhookPageSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = read_query(Paging, request)
        return page(WebhookEndpoint.objects.filter(client=client_of(request)), query, _shown)

    @extend_schema(
        operation_id="webhooks_create", summary="Add a webhook", tags=["webhooks"],
        request=WebhookRequestSerializer, responses={201: NewWebhookSerializer},
    )  # fmt: skip
    @idempotent
    def post(self, request: Request) -> Response:
        given = read_body(WebhookRequestSerializer, request)
        client = client_of(request)
        if not webhooks.has_room(client):
            raise Problem("conflict", _("So many webhooks are set up already. Delete one first."))
        try:
            endpoint, secret = webhooks.create_endpoint(
                client=client, url=given["url"], chosen=given["events"], by=client.user
            )
        except AddressRefused as refused:
            raise field_error("#/url", refused_words(), refused.code) from refused
        return Response(_shown(endpoint) | {"secret": secret}, status=201)


class WebhookView(ApiView):
    scopes = {"GET": _SCOPE, "DELETE": _SCOPE}

    @extend_schema(operation_id="webhooks_read", summary="One webhook", tags=["webhooks"], responses=WebhookSerializer)
    def get(self, request: Request, webhook_id: UUID) -> Response:
        return Response(_shown(_own(request, webhook_id)))

    @extend_schema(
        operation_id="webhooks_delete", summary="Delete a webhook", tags=["webhooks"],
        responses={204: OpenApiResponse(description="Deleted; what was waiting is not sent.")},
    )  # fmt: skip
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        webhooks.disable(_own(request, webhook_id), why="deleted", by=request.user)
        return Response(status=204)


def refused_words() -> str:
    return _("We send to https addresses with a public name only, on port 443 or 8443, without a name or password.")


def _own(request: Request, webhook_id: UUID) -> WebhookEndpoint:
    found = WebhookEndpoint.objects.filter(client=client_of(request), pk=webhook_id).exclude(disabled_why="deleted")
    if (endpoint := found.first()) is None:
        raise Problem("not_found")
    return endpoint


def _shown(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": str(endpoint.pk),
        "url": endpoint.url,
        "events": endpoint.events,
        "created_at": endpoint.created_at,
        "disabled_at": endpoint.disabled_at,
        "disabled_why": endpoint.disabled_why,
    }
