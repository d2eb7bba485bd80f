"""What working beside the core system adds to the pages, the queue and the workers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nssf_portal.accounts.permissions import Permission
from nssf_portal.jobs.services import Running, register_handler
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem
from nssf_portal.work.kinds import Kind, register_kind
from registration.core.numbering import KIND

EXPORT = "core.export"


def _is_here(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.app_name == "core")


def tab(request: HttpRequest, _obj: Any = None) -> NavItem:
    return NavItem(_("Core system"), reverse("core:home"), active=_is_here(request))


def blocks_item(request: HttpRequest, _obj: Any = None) -> NavItem:
    """For administrators, who enter the blocks and see nothing else of this."""
    return NavItem(_("Number blocks"), reverse("core:blocks"), active=_is_here(request))


def export(running: Running) -> None:
    """The job behind the button: each file commits by itself, so that running it again goes on."""
    from registration.core.delivering import make_deltas

    made = make_deltas(by=running.job.created_by)
    running.advance(len(made), len(made))


def register() -> None:
    """Called when the app is ready."""
    slots.register("registry.tabs", tab, order=60, permission=Permission.RECONCILE)
    slots.register("nav", blocks_item, order=88, permission=Permission.MANAGE_EXCHANGE)
    register_handler(EXPORT, export)
    name = gettext_lazy("One person, numbered here and in the core system")
    register_kind(Kind(KIND, name, "core:difference", "sla.duplicate"))
