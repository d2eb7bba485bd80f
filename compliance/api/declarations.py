"""The months of the programme's enterprise: what became of them, and declaring one."""

import uuid
from decimal import Decimal
from typing import Any
from uuid import uuid5

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.api import shapes
from compliance.declaring.filings import MonthFiling, filings
from compliance.declaring.statement import Wages, statement
from compliance.models import Declaration
from compliance.services.declaring import DeclarationRefused, file_declaration
from enterprises.models import Enterprise
from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import read_body
from nssf_portal.api.idempotency import idempotent, key_of
from nssf_portal.api.problems import Problem, field_error
from registration.api import reach
from registration.enums import Channel
from registration.models import Member


class DeclarationsView(ApiView):
    scopes = {"GET": "declarations.read", "POST": "declarations.write"}

    @extend_schema(
        operation_id="declarations_list", summary="The months, newest first, and what became of each",
        tags=["declarations"], responses=shapes.MonthsSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        enterprise = reach.enterprise_of(request)
        return Response({"items": [_month(one) for one in filings(enterprise, timezone.localdate())]})

    @extend_schema(
        operation_id="declarations_create", summary="Declare a month, or correct it", tags=["declarations"],
        request=shapes.DeclarationRequestSerializer, extensions={"x-also": [409]},
        responses={201: OpenApiResponse(shapes.DeclarationSerializer, description="What stands for the month now.")},
    )  # fmt: skip
    @idempotent
    def post(self, request: Request) -> Response:
        enterprise = reach.registered_enterprise(request)
        given = read_body(shapes.DeclarationRequestSerializer, request)
        try:
            made = file_declaration(
                enterprise=enterprise,
                month=given["month"],
                kind=given["kind"],
                submission_id=uuid5(client_of(request).pk, f"declaration\n{key_of(request)}"),
                by=request.user,
                channel=Channel.API,
                wages=_wages(enterprise, given),
            )
        except DeclarationRefused as refused:
            fault = {"pointer": "#/kind", "code": refused.code, "detail": str(refused)}
            raise Problem("conflict", str(refused), errors=[fault]) from refused
        return Response(_declaration(made), status=201)


def _wages(enterprise: Enterprise, given: dict[str, Any]) -> Wages | None:
    """By employment; a number of somebody who is not on the month's staff list is a fault, not passed over."""
    said = given.get("wages") or []
    if not said:
        return None
    members = Member.objects.filter(member_number__in=[one["member_number"] for one in said])
    numbers: dict[uuid.UUID, str] = {pk: str(number) for pk, number in members.values_list("pk", "member_number")}
    lines = {numbers[o.member_id]: o.employment_id for o in statement(enterprise, given["month"]).lines
             if o.member_id in numbers}  # fmt: skip
    for at, one in enumerate(said):
        if one["member_number"] not in lines:
            raise field_error(f"#/wages/{at}/member_number", _("Nobody with this number worked there."), "unknown")
    return {lines[one["member_number"]]: (_decimal(one["wage"]), one["wage_currency"]) for one in said}


def _decimal(wage: float) -> Decimal:
    return Decimal(str(wage)).quantize(Decimal("0.01"))


def _month(one: MonthFiling) -> dict[str, Any]:
    return {
        "month": f"{one.month:%Y-%m}",
        "due_on": one.due_on,
        "pay_by": one.pay_by,
        "filing": one.filing.value,
        "paying": one.paying.value,
        "paid": one.paid,
        "amount": one.amount,
        "declaration": _declaration(one.declaration) if one.declaration else None,
    }


def _declaration(one: Declaration) -> dict[str, Any]:
    names = ("reference", "kind", "due_on", "filed_at", "workers", "occupational_risk", "health_care",
             "pension_employer", "pension_worker", "confirmed")  # fmt: skip
    return {name: getattr(one, name) for name in names} | {"month": f"{one.month:%Y-%m}", "wages": int(one.wages)}
