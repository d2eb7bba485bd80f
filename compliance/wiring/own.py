"""Which of a person's enterprises the menu leads to."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import resolve

from enterprises.models import Enterprise


def own_enterprise(request: HttpRequest) -> UUID:
    """The represented one that the page is about, else the first by name; asked once per request."""
    if not hasattr(request, "_own_enterprise"):
        found = Enterprise.objects.represented_by(request.user).order_by("name_latin", "id")
        own = list(found.values_list("pk", flat=True))
        match = resolve(request.path_info)
        wanted = str(match.kwargs.get("enterprise_id") or request.GET.get("enterprise") or "")
        request._own_enterprise = next((pk for pk in own if str(pk) == wanted), own[0])
    return request._own_enterprise
