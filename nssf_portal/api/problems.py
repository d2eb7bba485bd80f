"""Errors as RFC 9457 problems: one shape everywhere, in the reader's language, all faults of a body at once."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.views import set_rollback

from nssf_portal.law.limits import LimitClosed
from nssf_portal.workflow import NotPossible

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
_BUSY_SECONDS = 30

TITLES = {
    "not_readable": (400, gettext_lazy("The request cannot be read")),
    "not_signed_in": (401, gettext_lazy("A valid access token is needed")),
    "not_allowed": (403, gettext_lazy("The programme may not do this")),
    "not_found": (404, gettext_lazy("There is nothing here that you may see")),
    "wrong_method": (405, gettext_lazy("This address does not know the method")),
    "not_acceptable": (406, gettext_lazy("We cannot answer in the format you ask for")),
    "conflict": (409, gettext_lazy("The state of the record does not allow this")),
    "in_progress": (409, gettext_lazy("The same request is being answered")),
    "changed_meanwhile": (412, gettext_lazy("The record was changed meanwhile")),
    "too_large": (413, gettext_lazy("The request is too large")),
    "wrong_format": (415, gettext_lazy("We cannot read this format")),
    "invalid": (422, gettext_lazy("Some values are not right")),
    "key_used": (422, gettext_lazy("This Idempotency-Key belongs to another request")),
    "too_many": (429, gettext_lazy("Too many requests: come back later")),
    "failed": (500, gettext_lazy("Something stopped working here")),
    "busy": (503, gettext_lazy("We cannot answer just now")),
    "no_numbers": (503, gettext_lazy("There are no numbers to give just now")),
}
"""Code of a problem: its status and its title. The codes are part of the contract, the words are not."""


class Problem(exceptions.APIException):
    """An error said by its code; `errors` are (pointer or parameter, code, words)."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.problem, self.words, self.errors, self.headers = code, detail, list(errors), dict(headers or {})
        self.status_code = TITLES[code][0]
        super().__init__(detail)


def parameter_error(name: str, words: str, code: str = "invalid") -> Problem:
    """A fault of the address or of a header."""
    return Problem("not_readable", words, errors=[{"parameter": name, "code": code, "detail": words}])


def field_error(pointer: str, words: str, code: str = "invalid") -> Problem:
    """A fault of one field of the body; `pointer` as in RFC 6901, in a URI fragment."""
    return Problem("invalid", errors=[{"pointer": pointer, "code": code, "detail": words}])


def respond(problem: Problem) -> HttpResponse:
    """The answer itself; it is the same whatever the reader would accept."""
    status, title = TITLES[problem.problem]
    body: dict[str, Any] = {
        "type": f"{settings.PUBLIC_URL.rstrip('/')}/developers/#{problem.problem}",
        "title": str(title),
        "status": status,
        "code": problem.problem,
    }
    if problem.words:
        body["detail"] = problem.words
    if problem.errors:
        body["errors"] = problem.errors
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """What the API answers to whatever was raised; the transaction of the request is undone."""
    set_rollback()
    problem = _as_problem(error, context)
    if problem is None:
        # The words of an error may quote a person's data; the formatter leaves them out and keeps the place.
        log.error("the API failed", exc_info=error)
        problem = Problem("failed")
    return respond(problem)


def _as_problem(error: Exception, context: dict[str, Any]) -> Problem | None:
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.ValidationError):
        return Problem("invalid", errors=list(_faults(error.detail, error.get_codes(), "#")))
    if isinstance(error, DjangoValidationError):
        return Problem("invalid", " ".join(error.messages))
    if isinstance(error, NotPossible):
        return Problem("conflict", str(error))
    if isinstance(error, LimitClosed):
        return Problem("busy", headers={"Retry-After": str(_BUSY_SECONDS)})
    return _of_the_framework(error, context)


def _of_the_framework(error: Exception, context: dict[str, Any]) -> Problem | None:
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)):
        failed = isinstance(error, exceptions.AuthenticationFailed)
        challenge = 'Bearer error="invalid_token"' if failed else "Bearer"
        return Problem("not_signed_in", headers={"WWW-Authenticate": challenge})
    if isinstance(error, exceptions.MethodNotAllowed):
        view = context.get("view")
        return Problem("wrong_method", headers={"Allow": ", ".join(view.allowed_methods) if view else ""})
    code = _CODES.get(type(error))
    return Problem(code) if code else None


_CODES: dict[type[Exception], str] = {
    Http404: "not_found",
    exceptions.NotFound: "not_found",
    PermissionDenied: "not_allowed",
    exceptions.PermissionDenied: "not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "wrong_format",
    exceptions.ParseError: "not_readable",
    exceptions.Throttled: "too_many",
    RequestDataTooBig: "too_large",
    TooManyFieldsSent: "not_readable",
    TooManyFilesSent: "not_readable",
    UnreadablePostError: "not_readable",
}


def _faults(detail: Any, codes: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Nested errors of a serializer as a flat list, each with the place of its value (RFC 6901)."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            there = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from _faults(inner, codes[name], there)
    elif isinstance(detail, list):
        for at, inner in enumerate(detail):
            nested = isinstance(inner, (Mapping, list))
            yield from _faults(inner, codes[at], f"{pointer}/{at}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": str(codes), "detail": str(detail)}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")[:80]


def not_json() -> Problem:
    return Problem("not_readable", _("This is not JSON in UTF-8, or it is nested too deeply."))
