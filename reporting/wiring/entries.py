"""Where progress entries show themselves: a contact's menu and first page, messages, the clock."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_TOLD = ("findings", "values")
_ROOMS = ("reporting_entries", "reporting_coordination")


def _is_here(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name in _ROOMS)


def contact_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """Who reads all comes here from the page of progress."""
    if not request.user.is_authenticated or request.user.has_permission(Permission.READ_PROGRESS):
        return None
    return slots.NavItem(_("Our progress"), reverse("reporting_entries:home"), active=_is_here(request))


def reader_item(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    return slots.NavItem(_("Institutions' entries"), reverse("reporting_entries:home"), active=_is_here(request))


def home_of_contact(_request: HttpRequest, user: User) -> str | None:
    """What an institution with a part in the plan owes stands first."""
    from reporting.models import ProgressEntry

    if user.has_permission(Permission.READ_PROGRESS):
        return None
    own = ProgressEntry.objects.filter(institution__in=user.institutions(Permission.ENTER_PROGRESS))
    return reverse("reporting_entries:home") if own.exists() else None


def of_figure(_request: HttpRequest, opened: Any) -> slots.Panel | None:
    """On the page of a figure: who entered it when, and what people said about it."""
    from reporting import presenting_entries

    context = presenting_entries.of_figure(opened.code)
    return slots.Panel("reporting/entries/_of_figure.html", context) if any(context[n] for n in _TOLD) else None


def register() -> None:
    """Called when the app is ready."""
    from reporting import entry_tasks  # noqa: F401  the clock's task must be known to the worker
    from reporting.services import entry_messages

    entry_messages.register_all()
    slots.register("nav", contact_item, order=59, permission=Permission.ENTER_PROGRESS)
    slots.register("nav", reader_item, order=82, permission=Permission.READ_PROGRESS)
    slots.register("accounts.home", home_of_contact, order=47, permission=Permission.ENTER_PROGRESS)
    slots.register("figure.page", of_figure, order=10, permission=Permission.READ_PROGRESS)
