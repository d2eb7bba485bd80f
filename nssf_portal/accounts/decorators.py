from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from nssf_portal.accounts.permissions import Permission


def require_permission(permission: Permission) -> Callable:
    """403 unless one of the signed-in user's roles gives the permission; scope is the queryset's matter."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.has_permission(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate
