"""The way in: one question a page, everything kept at each step, resumable, no script needed."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import forms
from enterprises.enums import ClaimPath, ClaimState, LookUpState
from enterprises.models import Claim, Representative
from enterprises.provenance import by_trust, hints_of, initial_of
from enterprises.services import asking_again, claims
from enterprises.services.looking_up import LookUpLimit, glimpse_of
from enterprises.steps import next_step, place_of, steps_of
from enterprises.why import document_words
from nssf_portal.documents.services import UploadRefused, respond
from nssf_portal.ui import slots
from nssf_portal.work.services import due_date
from nssf_portal.workflow import NotPossible

_ASK = require_http_methods(["GET", "HEAD", "POST"])


@_ASK
def start(request: HttpRequest) -> HttpResponse:
    """What do you have? A draft is made by the answer, not by opening the page."""
    form = forms.WhatForm(request.POST or None, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        path, submission = form.cleaned_data["path"], form.cleaned_data["submission_id"]
        claim = claims.start_claim(path=path, submission_id=submission, by=request.user)
        for _told in slots.items(claims.STARTED, request, claim):
            pass
        return _go(claim)
    drafts = Claim.objects.of(request.user).unfinished()
    return render(request, "enterprises/employer/start.html", {"form": form, "step": 1, "steps": 5, "drafts": drafts})


@require_safe
def resume(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Where the person left off."""
    return _go(_own(request, claim_id))


@_ASK
def step(request: HttpRequest, claim_id: uuid.UUID, name: str) -> HttpResponse:
    """One page of the way; pages that are not this claim's, or not asked again, lead to the one that is."""
    claim = _own(request, claim_id)
    if name not in _PAGES:
        raise Http404
    if not claim.can_be_edited or name not in steps_of(claim) or _too_early(claim, name):
        return _go(claim)
    return _PAGES[name](request, claim)


def _too_early(claim: Claim, name: str) -> bool:
    if claim.state == ClaimState.RETURNED:
        return False
    steps = steps_of(claim)
    ahead = next_step(claim)
    return ahead in steps and steps.index(name) > steps.index(ahead)


