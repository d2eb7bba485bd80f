"""Payment facts from the collection system, as a message instead of a file."""

import hashlib
import json
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid5

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.api import shapes
from compliance.services.payments import FIRST_ROW, Problem, take_payments
from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import read_body
from nssf_portal.api.idempotency import idempotent, key_of
from registration.enums import Channel


class PaymentsView(ApiView):
    scopes = {"POST": "payments.write"}

    @extend_schema(
        operation_id="payments_take", summary="Tell us what enterprises paid", tags=["payments"],
        request=shapes.PaymentsRequestSerializer, responses=shapes.PaymentsSerializer,
    )  # fmt: skip
    @idempotent
    def post(self, request: Request) -> Response:
        given = read_body(shapes.PaymentsRequestSerializer, request)
        outcome = take_payments(
            [_row(one) for one in given["payments"]],
            source="collection",
            by=request.user,
            channel=Channel.API,
            submission_id=_submission(request),
        )
        counts = {name: getattr(outcome.batch, name) for name in ("rows", "created", "unchanged", "refused")}
        return Response(counts | {"problems": [_problem(one) for one in outcome.problems]})


def _submission(request: Request) -> UUID:
    """A key that comes with other payments after its answer was forgotten names those, not the first ones."""
    digest = hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
    return uuid5(client_of(request).pk, f"payments\n{key_of(request)}\n{digest}")


def _row(one: dict[str, Any]) -> dict[str, Any]:
    month = one.get("month")
    return one | {"month": f"{month:%Y-%m}" if month else ""}


def _problem(one: Problem) -> dict[str, Any]:
    return asdict(one) | {"row": one.row - FIRST_ROW + 1}
