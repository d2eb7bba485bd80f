"""Pages for when something stops: no database, no session, no personal data, in both languages.

Programmes get the same as a problem (RFC 9457): they cannot read a page."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from nssf_portal.ui.contact import contact
from nssf_portal.ui.languages import codes

log = logging.getLogger(__name__)
FOR_PROGRAMMES = ("/api/", "/exchange/")

LAST_RESORT = (
    '<!doctype html><html lang="km"><meta charset="utf-8"><title>ប.ស.ស. NSSF</title>'
    "<h1>ប្រព័ន្ធមានបញ្ហាបណ្ដោះអាសន្ន</h1><p>សូមព្យាយាមម្ដងទៀត ឬទូរស័ព្ទ 1286។</p>"
    '<div lang="en"><h1>Something stopped working</h1><p>Try again, or call 1286.</p></div></html>'
)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, "not_allowed") or _page(403, "errors/403.html")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, "not_found") or _page(404, "errors/404.html")


def handler500(request: HttpRequest) -> HttpResponse:
    return _problem(request, "failed") or _page(500, "errors/500.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that waited too long, or cookies that are off: says how to go on without losing what was typed."""
    return _page(403, "errors/csrf.html")


def maintenance(request: HttpRequest) -> HttpResponse:
    response = _problem(request, "busy") or _page(503, "errors/maintenance.html")
    response["Retry-After"] = "600"
    return response


def _problem(request: HttpRequest, code: str) -> HttpResponse | None:
    """The answer for a programme; None for who reads pages."""
    from nssf_portal.api.problems import Problem, respond  # asks for models, which are not there yet at the start

    return respond(Problem(code)) if request.path_info.startswith(FOR_PROGRAMMES) else None


def _page(status: int, template: str) -> HttpResponse:
    first = get_language() or codes()[0]
    context = {
        "status": status,
        "first": first,
        "languages": sorted(codes(), key=lambda code: code != first),
        "hotline": contact(ask=False)["hotline"],
    }
    try:
        text = render_to_string(template, context)
    except Exception:  # an error page that fails would hide the first error behind a blank screen
        log.exception("error page %s could not be rendered", template)
        text = LAST_RESORT
    return HttpResponse(text, status=status)
