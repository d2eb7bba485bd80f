"""What everybody may ask about cards: the public keys, the list of withdrawn ones, whether one is good."""

import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.law.limits import client_address, within_limit
from registration.cards import keys, revocations
from registration.cards.presenting import born, until
from registration.cards.token import LONGEST
from registration.cards.verifying import status_of, verify_now
from registration.models.card import Card

_LIMIT = "card.status.limit"


def _public(seconds: int) -> Callable[[Callable], Callable]:
    """Open to everybody, the same for everybody, kept by caches on the way."""

    def decorate(view: Callable) -> Callable:
        return login_not_required(require_safe(cache_control(public=True, max_age=seconds)(view)))

    return decorate


@_public(3600)
def key_set_json(request: HttpRequest) -> HttpResponse:
    """The public keys as a JWK set."""
    return JsonResponse(keys.jwks(), content_type="application/jwk-set+json")


@_public(3600)
def key_set_cose(request: HttpRequest) -> HttpResponse:
    """The same as a COSE key set."""
    return HttpResponse(keys.cose_key_set(), content_type="application/cose-key-set")


@_public(600)
def revocation_list(request: HttpRequest) -> HttpResponse:
    """The signed list of cards nobody may rely on; empty (204) while no key signs: there are no cards then."""
    try:
        return HttpResponse(revocations.current(), content_type="application/cose")
    except keys.KeyRefused:
        return HttpResponse(status=204)


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The page's offline keeper; its address decides that it serves /verify/ and nothing else."""
    path = finders.find("portal/verify-worker.js")
    if not path:
        raise Http404
    with open(path, "rb") as script:
        return HttpResponse(script.read(), content_type="text/javascript")


@csrf_exempt  # changes nothing and answers nobody's secrets; the page kept offline has no token of this visit
@login_not_required
@never_cache
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """What the Fund's record says of a card id this minute: one word, nothing about the person."""
    if not within_limit(_LIMIT, client_address(request)):
        return JsonResponse({"status": "limit"}, status=429)
    try:
        cti = uuid.UUID(hex=request.POST.get("cti", ""))
    except ValueError:
        return JsonResponse({"status": "unknown"}, status=400)
    card = Card.objects.filter(cti=cti).select_related("member").first()
    return JsonResponse({"status": status_of(card), "at": timezone.now().isoformat(timespec="seconds")})


@login_not_required
@never_cache
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """For browsers without our script: the text of the QR code is checked here, at this moment. Nothing is kept."""
    if not within_limit(_LIMIT, client_address(request)):
        return render(request, "registration/card_checked.html", {"reason": "limit"}, status=429)
    found = verify_now(request.POST.get("text", "")[: 2 * LONGEST])
    context = {"reason": found.reason, "claims": found.claims}
    if found.claims:
        context |= {"born": born(found.claims), "until": until(found.claims)}
    return render(request, "registration/card_checked.html", context, status=200 if found.claims else 422)