def _what(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = forms.WhatForm(request.POST or None, initial={"path": claim.path})
    if request.method == "POST" and form.is_valid():
        changed = claims.change_path(claim, form.cleaned_data["path"], by=request.user)
        return redirect("enterprises:claim_step", changed.pk, steps_of(changed)[1])
    return _page(request, claim, "what", form)


def _number(request: HttpRequest, claim: Claim) -> HttpResponse:
    kind = {ClaimPath.TIN: forms.TinForm, ClaimPath.MOC: forms.MocForm}.get(claim.path, forms.CertificateForm)
    typed = {ClaimPath.TIN: claim.tin, ClaimPath.MOC: claim.moc_number}.get(claim.path, claim.certificate_number)
    form = kind(request.POST or None, initial={"number": typed})
    if request.method == "POST" and form.is_valid():
        return _number_given(request, claim, form)
    return _page(request, claim, "number", form)


def _number_given(request: HttpRequest, claim: Claim, form: Any) -> HttpResponse:
    number = form.cleaned_data["number"]
    if not claim.asks_registries:
        return _go(claims.save_step(claim, by=request.user, certificate_number=number), after="number")
    asked = {"tin": number} if claim.path == ClaimPath.TIN else {"moc_number": number}
    try:
        found = claims.look_up_for(claim, **asked, by=request.user)
    except LookUpLimit:
        claims.keep_number(claim, by=request.user, **asked)
        form.add_error(None, _("You asked about many enterprises. For safety, wait an hour; what you typed is kept."))
        return _page(request, claim, "number", form, status=429)
    return redirect("enterprises:claim_step", found.pk, "found")


def _found(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Before proof: name, district and activity, with source and date. Nothing else of the enterprise is here."""
    missing = claim.look_up_state == LookUpState.NOT_FOUND
    form = (forms.InsteadForm if missing else forms.PortalForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        instead = form.cleaned_data.get("instead", "")
        if instead == "retype":
            return redirect("enterprises:claim_step", claim.pk, "number")
        if instead:
            return _go(claims.change_path(claim, instead, by=request.user), after="what")
        return redirect("enterprises:claim_step", claim.pk, "person")
    return _page(request, claim, "found", form, **_seen(claim, request))


def _seen(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    records = by_trust(claim.records.select_related("source"))
    own = claim.enterprise
    if own and not records:
        records = by_trust(own.records.select_related("source"))
    mine = Representative.objects.active().filter(enterprise=own, user=request.user).exists() if own else False
    return {
        "glimpses": [glimpse_of(record) for record in records],
        "found_state": claim.look_up_state,
        "still_asking": asking_again.is_open(claim),
        "is_mine": mine,
        "represented": claims.represented_by_others(claim),
        "sent": claims.already_sent(claim),
        "registered": own.nssf_number is not None if own else False,
    }


def _person(request: HttpRequest, claim: Claim) -> HttpResponse:
    names = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin", "identity_kind", "capacity")
    initial = {name: getattr(claim, name) for name in names} | {"identity_kind": claim.identity_kind or "khmer_id"}
    form = forms.PersonForm(request.POST or None, initial=initial, claim=claim)
    if request.method == "POST":
        valid = form.is_valid()
        given = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        if not valid:
            claims.save_step(claim, by=request.user, **given)  # a mistake in one box loses none of the others
        else:
            given.setdefault("capacity", "owner")
            number = form.cleaned_data["identity_number"]
            return _answered(request, claims.save_person(claim, by=request.user, number=number, **given), "person")
    return _page(request, claim, "person", form)


def _data(request: HttpRequest, claim: Claim) -> HttpResponse:
    proved = claims.is_proved(claim)
    hints = hints_of(claim) if proved else {}
    initial = initial_of(claim) if proved else _typed(claim)
    form = forms.DataForm(request.POST or None, initial=initial, household=claim.is_household, hints=hints)
    if request.method == "POST":
        valid = form.is_valid()
        saved = claims.save_step(claim, by=request.user, **form.cleaned_data)
        if valid:
            extra = {} if saved.place_code else {"place_code": saved.commune_code}
            return _answered(
                request, claims.save_step(saved, by=request.user, confirmed_at=timezone.now(), **extra), "data"
            )
    return _page(request, claim, "data", form, proved=proved)


def _typed(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in forms.DataForm.base_fields}


def _document(request: HttpRequest, claim: Claim) -> HttpResponse:
    given = list(claim.documents.select_related("upload"))
    optional = bool(given) and claim.state == ClaimState.DRAFT
    form = forms.DocumentForm(request.POST or None, request.FILES or None, optional=optional)
    if request.method == "POST" and form.is_valid() and _taken(request, claim, form):
        return _answered(request, claim, "document")
    words = document_words(claim)
    return _page(request, claim, "document", form, documents=given, words=words)


def _taken(request: HttpRequest, claim: Claim, form: Any) -> bool:
    file = form.cleaned_data["file"]
    if file is None:
        return True
    try:
        claims.add_document(claim, file, submission_id=form.cleaned_data["submission_id"], by=request.user)
    except UploadRefused as refused:
        form.add_error("file", refused)
        return False
    return True


def _answered(request: HttpRequest, claim: Claim, name: str) -> HttpResponse:
    """To the next question; after the last one the claim is sent."""
    steps = steps_of(claim)
    place = steps.index(name) if name in steps else len(steps)
    if place + 1 < len(steps):
        return redirect("enterprises:claim_step", claim.pk, steps[place + 1])
    if (missing := next_step(claim)) != "send":
        return redirect("enterprises:claim_step", claim.pk, missing)
    sent = claims.submit_claim(claim, by=request.user)
    return redirect("enterprises:claim_done", sent.pk)


@require_safe
def done(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The number, or the reference and who does what until when."""
    claim = _own(request, claim_id)
    if claim.can_be_edited:
        return _go(claim)
    due = claim.work_item.due_on if claim.work_item else due_date(claims.KIND)
    return render(
        request, "enterprises/employer/done.html", {"claim": claim, "due": due, "words": document_words(claim)}
    )


@require_POST
def withdraw(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim = _own(request, claim_id)
    try:
        claims.withdraw(claim, by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
        return _go(claim)
    messages.success(request, _("Your request is withdrawn. You can start again at any time."))
    return redirect("enterprises:employer_home")


@require_POST
def ask_owner(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The present representative can invite this person instead of a claim."""
    claim = _own(request, claim_id)
    claims.ask_owner(claim, by=request.user)
    messages.success(request, _("We told the present representative. If they invite you, you get a message from us."))
    return redirect("enterprises:claim_step", claim.pk, "found")


@require_safe
def file(request: HttpRequest, claim_id: uuid.UUID, document_id: int) -> HttpResponse:
    """A file one gave, or that an officer must read."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user), pk=claim_id)
    found = get_object_or_404(claim.documents.select_related("upload"), pk=document_id)
    return respond(found.upload)


def _own(request: HttpRequest, claim_id: uuid.UUID) -> Claim:
    return get_object_or_404(Claim.objects.of(request.user).select_related("enterprise", "work_item"), pk=claim_id)


def _go(claim: Claim, after: str = "") -> HttpResponse:
    if not claim.can_be_edited:
        return redirect("enterprises:claim_done", claim.pk)
    steps = steps_of(claim)
    if after in steps and steps.index(after) + 1 < len(steps):
        return redirect("enterprises:claim_step", claim.pk, steps[steps.index(after) + 1])
    name = steps[0] if claim.state == ClaimState.RETURNED and not after else next_step(claim)
    return redirect("enterprises:claim_step", claim.pk, name if name in steps else steps[-1])


def _page(request: HttpRequest, claim: Claim, name: str, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    number, total = place_of(claim, name)
    steps = steps_of(claim)
    before = steps[steps.index(name) - 1] if steps.index(name) else ""
    back = (
        reverse("enterprises:claim_step", args=[claim.pk, before]) if before else reverse("enterprises:employer_home")
    )
    context = {"form": form, "claim": claim, "step": number, "steps": total, "back_url": back, **more}
    return render(request, f"enterprises/employer/claim_{name}.html", context, status=status)


_PAGES: dict[str, Callable[[HttpRequest, Claim], HttpResponse]] = {
    "what": _what,
    "number": _number,
    "found": _found,
    "person": _person,
    "data": _data,
    "document": _document,
}
