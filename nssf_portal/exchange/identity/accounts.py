"""Two purposes of the portal's own: signing in to a linked account, and linking one's own account."""

import time
from typing import Any

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nssf_portal.accounts.models import User
from nssf_portal.exchange.identity import flow
from nssf_portal.exchange.identity.links import link, user_of
from nssf_portal.exchange.identity.persons import Person
from nssf_portal.exchange.identity.purposes import register_purpose

SIGN_IN, LINK = "sign_in", "link"
WAITING_KEY = "identity_link"


def sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """Let in whoever the account was linked to; a second factor is asked as after a password."""
    user = user_of(provider=person.provider, subject=person.subject)
    if user is None:
        return flow.failed_page(request, "not_linked")
    return sign_in_as(request, user)


def sign_in_as(request: HttpRequest, user: User, next_url: str = "") -> HttpResponse:
    """Sign in an account that an app above found by the person's own proof; all stages of signing in follow."""
    return perform_login(request, user, redirect_url=next_url or reverse("accounts:home"), email_verification="none")


def ask_to_link(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep the person until the account's holder confirms: without `state` somebody else's could be slipped in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    request.session[WAITING_KEY] = {
        "user": str(request.user.pk),
        "provider": person.provider,
        "subject": person.subject,
        "name": person.name,
        "at": time.time(),
    }
    return redirect("identity_link:confirm")


def waiting_link(request: HttpRequest) -> dict[str, Any] | None:
    """Give what waits for this account's holder to confirm, for ten minutes."""
    waiting = request.session.get(WAITING_KEY)
    if not waiting or waiting["user"] != str(request.user.pk) or time.time() - waiting["at"] > flow.LIFE_SECONDS:
        return None
    return waiting


def link_waiting(request: HttpRequest, user: User) -> None:
    """Link what waits to the signed-in account; raises LinkedToAnother."""
    waiting = request.session.pop(WAITING_KEY)
    link(user=user, provider=waiting["provider"], subject=waiting["subject"])


def register() -> None:
    """Called when the app is ready."""
    register_purpose(SIGN_IN, sign_in)
    register_purpose(LINK, ask_to_link)
