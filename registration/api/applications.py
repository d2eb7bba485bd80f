"""Applications that people begin in the Fund's own apps, and where they are."""

import re
from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import read_body
from nssf_portal.api.idempotency import idempotent
from nssf_portal.api.problems import Problem, field_error
from registration.api import shapes
from registration.core import services as core

_SCOPE = "applications.begin"
_OWN_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_NAME = OpenApiParameter("external_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="Your own name for it.")


class ApplicationsView(ApiView):
    scopes = {"POST": _SCOPE}

    @extend_schema(
        operation_id="applications_create", summary="Begin an application; the person goes on here",
        tags=["applications"], request=shapes.ApplicationRequestSerializer,
        responses={200: shapes.BegunSerializer, 201: shapes.BegunSerializer},
    )  # fmt: skip
    @idempotent
    def post(self, request: Request) -> Response:
        given = read_body(shapes.ApplicationRequestSerializer, request)
        facts, consent = given.pop("facts", {}), given.pop("consent", {})
        try:
            begun = core.begin_application(
                client=client_of(request).public_id, facts=facts, consent=consent, by=request.user, **given
            )
        except core.BeginRefused as refused:
            raise field_error(f"#/{refused.field}", str(refused), refused.code) from refused
        shown = {
            "reference": begun.reference,
            "continue_url": begun.continue_url,
            "already": begun.already,
            "not_taken": list(begun.not_taken),
        }
        return Response(shown, status=200 if begun.already else 201)


class ApplicationView(ApiView):
    scopes = {"GET": _SCOPE}

    @extend_schema(
        operation_id="applications_read", summary="Where an application is", tags=["applications"],
        parameters=[_NAME], responses=shapes.ApplicationStatusSerializer,
    )  # fmt: skip
    def get(self, request: Request, external_id: str) -> Response:
        found = None
        if _OWN_NAME.fullmatch(external_id):
            found = core.application_status(client=client_of(request).public_id, external_id=external_id)
        if found is None:
            raise Problem("not_found")
        return Response(asdict(found))
