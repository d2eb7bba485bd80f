"""The description of the API (OpenAPI 3.0.3), made from the code: every answer, problems included."""

import functools
from typing import Any, ClassVar

from django.http import HttpResponse, JsonResponse
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from nssf_portal.api.base import ApiView
from nssf_portal.api.idempotency import HEADER, MOST
from nssf_portal.api.problems import CONTENT_TYPE, TITLES, Problem

_KEY = OpenApiParameter(
    HEADER, {"type": "string", "minLength": 1, "maxLength": MOST, "pattern": "^[!-~]+$"}, OpenApiParameter.HEADER,
    required=True, description="A key of your own: repeat the request with it, and it is done once.",
)  # fmt: skip
_ALWAYS = (405, 406, 500, 503)
_WITH_TOKEN = (400, 401, 403, 404, 429)
_WITH_BODY = (400, 413, 415, 422)
_WITH_KEY = (409, *_WITH_BODY)


class PortalSchema(AutoSchema):
    """Adds to each operation what its decorators and scopes say."""

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        return [*found, _KEY] if self._is_idempotent() else found

    def get_description(self) -> str:
        scope = self.view.scopes.get(self.method) if isinstance(self.view, ApiView) else ""
        return f"Scope: `{scope}`." if scope else ""

    def get_extensions(self) -> dict[str, Any]:
        scope = self.view.scopes.get(self.method) if isinstance(self.view, ApiView) else None
        return {"x-scope": scope} if scope else {}

    def _is_idempotent(self) -> bool:
        return getattr(getattr(self.view, self.method.lower(), None), "is_idempotent", False)


class BearerScheme(OpenApiAuthenticationExtension):
    """How a token is sent."""

    target_class = "nssf_portal.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "From POST /api/v1/token."}


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing: the answers in case of trouble, by what an operation takes; request bodies know their names."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    _close_requests(schemas)
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "responses" in operation:
                _complete(path, method, operation)
    return result


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = {*_ALWAYS}
    if any("bearer" in way for way in operation.get("security", [])):
        statuses |= {*_WITH_TOKEN}
    if "{" in path:
        statuses |= {404}
    if "requestBody" in operation:
        statuses |= {*_WITH_BODY}
    if any(p.get("name") == HEADER for p in operation.get("parameters", [])):
        statuses |= {*_WITH_KEY}
    statuses |= set(operation.pop("x-also", ()))
    for status in sorted(statuses):
        operation["responses"].setdefault(str(status), _answer(status))
    if path.endswith("/token"):  # what cannot even be read is answered as everywhere
        operation["responses"]["400"]["content"] |= _answer(400)["content"]


def _answer(status: int) -> dict[str, Any]:
    codes = [code for code, (number, _title) in TITLES.items() if number == status]
    return {
        "description": f"A problem: {', '.join(codes)}",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _close_requests(schemas: dict[str, Any]) -> None:
    for name, schema in schemas.items():
        if name.endswith("Request") and not name.startswith("Token") and schema.get("type") == "object":
            schema["additionalProperties"] = False


_FAULT = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "Where in the body (RFC 6901, as a fragment)."},
        "parameter": {"type": "string", "description": "Which part of the address or which header."},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; the words are in the language you ask for.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(TITLES)},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _FAULT},
    },
}


@functools.cache
def whole_schema() -> dict[str, Any]:
    """Made once in a process, in English."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(ApiView):
    """Public: it tells nothing that the developers' page does not."""

    authentication_classes: ClassVar[list[type[BaseAuthentication]]] = []
    permission_classes: ClassVar[list[type[BasePermission]]] = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            raise Problem("wrong_method", headers={"Allow": "GET, HEAD, OPTIONS"})

    def get(self, request: Request) -> HttpResponse | Response:
        return JsonResponse(whole_schema(), json_dumps_params={"ensure_ascii": False})


schema_view = SchemaView.as_view()
