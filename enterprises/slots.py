"""Where this app shows itself on the pages of the ground floor."""

from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Claim, Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.ui import slots
from nssf_portal.ui.cards import OpenWay
from nssf_portal.work.kinds import Kind, register_kind


def represents_any(user: User) -> bool:
    """Asked once per request."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_represents_any"):
        user._represents_any = Enterprise.objects.represented_by(user).exists()
    return user._represents_any


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    if not represents_any(request.user):
        return None
    url = reverse("enterprises:employer_home")
    return slots.NavItem(_("Home"), url, active=request.path == url)


def nav_enterprise(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """The enterprise on the page, or the person's only one."""
    if not represents_any(request.user):
        return None
    own = list(Enterprise.objects.represented_by(request.user).order_by("name_latin", "id")[:2])
    match = resolve(request.path_info)
    wanted = str(match.kwargs.get("enterprise_id") or request.GET.get("enterprise") or own[0].pk)
    chosen = next((e.pk for e in own if str(e.pk) == wanted), own[0].pk)
    url = reverse("enterprises:enterprise", args=[chosen])
    return slots.NavItem(
        _("Enterprise"), url, active=match.app_name == "enterprises" and "enterprise_id" in match.kwargs
    )


def home_of(request: HttpRequest, user: User) -> str | None:
    """Representatives, and who is on the way to become one, belong on the employer's home."""
    mine = represents_any(user) or Claim.objects.of(user).unfinished().exists()
    return reverse("enterprises:employer_home") if mine else None


def employer_card(request: HttpRequest, _obj: Any = None) -> OpenWay:
    return OpenWay("employer", reverse("enterprises:employer_home"))


CLAIM_KIND = Kind("claim", gettext_lazy("Claim to act for an enterprise"), "desk_claim", "sla.claim")


def register_all() -> None:
    from enterprises import slots_review
    from enterprises.views.employer import invite_tasks

    slots_review.register_all()
    slots.register("nav", nav, order=-100)
    slots.register("nav", nav_enterprise, order=-90)
    slots.register("accounts.home", home_of, order=10)
    slots.register("home.cards", employer_card)
    slots.register("employer.now", invite_tasks)
    register_kind(CLAIM_KIND)
