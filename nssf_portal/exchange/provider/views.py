"""The addresses partners reach: messages through the door only, descriptions for everybody (they hold no data)."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from nssf_portal.exchange.peer import is_security_server
from nssf_portal.exchange.provider import openapi, registry
from nssf_portal.exchange.provider.gate import Heard
from nssf_portal.exchange.provider.problems import Refused
from nssf_portal.exchange.provider.receiving import PROBLEM, Reply, answer

View = Callable[..., HttpResponse]


def _open(view: View) -> View:
    """No account, no session, no token of a form, and no transaction around it (see receiving)."""
    return login_not_required(csrf_exempt(transaction.non_atomic_requests(never_cache(view))))


@_open
def call(request: HttpRequest, code: str) -> HttpResponse:
    """One message. Without the mark of the door nothing of it is read, believed or written down."""
    if not is_security_server(request.environ):  # type: ignore[attr-defined]  (a WSGI request)
        return _response(Reply(403, Refused(403, "no-door").body(), PROBLEM))
    return _response(answer(Heard(request, code)))


@_open
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = [
        {"code": service.code, "title": service.title, "openapi": f"{request.path}{service.code}/openapi.json"}
        for service in registry.services()
    ]
    return JsonResponse({"services": found})


@_open
@require_safe
def description(request: HttpRequest, code: str) -> HttpResponse:
    service = registry.service(code)
    if service is None:
        return _response(Reply(404, Refused(404, "unknown-service").body(), PROBLEM))
    return JsonResponse(openapi.describe(service))


def _response(reply: Reply) -> HttpResponse:
    response = HttpResponse(reply.body, status=reply.status, content_type=reply.kind)
    if reply.status == 405:
        response["Allow"] = "POST"
    return response
