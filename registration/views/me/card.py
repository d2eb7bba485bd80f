"""The member's card on the screen and as a paper, and what to do when it was lost."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.law.book import value_or
from registration.cards import services as cards
from registration.cards.presenting import card_context, card_pdf
from registration.enums import Channel
from registration.models import Card
from registration.services.access import Access
from registration.views.me.opinion import opinion_url
from registration.views.me.scope import FOLDER, own_record

LOST = "lost, said by the member"


@own_record
@require_safe
def card(request: HttpRequest, access: Access) -> HttpResponse:
    found = cards.valid_card(access.member)
    context = {
        "access": access,
        "member": access.member,
        "card": found,
        "shown": card_context(found, get_language() or "km") if found else None,
        "submission_id": uuid.uuid4(),
        "may_replace": _may_replace(access),
        "opinion": opinion_url("card", found.pk, access.member, Channel.WEB) if found else "",
    }
    return render(request, f"{FOLDER}/card.html", context)


@own_record
@require_safe
def paper(request: HttpRequest, access: Access) -> HttpResponse:
    """The same card to print, in the language of the page."""
    found = cards.valid_card(access.member)
    if found is None:
        raise Http404
    try:
        paper = card_pdf(found, get_language() or "km")
    except PdfUnavailable:
        messages.warning(request, _("The paper cannot be made at the moment. The card on the screen is as good."))
        return redirect("me:card")
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="nssf-card.pdf"'
    return response


@own_record
@require_POST
def make(request: HttpRequest, access: Access) -> HttpResponse:
    """A first card, or the next after the last one ran out."""
    if cards.valid_card(access.member) is None:
        _issue(request, access, reason="")
    return redirect("me:card")


@own_record
@require_POST
def lost(request: HttpRequest, access: Access) -> HttpResponse:
    """The old card is good for nothing at once, a new one is here."""
    if not _may_replace(access):
        messages.warning(request, _("A lost card was replaced a short while ago. Come to an office, or call 1286."))
        return redirect("me:card")
    old = cards.valid_card(access.member)
    if old and access.user:
        cards.revoke(old, access.user, LOST)
    if _issue(request, access, reason=LOST):
        messages.success(request, _("The old card is no longer valid. This is your new one."))
    return redirect("me:card")


def _issue(request: HttpRequest, access: Access, *, reason: str) -> bool:
    try:
        submission = uuid.UUID(request.POST.get("submission_id", ""))
        cards.issue(access.member, by=access.user, reason=reason, submission_id=submission)
    except ValueError:
        raise Http404 from None
    except cards.NotIssuable as told:
        messages.warning(request, str(told))
        return False
    return True


def _may_replace(access: Access) -> bool:
    since = timezone.now() - timedelta(days=int(value_or("me.card_lost_every", 30)))
    return not Card.objects.filter(member=access.member, issue_reason=LOST, issued_at__gte=since).exists()
