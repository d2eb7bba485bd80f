"""What the pages of cooperation have in common: who may come in, the tabs, what went wrong said in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui.slots import NavItem

P = Permission
BOARD = (P.READ_CASES, P.READ_SHARED, P.READ_SHARED_LABOUR)
SHARED = (P.READ_TARGETS, P.READ_SHARED, P.READ_SHARED_LABOUR, P.ANSWER_UNITS)
CALENDAR = (P.READ_CASES, P.READ_SHARED_LABOUR)
QUESTIONS = (P.READ_CASES, P.ANSWER_UNITS)
_FOLDER = "compliance/cooperation"


def any_of(*permissions: Permission) -> Callable:
    """403 unless a role gives one of these; scope is the queryset's matter."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not has_any(request, permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def has_any(request: HttpRequest, permissions: tuple[Permission, ...]) -> bool:
    return request.user.is_authenticated and any(request.user.has_permission(one) for one in permissions)


def tabs(request: HttpRequest) -> list[NavItem]:
    """The rooms this person may enter."""
    rooms = (
        (_("Who owes what"), "board", BOARD),
        (_("Shared lists"), "shared", SHARED),
        (_("Calendar"), "calendar", CALENDAR),
        (_("Questions"), "questions", QUESTIONS),
    )
    return [
        NavItem(str(label), reverse(f"cooperation:{name}"), active=_active(request, name))
        for label, name, needs in rooms
        if has_any(request, needs)
    ]


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"{_FOLDER}/{name}.html", context | {"tabs": tabs(request)}, status=status)


def _active(request: HttpRequest, name: str) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name == "cooperation" and match.url_name == name)
