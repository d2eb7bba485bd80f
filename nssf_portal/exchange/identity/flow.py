"""A visit to a provider and back, bound to one browser session, good once and for ten minutes.

CamDigiKey publishes no `state`, so the session's own note of the visit is what refuses a callback nobody asked for.
"""

import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from nssf_portal.exchange import conf
from nssf_portal.exchange.breaker import Breaker
from nssf_portal.exchange.faults import ExchangeUnavailable
from nssf_portal.exchange.identity import camdigikey, evidence
from nssf_portal.exchange.identity.persons import CAMDIGIKEY, OIDC, Person
from nssf_portal.exchange.identity.purposes import purpose

SESSION_KEY = "identity_visit"
LIFE_SECONDS = 600
REASONS: dict[str, Promise] = {
    "unavailable": _("The service does not answer at the moment. Nothing is lost: go on without it, or try again."),
    "foreign": _("This sign-in was not started in this browser, or too long ago. Please start again."),
    "refused": _("The service did not confirm who you are. Please start again."),
    "cancelled": _("You stopped before the end. Nothing was passed on."),
    "not_linked": _("No account here is linked to this identity yet. Sign in as usual, then link it in your details."),
    "linked_to_another": _("This identity is linked to another account. Please call us."),
}


@dataclass(frozen=True)
class Visit:
    """What the session remembers, encrypted, while the browser is away."""

    provider: str
    purpose: str
    subject: str
    started: float
    token: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider that may be chosen: post `purpose` and `subject` to its `start` address."""

    code: str
    name: str

    @property
    def start(self) -> str:
        return f"identity:start_{self.code}"


def offers() -> list[Offer]:
    """Give the providers that are configured; empty when there are none."""
    found = [Offer(CAMDIGIKEY, "CamDigiKey")] if conf.camdigikey_url() else []
    return found + [Offer(OIDC, conf.oidc_name())] if conf.oidc_configured() else found


def begin(request: HttpRequest, *, provider: str, purpose_code: str, subject: str = "") -> HttpResponse:
    """Answer a POST with the way to the provider; `subject` is the app's own opaque word for what this is about."""
    if provider not in {offer.code for offer in offers()} or purpose(purpose_code) is None:
        raise Http404
    visit = Visit(provider, purpose_code, subject[:200], time.time())
    try:
        url = _leave_by_camdigikey(request, visit) if provider == CAMDIGIKEY else _leave_by_oidc(request, visit)
    except ExchangeUnavailable as error:
        evidence.note_failure(provider, error.reason)
        return failed(request, visit, "unavailable")
    response = render(request, "identity/leave.html", {"url": url, "name": _name(provider)})
    # Not a redirect: the policy lets forms end at our own addresses only, and a redirect would be the form's end.
    response["Refresh"] = f"0; url={url}"
    response["Cache-Control"] = "no-store"
    return response


def _leave_by_camdigikey(request: HttpRequest, visit: Visit) -> str:
    login = camdigikey.login_token()
    request.session[SESSION_KEY] = asdict(visit) | {"token": login.token}
    return login.url


def _leave_by_oidc(request: HttpRequest, visit: Visit) -> str:
    """Discovery, PKCE and state are allauth's; its note of the state lies in the same session."""
    breaker = Breaker(OIDC)
    if not breaker.allows():
        raise ExchangeUnavailable("resting")
    request.session[SESSION_KEY] = asdict(visit)
    try:
        url = get_adapter(request).get_provider(request, OIDC).redirect(request, process="login").url
    except (RequestException, KeyError, TypeError, ValueError):  # no answer, or one without the addresses
        breaker.failed()
        raise ExchangeUnavailable("no-answer") from None
    breaker.succeeded()
    return url


def take_visit(request: HttpRequest, provider: str) -> Visit | None:
    """Give the visit this session started, once; None when it started none, another one, or too long ago."""
    data: Any = request.session.pop(SESSION_KEY, None)
    visit = Visit(**data) if data else None
    if visit is None or visit.provider != provider or not 0 <= time.time() - visit.started <= LIFE_SECONDS:
        return None
    return visit


def back_from_camdigikey(request: HttpRequest) -> HttpResponse:
    """Answer the browser that comes back with an auth token."""
    visit = take_visit(request, CAMDIGIKEY)
    echoed = request.GET.get("loginToken")
    if visit is None or (echoed is not None and not secrets.compare_digest(echoed.encode(), visit.token.encode())):
        return failed(request, visit, "foreign")
    auth_token = request.GET.get("authToken", "")
    if not auth_token:
        return failed(request, visit, "cancelled")
    try:
        person = camdigikey.person_of(auth_token)
    except ExchangeUnavailable as error:
        return _not_known(request, visit, error.reason, "unavailable")
    except camdigikey.Refused as error:
        return _not_known(request, visit, str(error), "refused")
    return finish(request, visit, person)


def _not_known(request: HttpRequest, visit: Visit, detail: str, reason: str) -> HttpResponse:
    evidence.note_failure(visit.provider, detail)
    return failed(request, visit, reason)


def finish(request: HttpRequest, visit: Visit, person: Person) -> HttpResponse:
    """Hand the person to whoever asked."""
    chosen = purpose(visit.purpose)
    if chosen is None:
        raise Http404
    request.identity_subject = visit.subject  # type: ignore[attr-defined]
    return chosen.handler(request, person)


def subject_of(request: HttpRequest) -> str:
    """Give a handler what was passed to `begin`."""
    return getattr(request, "identity_subject", "")


def failed(request: HttpRequest, visit: Visit | None, reason: str) -> HttpResponse:
    """Say why there is no person: by the app that asked, or on a page of ours."""
    chosen = purpose(visit.purpose) if visit else None
    if visit and chosen and chosen.failed:
        request.identity_subject = visit.subject  # type: ignore[attr-defined]
        return chosen.failed(request, reason)
    return failed_page(request, reason)


def failed_page(request: HttpRequest, reason: str) -> HttpResponse:
    """Give our own page, with the sentence of a reason."""
    return render(request, "identity/failed.html", {"sentence": REASONS[reason]}, status=400)


def _name(provider: str) -> str:
    return next(offer.name for offer in offers() if offer.code == provider)
