"""An employer's home and the page of an enterprise."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import forms, perms
from enterprises.enums import ClaimState
from enterprises.history import events_of
from enterprises.models import Claim, Enterprise, Establishment
from enterprises.now import Task, soonest_first
from enterprises.services import certificates, changing
from enterprises.verification import states_of
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import respond_issued
from nssf_portal.ui import slots

_ASK = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What now, for the enterprise chosen (or the only one); who has none is led to the first question."""
    own = list(Enterprise.objects.represented_by(request.user).order_by("name_latin", "id"))
    claims = list(Claim.objects.of(request.user).unfinished().select_related("enterprise"))
    if not own:
        return render(request, "enterprises/employer/welcome.html", {"claims": claims, "tasks": _claim_tasks(claims)})
    chosen = next((e for e in own if str(e.pk) == request.GET.get("enterprise")), own[0])
    context = {
        "enterprise": chosen,
        "enterprises": own,
        "tasks": soonest_first([*_slot_tasks(request, chosen), *_claim_tasks(claims)]),
        "events": events_of(chosen)[:5],
    }
    return render(request, "enterprises/employer/home.html", context)


def _slot_tasks(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    return [task for tasks in slots.items("employer.now", request, enterprise) for task in tasks]


def _claim_tasks(claims: list[Claim]) -> list[Task]:
    return [task for claim in claims if (task := _claim_task(claim))]


def _claim_task(claim: Claim) -> Task | None:
    url = reverse("enterprises:claim", args=[claim.pk])
    if claim.state == ClaimState.RETURNED:
        return Task(_("Answer our question about %(reference)s") % {"reference": claim.reference},
                    claim.returned_why, url, _("Answer"), due_state="soon")  # fmt: skip
    if claim.state == ClaimState.DRAFT:
        text = _("What you typed is kept. You can go on where you stopped.")
        return Task(_("Finish registering: %(reference)s") % {"reference": claim.reference}, text, url, _("Go on"))
    text = _("We are looking at it. There is nothing you need to do.")
    return Task(_("Your request %(reference)s") % {"reference": claim.reference}, text, url, _("See"))


def invite_tasks(request: HttpRequest, enterprise: Enterprise) -> list[Task] | None:
    """Slot `employer.now`: somebody asks to be invited."""
    if not perms.can_invite(request.user, enterprise):
        return None
    url = reverse("enterprises:people", args=[enterprise.pk])
    text = _("They asked for an invitation. If you do not know them, do nothing and tell us.")
    asking = asking_for_invitation(enterprise)
    return [Task(_("Somebody asks to act for the enterprise"), text, url, _("Look")) for _claim in asking]


def asking_for_invitation(enterprise: Enterprise) -> list[Claim]:
    asked = Claim.objects.unfinished().filter(enterprise=enterprise, invite_asked_at__isnull=False)
    return list(asked.select_related("user"))


@require_safe
def enterprise(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Everything about one enterprise for its representatives and the officers of its place."""
    found = _visible(request, enterprise_id)
    role = perms.role_in(request.user, found)
    if role is None:
        note_reading(found, by=request.user, screen="enterprise")
    context = {
        "enterprise": found,
        "role": role,
        "rows": states_of(found),
        "establishments": list(found.establishments.all()),
        "representatives": list(found.representatives.active().select_related("user")),
        "events": events_of(found),
        "can_manage": perms.can_manage_enterprise(request.user, found),
        "can_invite": perms.can_invite(request.user, found),
        "has_certificate": certificates.can_have(found),
        "reads_registry": request.user.has_permission(Permission.READ_REGISTRY),
    }
    return render(request, "enterprises/employer/enterprise.html", context)


@_ASK
def details(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Correct what the register says; a paper with the older data is revoked."""
    found = _managed(request, enterprise_id)
    names = [name for name in forms.DataForm.base_fields if name != "workers"]
    initial = {name: getattr(found, name) for name in names} | {"workers": found.declared_workers}
    form = forms.DataForm(request.POST or None, initial=initial, household=found.kind == "household")
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        if "workers" in values:
            values["declared_workers"] = values.pop("workers")
        changed = changing.change_enterprise(found, by=request.user, **values)
        certificates.revoke_outdated(changed, by=request.user)
        messages.success(request, _("The data are saved. The history shows what was there before."))
        return redirect("enterprises:enterprise", found.pk)
    return _form_page(request, found, form, _("Data of the enterprise"), _("Save"))


@_ASK
def add_establishment(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    found = _managed(request, enterprise_id)
    form = forms.EstablishmentForm(request.POST or None, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        changing.add_establishment(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The place of work is added."))
        return redirect("enterprises:enterprise", found.pk)
    return _form_page(request, found, form, _("Add a place of work"), _("Add"))


@_ASK
def establishment(request: HttpRequest, enterprise_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """Change one place of work."""
    found = _managed(request, enterprise_id)
    place = get_object_or_404(found.establishments.open(), pk=place_id)
    initial = {name: getattr(place, name) for name in forms.EstablishmentForm.base_fields}
    form = forms.EstablishmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changing.change_establishment(place, by=request.user, **form.cleaned_data)
        messages.success(request, _("The place of work is saved."))
        return redirect("enterprises:enterprise", found.pk)
    return _form_page(request, found, form, place.name, _("Save"), place=place)


@_ASK
def close_establishment(request: HttpRequest, enterprise_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    found = _managed(request, enterprise_id)
    place: Establishment = get_object_or_404(found.establishments.open().filter(is_head_office=False), pk=place_id)
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changing.close_establishment(place, on=form.cleaned_data["closed_on"], by=request.user)
        messages.success(request, _("The place of work is closed."))
        return redirect("enterprises:enterprise", found.pk)
    return _form_page(request, found, form, _("Close %(name)s") % {"name": place.name}, _("Close this place"))


@require_POST
def certificate(request: HttpRequest, enterprise_id: uuid.UUID, language: str) -> HttpResponse:
    """The paper of today's data; made at the first request, the same file afterwards."""
    found = _managed(request, enterprise_id)
    if not certificates.can_have(found):
        raise PermissionDenied
    try:
        document = certificates.certificate(found, language=language, by=request.user)
    except PdfUnavailable:
        messages.error(request, _("We cannot make the PDF just now. Try again later; nothing is lost."))
        return redirect("enterprises:enterprise", found.pk)
    return respond_issued(document, f"certificate-{found.nssf_number}-{language}.pdf")


def _visible(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)


def _managed(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    found = _visible(request, enterprise_id)
    if not perms.can_manage_enterprise(request.user, found):
        raise PermissionDenied
    return found


def _form_page(
    request: HttpRequest, found: Enterprise, form: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    context = {"enterprise": found, "form": form, "form_title": title, "form_button": button, "place": None, **more}
    return render(request, "enterprises/employer/form.html", context)
