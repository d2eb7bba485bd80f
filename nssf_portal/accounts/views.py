"""One's own account: where to go after signing in, and what is kept about oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.forms import LanguageForm, ProfileForm
from nssf_portal.accounts.mfa import has_second_factor
from nssf_portal.ui import slots

HOME_SLOT = "accounts.home"
"""Upper apps say where a person belongs: `(request, user) -> url or None`, first answer wins."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to their own place; who has none yet learns what this account is good for."""
    place = next(slots.items(HOME_SLOT, request, request.user), None)
    if place:
        return redirect(place)
    return render(request, "accounts/home.html", {"panels": list(slots.items("accounts.start", request, request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect(_in_language(reverse("accounts:profile"), request.user.language))
    return render(request, "accounts/profile.html", {"form": form, "second_factor": has_second_factor(request.user)})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change language; a signed-in person's choice is kept for messages and papers too."""
    user = request.user if request.user.is_authenticated else None
    form = LanguageForm(request.POST, instance=user)
    if not form.is_valid():
        return redirect("home")
    if user:
        form.save()
    chosen = form.cleaned_data["language"]
    return HttpResponseRedirect(_in_language(_back(request), chosen))


def _back(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if safe else reverse("home")


def _in_language(url: str, code: str) -> str:
    there = translate_url(url, code)
    translation.activate(code)
    return there
