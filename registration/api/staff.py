"""The staff of the programme's enterprise, as a list and as an export; identity numbers by their last four."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.models import Enterprise
from nssf_portal.api.base import ApiView
from nssf_portal.api.exports import Kind
from nssf_portal.api.fields import read_query
from nssf_portal.api.models import ApiClient
from nssf_portal.api.paging import page
from nssf_portal.api.problems import Problem
from nssf_portal.audit.reading import note_reading
from registration.api import reach, shapes
from registration.models import Employment
from registration.models.employment import EmploymentQuerySet
from registration.staff_list import with_people

_BLOCK = 1_000
_NUMBER = OpenApiParameter("number", OpenApiTypes.STR, OpenApiParameter.PATH, description="NSSF enterprise number.")


class StaffView(ApiView):
    scopes = {"GET": "staff.read"}

    @extend_schema(
        operation_id="staff_list", summary="Who works at the enterprise", tags=["staff"],
        parameters=[shapes.StaffQuery], responses=shapes.StaffPageSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = read_query(shapes.StaffQuery, request)
        enterprise = reach.enterprise_of(request)
        staff = Employment.objects.filter(enterprise=enterprise)
        staff = staff.past() if query["state"] == "left" else staff.current()
        note_reading(enterprise, by=request.user, screen="api.staff")
        return page(with_people(staff), query, shown)


class EnterpriseView(ApiView):
    scopes = {"GET": "enterprise.read"}

    @extend_schema(
        operation_id="enterprises_read", summary="The enterprise's own data", tags=["enterprise"],
        parameters=[_NUMBER], responses=shapes.EnterpriseSerializer,
    )  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        found = reach.enterprise_of(request)
        if found.nssf_number != number:
            raise Problem("not_found")
        return Response(_enterprise(found))


def lines(client: ApiClient, since: datetime | None) -> Iterator[dict[str, Any]]:
    """Every current spell of work of the client's enterprise, block by block; noted as read."""
    enterprise = Enterprise.objects.represented_by(client.user).filter(pk=client.owner_id).first()
    if enterprise is None:
        return
    note_reading(enterprise, by=client.user, screen="api.staff_export")
    staff = with_people(Employment.objects.filter(enterprise=enterprise).current()).order_by("pk")
    staff = staff.filter(entered_at__gte=since) if since else staff
    yield from _in_blocks(staff)


def _in_blocks(staff: EmploymentQuerySet) -> Iterator[dict[str, Any]]:
    block = list(staff[:_BLOCK])
    while block:
        yield from (shown(one) for one in block)
        block = list(staff.filter(pk__gt=block[-1].pk)[:_BLOCK])


STAFF_EXPORT = Kind("staff", "staff.export", lines)


def shown(one: Employment) -> dict[str, Any]:
    member = one.member
    documents = member.identity_documents
    place = one.establishment
    return {
        "id": str(one.pk),
        "member_number": member.member_number or "",
        "name_km": member.full_name_km,
        "name_latin": member.full_name_latin,
        "identity": {"kind": documents[0].kind, "last_four": documents[0].last_four} if documents else None,
        "staff_number": one.staff_number,
        "position": one.occupation,
        "department": one.department,
        "establishment": {"id": str(place.pk), "name": place.name_latin or place.name_km},
        "started_on": one.started_on.isoformat(),
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "presence": one.presence,
        "wage": str(one.wage),
        "wage_currency": one.wage_currency,
    }


def _enterprise(one: Enterprise) -> dict[str, Any]:
    names = ("nssf_number", "name_km", "name_latin", "state", "tin", "moc_number", "commune_code", "address")
    places = [
        {
            "id": str(place.pk),
            "name_km": place.name_km,
            "name_latin": place.name_latin,
            "is_head_office": place.is_head_office,
            "commune_code": place.commune_code,
            "closed_on": place.closed_on,
        }
        for place in one.establishments.order_by("id")
    ]
    shown_values = {name: getattr(one, name) or "" for name in names}
    return {"id": str(one.pk), **shown_values, "registered_on": one.registered_on, "establishments": places}
