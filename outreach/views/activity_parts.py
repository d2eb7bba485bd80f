"""The small forms of an activity's page: money, partners, speakers, evidence, materials, what people said."""

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload
from outreach.enums import EvidenceKind
from outreach.forms_activities import EvidenceForm, HeardForm, MoneyForm, PartnerForm, SpeakerForm, UseForm
from outreach.models import Activity
from outreach.services import consulting, materials, money, reporting_back, taking_part
from outreach.views.activities import page_of, seen_one
from outreach.views.activity_acts import did

_WORK = require_permission(Permission.WORK_OUTREACH)


def taken_in(request: HttpRequest, form: forms.Form, kind: str) -> Upload | None:
    """The form's file, kept; None when there is none, or it was refused and the form says why."""
    given = form.cleaned_data
    if not given.get("file"):
        return None
    try:
        return documents.take_in(given["file"], kind=kind, by=request.user, submission_id=given["submission_id"])
    except documents.UploadRefused as why:
        form.add_error("file", why)
        return None


@require_POST
@_WORK
def money_add(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, activity_id), MoneyForm(request.POST, request.FILES)
    paper = taken_in(request, form, "activity") if form.is_valid() else None
    if form.errors:
        return page_of(request, one, 422, money_form=form)
    given = {
        name: form.cleaned_data[name] for name in ("submission_id", "kind", "what", "amount", "source", "spent_on")
    }
    done = _("The line is written down.")
    return did(request, one, lambda: money.enter(one, by=request.user, upload=paper, **given), done)


@require_POST
@_WORK
def money_strike(request: HttpRequest, activity_id: uuid.UUID, money_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    line = get_object_or_404(one.money, pk=money_id)
    done = _("Struck. The line no longer counts and stays in the history.")
    return did(request, one, lambda: money.strike(line, by=request.user), done)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def money_paper(request: HttpRequest, activity_id: uuid.UUID, money_id: uuid.UUID) -> HttpResponse:
    """The invoice or receipt."""
    lines = seen_one(request, activity_id).money.filter(upload__isnull=False).select_related("upload")
    return documents.respond(get_object_or_404(lines, pk=money_id).upload)


@require_POST
@_WORK
def partner_add(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, activity_id), PartnerForm(request.POST)
    if not form.is_valid():
        return page_of(request, one, 422, partner_form=form)
    given, done = form.cleaned_data, _("The partner is added; its people see this activity.")
    return did(request, one, lambda: taking_part.add_partner(one, by=request.user, **given), done)


@require_POST
@_WORK
def partner_drop(request: HttpRequest, activity_id: uuid.UUID, partner_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    partner = get_object_or_404(one.partners.select_related("activity"), pk=partner_id)
    return did(request, one, lambda: taking_part.drop_partner(partner, by=request.user), _("Taken off."))


@require_POST
@_WORK
def speaker_add(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, activity_id), SpeakerForm(request.POST)
    if not form.is_valid():
        return page_of(request, one, 422, speaker_form=form)
    given, done = form.cleaned_data, _("The speaker is added.")
    return did(request, one, lambda: taking_part.add_speaker(one, by=request.user, **given), done)


@require_POST
@_WORK
def speaker_drop(request: HttpRequest, activity_id: uuid.UUID, speaker_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    speaker = get_object_or_404(one.speakers.select_related("activity"), pk=speaker_id)
    return did(request, one, lambda: taking_part.drop_speaker(speaker, by=request.user), _("Taken off."))


@require_POST
@_WORK
def evidence_add(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, activity_id), EvidenceForm(request.POST, request.FILES)
    upload = taken_in(request, form, "activity") if form.is_valid() else None
    if upload is None:
        return page_of(request, one, 422, evidence_form=form)
    given = {"kind": form.cleaned_data["kind"], "note": form.cleaned_data["note"], "upload": upload}
    return did(request, one, lambda: reporting_back.add_evidence(one, by=request.user, **given), _("Added."))


@require_safe
@require_permission(Permission.READ_OUTREACH)
def evidence(request: HttpRequest, activity_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """The photo or sheet itself; who looked at a sheet with names stands in the read log."""
    found = _evidence(seen_one(request, activity_id), photo_id)
    if found.kind != EvidenceKind.PHOTO:
        note_reading(found.activity, by=request.user, screen="outreach.evidence")
    return documents.respond(found.upload)


@require_POST
@_WORK
def evidence_strike(request: HttpRequest, activity_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    one = seen_one(request, activity_id)
    row = _evidence(one, photo_id)
    return did(request, one, lambda: reporting_back.strike_evidence(row, by=request.user), _("Taken off."))


def _evidence(one: Activity, photo_id: uuid.UUID):
    rows = one.evidence.filter(struck_at__isnull=True).select_related("upload", "activity")
    return get_object_or_404(rows, pk=photo_id)


@require_POST
@_WORK
def material_use(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, activity_id), UseForm(request.POST)
    if not form.is_valid():
        return page_of(request, one, 422, use_form=form)
    given = form.cleaned_data
    act: Callable[[], object] = lambda: materials.use(  # noqa: E731
        one, given["version"], by=request.user, copies=given["copies"]
    )
    return did(request, one, act, _("Written down what was used."))


@require_POST
@_WORK
def hear(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    one, form = seen_one(request, activity_id), HeardForm(request.POST)
    if not form.is_valid():
        return page_of(request, one, 422, heard_form=form)
    given, done = form.cleaned_data, _("Written down. Come back when something changed because of it.")
    return did(request, one, lambda: consulting.hear(one, by=request.user, **given), done)
