"""How the member's pages show themselves: the menu, and where a member's sign-in leads."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.exchange.identity.purposes import register_purpose
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem
from registration.models import Member


def register() -> None:
    """Called when the app is ready."""
    from registration.views.me import entering

    slots.register("nav", home_item, order=60)
    for func in (record_item, work_item, dependants_item, card_item, put_right_item):
        slots.register("nav", func, order=61)
    slots.register("accounts.home", member_home, order=90)
    register_purpose(entering.PURPOSE, entering.by_identity)


def member_home(_request: HttpRequest, user: User) -> str | None:
    """A member who is nothing else here."""
    return reverse("me:home") if Member.objects.filter(user_id=user.pk).exists() else None


def home_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    """On the member's own pages always; elsewhere for whose sign-in opens a record."""
    if _here(request) or _opens_a_record(request):
        return NavItem(_("My record"), reverse("me:home"), active=_at(request) == "home")
    return None


def record_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    return _item(request, _("My data"), "record")


def work_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    return _item(request, _("My work"), "work")


def dependants_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    return _item(request, _("My dependants"), "dependants")


def card_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    return _item(request, _("My card"), "card")


def put_right_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    return _item(request, _("Put right"), "put_right", also=("put_right_one",))


def _item(request: HttpRequest, label: str, name: str, also: tuple[str, ...] = ()) -> NavItem | None:
    if not _here(request) or _at(request) in ("enter", "phone", "code", "prove") or not _is_open(request):
        return None
    return NavItem(label, reverse(f"me:{name}"), active=_at(request) in (name, *also))


def _here(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name == "me")


def _at(request: HttpRequest) -> str:
    return request.resolver_match.url_name or "" if _here(request) else ""


def _is_open(request: HttpRequest) -> bool:
    """Asked once a request, whatever the number of items."""
    if not hasattr(request, "me_is_open"):
        from registration.services.access import access_of

        request.me_is_open = access_of(request).member is not None
    return request.me_is_open


def _opens_a_record(request: HttpRequest) -> bool:
    """On the account's and messages' pages; an employer's pages have a menu of their own."""
    user, match = getattr(request, "user", None), request.resolver_match
    if match is None or match.app_name not in ("accounts", "notifications"):
        return False
    if user is None or not user.is_authenticated or user.is_office_staff:
        return False
    return Member.objects.filter(user_id=user.pk).exists()
