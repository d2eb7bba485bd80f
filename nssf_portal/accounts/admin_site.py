from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.mfa import second_factor_enforced, second_factor_missing


class PortalAdminSite(AdminSite):
    """The kernel's tables, for administrators only, through the same sign-in and second factor as every page."""

    site_header = _("NSSF portal: administration")
    site_title = _("Administration")
    index_title = _("People, places, law book, exchange")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_active or not user.is_staff:
            return False
        return not (second_factor_enforced() and second_factor_missing(user))

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """No second door: strangers go to the portal's sign-in, colleagues without the permission are refused."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.path)
