"""The doors of the member's pages: who stands before them, and what is open."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from registration.services.access import access_of

FOLDER = "registration/me"
View = Callable[..., HttpResponse]


def own_record(view: View) -> View:
    """For who showed that a record is theirs; the view gets `Access`. Everybody else is asked to show it first."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access = access_of(request)
        if access.member is None:
            return redirect("me:enter")
        return view(request, access, *args, **kwargs)

    return login_not_required(never_cache(opened))
