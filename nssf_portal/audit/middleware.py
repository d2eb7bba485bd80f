from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse


class AuditContextMiddleware:
    """Writes made by a request carry its user; the act and reason are added by the service that writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = str(request.user.pk) if request.user.is_authenticated else None
        with pghistory.context(user=user):
            return self.get_response(request)
