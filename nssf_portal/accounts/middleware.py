"""What holds for every signed-in page: a second factor for staff, an end to the session, nothing kept by browsers."""

import time
from collections.abc import Callable

from allauth.core.exceptions import RateLimited
from allauth.core.internal.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from nssf_portal.accounts.mfa import second_factor_enforced, second_factor_missing
from nssf_portal.law.limits import LimitClosed
from nssf_portal.ui.errors import maintenance
from nssf_portal.ui.languages import is_fixed

STAFF_IDLE = 30 * 60
ABSOLUTE = 12 * 3600
WRITE_EVERY = 60  # the time last seen is good to a minute: not every request writes the session
STARTED, SEEN = "started_at", "seen_at"
OPEN_WITHOUT_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_email",  # a second factor is refused to an unproven address, so it can be proved here
        "account_email_verification_sent",
        "accounts:language",
    }
)


class SessionPolicyMiddleware:
    """A session ends 12 hours after sign-in, and for staff after 30 idle minutes; its pages are never stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_fixed(request.path_info) and request.user.is_authenticated and self._is_over(request):
            return self._ended(request)
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.session.accessed and request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Without its counters sign-in stays shut: a password could be guessed without end (fail closed)."""
        if isinstance(exception, RateLimited):
            return respond_429(request)
        shut = isinstance(exception, LimitClosed) or (isinstance(exception, RedisError) and _is_account_page(request))
        return maintenance(request) if shut else None

    def _is_over(self, request: HttpRequest) -> bool:
        now, session = int(time.time()), request.session
        started, seen = session.setdefault(STARTED, now), session.setdefault(SEEN, now)
        idle = now - seen
        if now - started >= ABSOLUTE or (idle >= STAFF_IDLE and request.user.is_office_staff):
            return True
        if idle >= WRITE_EVERY:
            session[SEEN] = now
        return False

    @staticmethod
    def _ended(request: HttpRequest) -> HttpResponse:
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("accounts:home")
        logout(request)
        messages.info(request, _("You were signed out because nobody used this page for a while. Sign in again."))
        return redirect_to_login(back)


class SecondFactorMiddleware:
    """Nobody works with a role on a password alone: staff without a second factor are sent to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not second_factor_enforced() or not getattr(view, "login_required", True):
            return None
        if _may_open_without_factor(request) or not second_factor_missing(request.user):
            return None
        messages.warning(request, _("Your work needs a second factor. Set up an authenticator app or a passkey."))
        return HttpResponseRedirect(reverse("mfa_index"))


def _view_name(request: HttpRequest) -> str:
    return (request.resolver_match.view_name or "") if request.resolver_match else ""


def _may_open_without_factor(request: HttpRequest) -> bool:
    name = _view_name(request)
    return name.startswith("mfa_") or name in OPEN_WITHOUT_FACTOR


def _is_account_page(request: HttpRequest) -> bool:
    return _view_name(request).startswith(("account_", "mfa_", "accounts:"))
