"""Each service described by itself in OpenAPI 3.0.3: older security servers read nothing newer."""

from typing import Any

from django.conf import settings

from nssf_portal.exchange.provider.registry import Service

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
    },
}
REFUSALS = {
    "400": "The body is not as described; all problems are listed at once.",
    "403": "The client has no agreement, or not for this service.",
    "409": "The same X-Road-Id came before with another body.",
    "429": "More calls than agreed.",
    "500": "The Fund could not answer; nothing was changed.",
}


def describe(service: Service) -> dict[str, Any]:
    """Give the service's document; its one path is the service's own address."""
    return {
        "openapi": "3.0.3",
        "info": {"title": service.title, "version": "1.0", "description": _about(service)},
        "servers": [{"url": f"{settings.PUBLIC_URL.rstrip('/')}/exchange/{service.code}"}],
        "paths": {"/": {"post": _operation(service)}},
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def _about(service: Service) -> str:
    rules = (
        "Numbers of people and enterprises travel in bodies, never in addresses. The X-Road-Id names a message: "
        "sent again with the same body, it gets the same answer and is not acted on twice."
    )
    extra = "".join(f"\n- `{name}`: {text}" for name, text in sorted(service.fields.items()))
    return f"{service.about}\n\n{rules}" + (f"\n\nFields answered only by agreement:{extra}" if extra else "")


def _operation(service: Service) -> dict[str, Any]:
    body: dict[str, Any] = {"schema": service.takes.schema()}
    if service.example:
        body["example"] = dict(service.example)
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": service.code.replace("-", "_"),
        "summary": service.title,
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {
            "200": {"description": "The answer", "content": {"application/json": {"schema": service.gives}}},
            **{status: {"description": text, "content": refused} for status, text in REFUSALS.items()},
        },
    }
