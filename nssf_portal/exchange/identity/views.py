"""The doors of the identity port: going to a provider is a POST, coming back is a GET that may write (a callback)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.exchange import conf
from nssf_portal.exchange.identity import accounts, flow, oidc
from nssf_portal.exchange.identity.links import LinkedToAnother, unlink
from nssf_portal.exchange.identity.persons import CAMDIGIKEY, OIDC


@login_not_required
@require_POST
def start_camdigikey(request: HttpRequest) -> HttpResponse:
    return _start(request, CAMDIGIKEY)


@login_not_required
@require_POST
def start_oidc(request: HttpRequest) -> HttpResponse:
    return _start(request, OIDC)


def _start(request: HttpRequest, provider: str) -> HttpResponse:
    code, subject = request.POST.get("purpose", ""), request.POST.get("subject", "")
    return flow.begin(request, provider=provider, purpose_code=code, subject=subject)


@login_not_required
@never_cache
@require_safe
def camdigikey(request: HttpRequest) -> HttpResponse:
    if not conf.camdigikey_url():
        raise Http404
    return flow.back_from_camdigikey(request)


@login_not_required
@never_cache
@require_safe
def openid_connect(request: HttpRequest) -> HttpResponse:
    return oidc.back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest) -> HttpResponse:
    """One more look before an account gets another way in: the person sees whom it would let in."""
    waiting = accounts.waiting_link(request)
    if waiting is None:
        return redirect("accounts:profile")
    if request.method != "POST":
        return render(request, "identity/link.html", {"waiting": waiting})
    try:
        accounts.link_waiting(request, request.user)
    except LinkedToAnother:
        return flow.failed_page(request, "linked_to_another")
    messages.success(request, _("From now on you can sign in with it."))
    return redirect("accounts:profile")


@require_POST
def remove_link(request: HttpRequest) -> HttpResponse:
    if unlink(user=request.user, provider=request.POST.get("provider", "")):
        messages.success(request, _("It is no longer a way to sign in."))
    return redirect("accounts:profile")
