"""What registration opens on the front page, and what it does with a person whom another provider vouches for."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.exchange.identity import flow
from nssf_portal.exchange.identity.persons import Person
from nssf_portal.exchange.identity.purposes import register_purpose
from nssf_portal.ui import slots
from nssf_portal.ui.cards import OpenWay
from nssf_portal.ui.slots import Panel

PURPOSE = "application"
_TEXTS = {"employee": _("Register yourself, also when your employer forgot you.")}
_WAYS = ("employee", "self_employed", "domestic", "casual", "dependant")


def _opener(key: str) -> Callable[[HttpRequest, Any], OpenWay]:
    def open_way(request: HttpRequest, _obj: Any) -> OpenWay:
        return OpenWay(key, f"{reverse('register:start')}?who={key}", str(_TEXTS.get(key, "")))

    return open_way


_OPENERS = [_opener(key) for key in _WAYS]


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    for opener in _OPENERS:
        slots.register("home.cards", opener, order=20)
    slots.register("verify.document", works_here, order=20)
    register_purpose(PURPOSE, take_over, no_person)


def works_here(request: HttpRequest, document: IssuedDocument) -> Panel | None:
    """Under a valid certificate of an enterprise, where its QR code leads: whoever works there registers from here."""
    if document.kind != IssuedKind.ENTERPRISE_CERTIFICATE:
        return None
    url = f"{reverse('register:start')}?who=employee&certificate={document.code}"
    return Panel("registration/register/_works_here.html", {"url": url})


def take_over(request: HttpRequest, person: Person) -> HttpResponse:
    """Back from the provider, in the browser whose application it is: names, number and birth date are filled in."""
    from registration.services import applying
    from registration.views.register.access import actor, own
    from registration.views.register.frame import go

    application = own(request, _key(request))
    if application.can_be_edited:
        applying.prefill(application, person, by=actor(request))
    with translation.override(application.language):  # the callback's address has no language of its own
        return go(own(request, application.pk))


def no_person(request: HttpRequest, reason: str) -> HttpResponse:
    """Nothing is lost: the page is there to be filled in by hand."""
    from django.contrib import messages

    from registration.views.register.access import own

    application = own(request, _key(request))
    with translation.override(application.language):
        messages.warning(request, str(flow.REASONS[reason]))
        return redirect("register:step", application.pk, "identity")


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(flow.subject_of(request))
    except ValueError as foreign:
        raise Http404 from foreign
