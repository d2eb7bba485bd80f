"""Staff lists: send one, ask how far it is, read what is wrong row by row, have the accepted registered."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api.authentication import client_of
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import Paging, read_body, read_query
from nssf_portal.api.idempotency import idempotent, key_of
from nssf_portal.api.paging import page
from nssf_portal.api.parsing import LimitedJSONParser, OneFileParser
from nssf_portal.api.problems import Problem, field_error
from nssf_portal.documents.services import UploadRefused
from nssf_portal.identifiers.models import NumberBlock, has_room
from nssf_portal.law.book import value_or
from registration.api import reach, shapes
from registration.api.files import as_file
from registration.enums import Channel, RosterState
from registration.models import Roster, RosterProblem, RosterRow
from registration.reading.words import message
from registration.registering import count_new
from registration.services import rosters

_READ, _WRITE = "rosters.read", "rosters.write"
_IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag you saw: act only on that state."
)
_NAME = OpenApiParameter("reference", OpenApiTypes.STR, OpenApiParameter.PATH, description="Its reference or its id.")
_CHANGED = {"x-also": [412]}
_NUMBERS_SECONDS = "3600"


class RostersView(ApiView):
    scopes = {"GET": _READ, "POST": _WRITE}
    parser_classes = [LimitedJSONParser, OneFileParser]

    @extend_schema(
        operation_id="rosters_list", summary="Staff lists sent, newest first", tags=["rosters"], parameters=[Paging],
        responses=shapes.RosterPageSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = read_query(Paging, request)
        found = Roster.objects.filter(enterprise=reach.enterprise_of(request))
        return page(found, query, shown)

    @extend_schema(
        operation_id="rosters_create",
        summary="Send a staff list",
        tags=["rosters"],
        request={
            "application/json": shapes.RosterRequestSerializer,
            "multipart/form-data": shapes.RosterFileSerializer,
        },
        responses={
            200: OpenApiResponse(shapes.RosterSerializer, description="This very list was sent before and is open."),
            202: OpenApiResponse(shapes.RosterSerializer, description="Kept; its check is under way."),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        enterprise = reach.registered_enterprise(request)
        given, file = _list_in(request)
        place = reach.establishment_of(enterprise, given.get("establishment"))
        try:
            roster, is_new = rosters.take_in(
                enterprise=enterprise,
                establishment=place,
                mode=given["mode"],
                file=file,
                submission_id=_submission(request, file),
                by=request.user,
                channel=Channel.API,
            )
        except UploadRefused as refused:
            raise field_error("#/file", " ".join(refused.messages), refused.code or "refused") from refused
        where = reverse("api:registration_api:roster", args=[roster.reference])
        return Response(shown(roster), status=202 if is_new else 200, headers={"Location": where})


def _submission(request: Request, file: Any) -> UUID:
    """One list under one key: a key that comes with another list after its answer was forgotten names that list."""
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return uuid5(client_of(request).pk, f"{key_of(request)}\n{digest}")


def _list_in(request: Request) -> tuple[dict[str, Any], Any]:
    if (request.content_type or "").startswith("multipart/"):
        given = read_body(shapes.RosterFileSerializer, request)
        file: UploadedFile = given["file"]
        return given, file
    rows = request.data.get("rows") if isinstance(request.data, dict) else None
    most = int(value_or("api.roster.rows", 5_000))
    if isinstance(rows, list) and len(rows) > most:
        raise Problem("too_large", _("At most %(most)s rows at once. Send a file instead.") % {"most": most})
    given = read_body(shapes.RosterRequestSerializer, request)
    return given, as_file(given["rows"])


class RosterView(ApiView):
    scopes = {"GET": _READ}

    @extend_schema(
        operation_id="rosters_read", summary="How far a staff list is", tags=["rosters"], parameters=[_NAME],
        responses=shapes.RosterSerializer,
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        return _one(reach.roster_of(request, reference))


class RosterRowsView(ApiView):
    scopes = {"GET": _READ}

    @extend_schema(
        operation_id="rosters_rows", summary="Rows and what is wrong with them", tags=["rosters"],
        parameters=[_NAME, shapes.RowsQuery], responses=shapes.RosterRowPageSerializer,
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        query = read_query(shapes.RowsQuery, request)
        roster = reach.roster_of(request, reference)
        found = RosterRow.objects.filter(roster=roster).select_related("member", "matched_member")
        if state := query.get("state"):
            found = found.filter(state=state)
        return _rows_page(found, query)


def _rows_page(found: Any, query: dict[str, Any]) -> Response:
    """In the file's order, a cursor being the last row's number."""
    cursor, limit = query.get("cursor", ""), query["limit"]
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 9):
            raise Problem("not_readable", errors=[_bad_cursor()])
        found = found.filter(row_no__gt=int(cursor))
    rows = list(found.order_by("row_no").defer("cells", "edits", "identity_cipher", "phone_cipher")[: limit + 1])
    problems = _problems_of(rows[:limit])
    more = str(rows[limit - 1].row_no) if len(rows) > limit else None
    return Response({"items": [_row(row, problems) for row in rows[:limit]], "next_cursor": more})


def _bad_cursor() -> dict[str, str]:
    words = _("This cursor is none of ours. Begin with the first page.")
    return {"parameter": "cursor", "code": "invalid", "detail": words}


def _problems_of(rows: list[RosterRow]) -> dict[Any, list[RosterProblem]]:
    found: dict[Any, list[RosterProblem]] = {}
    for problem in RosterProblem.objects.filter(row__in=[row.pk for row in rows]).order_by("id"):
        found.setdefault(problem.row_id, []).append(problem)
    return found


def _row(row: RosterRow, problems: dict[Any, list[RosterProblem]]) -> dict[str, Any]:
    member = row.member or (row.matched_member if row.state == "already" else None)
    kind = row.identity_kind or "khmer_id"
    return {
        "row_no": row.row_no,
        "state": row.state,
        "staff_number": row.staff_number,
        "member_number": (member.member_number or "") if member else "",
        "problems": [
            {"field": p.field, "code": p.code, "severity": p.severity, "message": message(p.code, p.field, kind=kind)}
            for p in problems.get(row.pk, [])
        ],
    }


class RosterConfirmView(ApiView):
    scopes = {"POST": _WRITE}

    @extend_schema(
        operation_id="rosters_confirm", summary="Register the accepted rows", tags=["rosters"],
        parameters=[_NAME, _IF_MATCH], request=None, responses={202: shapes.RosterSerializer}, extensions=_CHANGED,
    )  # fmt: skip
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        roster = reach.roster_of(request, reference, lock=True)
        reach.check_unchanged(request, roster)
        _must_have_numbers(roster)
        if rosters.confirm(roster=roster, by=request.user) is None:
            raise Problem("conflict", _("Nobody in this list is ready to be registered now."))
        roster.refresh_from_db()
        return _one(roster, status=202)


def _must_have_numbers(roster: Roster) -> None:
    """Said at once where it is known at once; numbers used up meanwhile put the list back to ready (`no_numbers`)."""
    needed = count_new(roster.pk) if roster.state == RosterState.READY else 0
    if needed and not has_room(NumberBlock.Kind.MEMBER, needed):
        words = _("The member numbers are used up. The list stays as it is: confirm it again later.")
        raise Problem("no_numbers", words, headers={"Retry-After": _NUMBERS_SECONDS})


class RosterCancelView(ApiView):
    scopes = {"POST": _WRITE}

    @extend_schema(
        operation_id="rosters_cancel", summary="Put the open rows aside", tags=["rosters"],
        parameters=[_NAME, _IF_MATCH], request=None, responses={200: shapes.RosterSerializer}, extensions=_CHANGED,
    )  # fmt: skip
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        roster = reach.roster_of(request, reference, lock=True)
        reach.check_unchanged(request, roster)
        rosters.cancel(roster=roster, by=request.user)
        roster.refresh_from_db()
        return _one(roster)


def _one(roster: Roster, status: int = 200) -> Response:
    busy = roster.state in (RosterState.RECEIVED, RosterState.CHECKING, RosterState.REGISTERING)
    headers = {"ETag": reach.etag_of(roster)} | ({"Retry-After": "2"} if busy else {})
    return Response(shown(roster), status=status, headers=headers)


def shown(roster: Roster) -> dict[str, Any]:
    counts = ("accepted", "repair", "review", "already", "registered", "dropped")
    return {
        "id": str(roster.pk),
        "reference": roster.reference,
        "mode": roster.mode,
        "state": roster.state,
        "problem": roster.problem,
        "received_at": roster.received_at.isoformat(),
        "counts": {"rows": roster.rows_total, **{name: getattr(roster, name) for name in counts}},
    }
