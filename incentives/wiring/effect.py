"""Where the effect of incentives shows itself beside studies."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def tab(_request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    """On the pages of priority groups and family packages."""
    return slots.NavItem(_("Effect of incentives"), reverse("effect:home"))


def register() -> None:
    """Called when the app is ready."""
    slots.register("studies.tabs", tab, order=20, permission=Permission.STUDY)
