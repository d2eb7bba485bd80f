"""Asking for a bulk export, its state, its file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api import exports
from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import Choice, Moment, Strict, read_body
from nssf_portal.api.idempotency import idempotent
from nssf_portal.api.jobs_seen import progress_of
from nssf_portal.api.models import BulkExport
from nssf_portal.api.models.export import ExportState
from nssf_portal.api.problems import Problem, parameter_error

_POLL_SECONDS = "5"
PREFER = OpenApiParameter(
    "Prefer", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, enum=["respond-async"],
    description="Exports are always made in the background.",
)  # fmt: skip


class ExportRequestSerializer(Strict):
    what = Choice(choices=["staff"])
    since = Moment(required=False, help_text="Only those entered from this moment on; who left is not in it.")


class OutputSerializer(serializers.Serializer):
    type = serializers.CharField()
    url = serializers.CharField()
    count = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes, packed.")


class ManifestSerializer(serializers.Serializer):
    transactionTime = serializers.DateTimeField()
    request = serializers.CharField()
    requiresAccessToken = serializers.BooleanField()
    output = OutputSerializer(many=True)
    error = serializers.ListField(child=serializers.CharField())


class ExportSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    what = serializers.CharField()
    state = serializers.ChoiceField(choices=ExportState.choices)


class PackedRenderer(BaseRenderer):
    """Only so that a reader may ask for the file's own type."""

    media_type, format, charset, render_style = "application/gzip", "gz", None, "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: dict | None = None) -> Any:
        return data


class ExportsView(ApiView):
    scopes = {"POST": "staff.export"}

    @extend_schema(
        operation_id="exports_create",
        summary="Ask for a bulk export",
        tags=["exports"],
        parameters=[PREFER],
        request=ExportRequestSerializer,
        responses={202: OpenApiResponse(ExportSerializer, description="Being made: poll Content-Location.")},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        if request.headers.get("Prefer", "") != "respond-async":
            raise parameter_error("Prefer", _("Exports are always made in the background: Prefer: respond-async."))
        given = read_body(ExportRequestSerializer, request)
        if given["what"] not in exports.kinds():
            raise Problem("not_found")
        export = exports.request_export(client=client_of(request), what=given["what"], since=given.get("since"))
        where = {"Content-Location": _address(export), "Retry-After": _POLL_SECONDS}
        return Response(_shown(export), status=202, headers=where)


class ExportView(ApiView):
    scopes = {"GET": "staff.export", "DELETE": "staff.export"}

    @extend_schema(
        operation_id="exports_read",
        summary="How far an export is, or where its files are",
        tags=["exports"],
        responses={200: ManifestSerializer, 202: ExportSerializer},
        extensions={"x-also": [409]},
    )
    def get(self, request: Request, export_id: UUID) -> Response:
        export = own_export(request, export_id)
        if export.state == ExportState.FAILED:
            raise Problem("conflict", _("The export would be too long. Ask for a part of it, with since."))
        if export.state == ExportState.REQUESTED:
            done = progress_of(exports.JOB, export.pk)
            told = {"X-Progress": str(done), "Retry-After": _POLL_SECONDS}
            return Response(_shown(export), status=202, headers=told)
        return Response(_manifest(export), headers={"Expires": http_date(export.expires_at.timestamp())})

    @extend_schema(
        operation_id="exports_delete",
        summary="Cancel an export, or delete its files",
        tags=["exports"],
        responses={204: OpenApiResponse(description="Deleted.")},
    )
    def delete(self, request: Request, export_id: UUID) -> Response:
        exports.delete(export=own_export(request, export_id))
        return Response(status=204)


class ExportFileView(ApiView):
    scopes = {"GET": "staff.export"}
    renderer_classes = [JSONRenderer, PackedRenderer]

    @extend_schema(
        operation_id="exports_file",
        summary="The file: one JSON object a line, packed with gzip",
        tags=["exports"],
        responses={(200, "application/gzip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, export_id: UUID) -> HttpResponse:
        export = own_export(request, export_id)
        if export.state != ExportState.READY:
            raise Problem("not_found")
        response = HttpResponse(exports.content_of(export), content_type="application/gzip")
        response["Content-Disposition"] = f'attachment; filename="{export.what}.ndjson.gz"'
        response["Cache-Control"] = "private, no-store"
        return response


def own_export(request: Request, export_id: UUID) -> BulkExport:
    """The client's own; deleted and expired ones are gone."""
    found = BulkExport.objects.filter(client=client_of(request), pk=export_id).exclude(state=ExportState.DELETED)
    export = found.first()
    if export is None or (export.expires_at and export.expires_at < timezone.now()):
        raise Problem("not_found")
    return export


def _shown(export: BulkExport) -> dict[str, Any]:
    return {"id": str(export.pk), "what": export.what, "state": export.state}


def _address(export: BulkExport) -> str:
    return reverse("api:export", args=[export.pk])


def _manifest(export: BulkExport) -> dict[str, Any]:
    url = reverse("api:export_file", args=[export.pk])
    output = {"type": export.what, "url": url, "count": export.lines, "size": export.size}
    return {
        "transactionTime": export.requested_at,
        "request": reverse("api:exports"),
        "requiresAccessToken": True,
        "output": [output],
        "error": [],
    }
