"""Which language a page is in, and the closed sign on the door."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from nssf_portal.ui.errors import maintenance
from nssf_portal.ui.languages import codes, is_fixed

OPEN_DURING_MAINTENANCE = ("/healthz", settings.STATIC_URL)


class LanguageMiddleware:
    """The address decides; outside the prefix ?lang, then the signed-in person's choice, cookie, browser."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._activate(request, self._first_guess(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if is_fixed(request.path_info):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        self._remember(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        # The person is known only here, after the sign-in middleware; nobody's session is read without a cookie.
        if not is_fixed(request.path_info) or self._asked(request) or not self._has_session(request):
            return
        preference = getattr(request.user, "language", "")
        if preference in codes():
            self._activate(request, preference)

    def _first_guess(self, request: HttpRequest) -> str:
        if not is_fixed(request.path_info):
            return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        return self._asked(request) or translation.get_language_from_request(request)

    def _remember(self, request: HttpRequest, response: HttpResponse) -> None:
        if getattr(response, "without_cookies", False):  # what stands in frames of other sites
            return
        chosen = self._asked(request) or translation.get_language_from_path(request.path_info)
        if chosen and chosen != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=365 * 24 * 3600,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )

    @staticmethod
    def _asked(request: HttpRequest) -> str | None:
        asked = request.GET.get("lang", "")
        return asked if asked in codes() else None

    @staticmethod
    def _has_session(request: HttpRequest) -> bool:
        return settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user")

    @staticmethod
    def _activate(request: HttpRequest, language: str) -> None:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class MaintenanceMiddleware:
    """While the file `maintenance` lies in VAR_DIR (or MAINTENANCE is set), every page says when we are back."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._closed() and not request.path_info.startswith(OPEN_DURING_MAINTENANCE):
            return maintenance(request)
        return self.get_response(request)

    @staticmethod
    def _closed() -> bool:
        return getattr(settings, "MAINTENANCE", False) or (settings.VAR_DIR / "maintenance").exists()
