"""What changed, both ways, between the portal and NSSF's core system."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import read_body, read_query
from nssf_portal.api.problems import Problem, parameter_error
from nssf_portal.audit.reading import note_reading
from registration.api import shapes
from registration.core import services as core

_SCOPE = "core.deltas"


class ChangesView(ApiView):
    scopes = {"GET": _SCOPE, "POST": _SCOPE}

    @extend_schema(
        operation_id="core_changes_read", summary="What changed here since a cursor", tags=["core"],
        parameters=[shapes.ChangesQuery], responses=shapes.ChangesSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = read_query(shapes.ChangesQuery, request)
        try:
            found = core.export_changes(query.get("cursor", ""), query["limit"])
        except core.CursorRefused as refused:
            raise parameter_error("cursor", str(refused), "unknown") from refused
        if found.rows:  # whole identity numbers leave the house here
            note_reading(client_of(request), by=request.user, screen="api.core_changes", revealed=True)
        rows = [row.as_dict() for row in found.rows]
        return Response({"items": rows, "next_cursor": found.next_cursor, "more": found.more})

    @extend_schema(
        operation_id="core_changes_take", summary="Tell us what changed in the core system", tags=["core"],
        request=shapes.TakeRequestSerializer, responses=shapes.TakenSerializer, extensions={"x-also": [409]},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        given = read_body(shapes.TakeRequestSerializer, request)
        try:
            taken = core.take_changes(given["rows"], given["sequence"], by=request.user)
        except core.DeltaRefused as refused:
            fault = {"pointer": "#/sequence", "code": refused.code, "detail": str(refused)}
            raise Problem("conflict", str(refused), errors=[fault]) from refused
        return Response(asdict(taken))
