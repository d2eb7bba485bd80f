"""The tabs of comparing and of records among the pages about registries."""

from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from enterprises.reviewing import waiting_count
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots

_COMPARING = {"queue", "review", "decided"}
_RECORDS = {"records", "record", "unit", "settle"}


def tab_review(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    label, url = _("To compare"), reverse("matching:queue")
    return slots.NavItem(label, url, active=_here(request, _COMPARING), count=waiting_count(request.user))


def tab_records(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    return slots.NavItem(_("Records"), reverse("matching:records"), active=_here(request, _RECORDS))


def _here(request: HttpRequest, names: set[str]) -> bool:
    match = resolve(request.path_info)
    return match.app_name == "matching" and match.url_name in names


def register_all() -> None:
    slots.register("registry.tabs", tab_review, order=20, permission=Permission.READ_REGISTRY)
    slots.register("registry.tabs", tab_records, order=25, permission=Permission.READ_REGISTRY)
