"""Where the counter, the hotline, tips, complaints and reviews show themselves: the menu, first pages, the queue."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem, Panel
from nssf_portal.work.kinds import Kind, register_kind
from registration.services import phones, reviews

_APP = "desk_hotline"


def _item(label: Promise, name: str, *names: str) -> Callable[[HttpRequest, Any], NavItem]:
    """One entry of the menu, marked on its own pages."""

    def item(request: HttpRequest, _obj: Any) -> NavItem:
        match = request.resolver_match
        active = bool(match and match.app_name == _APP and match.url_name in (name, *names))
        return NavItem(str(label), reverse(f"{_APP}:{name}"), active=active)

    return item


hotline_item = _item(_("Hotline"), "hotline", "call", "tip_new", "complaint_new", "call_back_new")
counter_item = _item(_("Register somebody"), "counter", "counter_done", "today", "prove_find", "prove", "person")
call_backs_item = _item(_("Call-backs"), "call_backs", "call_back")
tips_item = _item(_("Tips"), "tips", "tip")
_complaints = _item(_("Complaints"), "complaints", "complaint")
reviews_item = _item(_("Reviews"), "reviews")  # one review is a page of the queue


def complaints_item(request: HttpRequest, obj: Any) -> NavItem | None:
    """Only headquarters' people have any to read."""
    return _complaints(request, obj) if _handles_complaints(request.user) else None


def _handles_complaints(user: User) -> bool:
    return "" in user.place_prefixes(Permission.HANDLE_COMPLAINTS)


def home_of(_request: HttpRequest, user: User) -> str | None:
    """Whose work is here and nowhere else begins here; who has a queue begins there."""
    if user.has_permission(Permission.ANSWER_CALLS):
        return reverse(f"{_APP}:hotline")
    if any(grant.role == "complaints_officer" for grant in user.active_grants):
        return reverse(f"{_APP}:complaints") if _handles_complaints(user) else None
    if user.has_permission(Permission.READ_WORK):
        return None
    if user.has_permission(Permission.TAKE_IN):
        return reverse(f"{_APP}:counter")
    return reverse(f"{_APP}:tips") if user.has_permission(Permission.READ_TIPS) else None


def footer_links(_request: HttpRequest, _obj: Any) -> Panel:
    return Panel("registration/hotline/_footer_links.html", {})


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    phones.register()
    reviews.register()
    register_kind(Kind("call_back", _("Call-back"), f"{_APP}:call_back", "sla.call_back"))
    register_kind(Kind("review", _("Review of a decision"), f"{_APP}:review", "sla.review"))
    slots.register("nav", hotline_item, order=1, permission=Permission.ANSWER_CALLS)
    slots.register("nav", call_backs_item, order=2, permission=Permission.ANSWER_CALLS)
    slots.register("nav", counter_item, order=15, permission=Permission.TAKE_IN)
    slots.register("nav", tips_item, order=30, permission=Permission.READ_TIPS)
    slots.register("nav", complaints_item, order=31, permission=Permission.HANDLE_COMPLAINTS)
    slots.register("nav", reviews_item, order=32, permission=Permission.DECIDE_SECOND)
    slots.register("accounts.home", home_of, order=5)
    slots.register("footer.links", footer_links)
