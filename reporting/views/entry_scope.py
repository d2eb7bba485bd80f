"""Who comes to these pages: contacts of institutions, and who reads the progress of all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission

READERS = (Permission.ENTER_PROGRESS, Permission.READ_PROGRESS)
View = Callable[..., HttpResponse]


def readers(view: View) -> View:
    """403 unless the person enters progress for an institution or reads that of all."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(request.user.has_permission(one) for one in READERS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def tabs(request: HttpRequest, current: str) -> list[tuple[str, str, bool]]:
    """The pages of progress this person may open: word, address, whether it is this one."""
    reads_all = request.user.has_permission(Permission.READ_PROGRESS)
    found = [("home", _("Entries") if reads_all else _("Our entries"), "reporting_entries:home")]
    if reads_all:
        found.append(("calls", _("Quarters called"), "reporting_entries:calls"))
    found += [
        ("findings", _("Interviews and consultations"), "reporting_entries:findings"),
        ("log", _("Coordination log"), "reporting_coordination:log"),
    ]
    if reads_all:
        found.append(("answers", _("What people answer"), "reporting_entries:answers"))
    return [(word, reverse(name), key == current) for key, word, name in found]
