"""Legal texts, needed or in force: each with its steps and who is in charge (plan 4.3). Chiefs edit."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance import forms_powers as forms
from compliance.enums import TextState
from compliance.models import LegalText
from compliance.perms import may_manage_powers
from compliance.services import texts
from compliance.views.powers import ASK, FOLDER, READ, manages, tell
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload

TAGS = {
    TextState.NEEDED: "waits",
    TextState.DRAFTING: "progress",
    TextState.CONSULTED: "progress",
    TextState.SIGNED: "progress",
    TextState.IN_FORCE: "ok",
    TextState.REPEALED: "none",
    TextState.DROPPED: "none",
}
_KIND = "legal_text"


@require_safe
@require_permission(READ)
def texts_list(request: HttpRequest) -> HttpResponse:
    """What is missing first, the overdue marked; then what is in force, then the rest."""
    order = list(TextState.values)
    found = sorted(
        LegalText.objects.select_related("institution"), key=lambda text: (order.index(text.state), text.title)
    )
    rows = [(text, TAGS[TextState(text.state)], texts.is_overdue(text)) for text in found]
    context = {"rows": rows, "may_manage": may_manage_powers(request.user), "tab": "texts"}
    context["missing"] = sum(text.state in texts.UNFINISHED for text in found)
    return render(request, f"{FOLDER}/texts.html", context)


@require_safe
@require_permission(READ)
def text(request: HttpRequest, text_id: uuid.UUID) -> HttpResponse:
    """One text: where it stands, its steps, the powers that rest on it."""
    found = _text(text_id)
    return _text_page(request, found, forms.StepForm(moves=texts.moves_of(found)))


def _text(text_id: uuid.UUID) -> LegalText:
    return get_object_or_404(LegalText.objects.select_related("institution", "upload"), pk=text_id)


def _text_page(request: HttpRequest, found: LegalText, form: forms.StepForm, status: int = 200) -> HttpResponse:
    context = {
        "text": found,
        "tag": TAGS[TextState(found.state)],
        "overdue": texts.is_overdue(found),
        "steps": [
            {"title": capfirst(step.get_state_display()), "at": step.at, "by": step.by or "", "text": step.note}
            for step in found.steps.select_related("by")
        ],
        "resting": found.powers.order_by("act", "inspector_kind", "-valid_from"),
        "form": form if texts.moves_of(found) else None,
        "may_manage": may_manage_powers(request.user),
        "tab": "texts",
    }
    return render(request, f"{FOLDER}/text.html", context, status=status)


@ASK
@manages
def text_new(request: HttpRequest) -> HttpResponse:
    """A text that is missing: needed from today."""
    return _edit(request, None)


@ASK
@manages
def text_edit(request: HttpRequest, text_id: uuid.UUID) -> HttpResponse:
    return _edit(request, _text(text_id))


def _edit(request: HttpRequest, found: LegalText | None) -> HttpResponse:
    form = forms.TextForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        given, file = dict(form.cleaned_data), form.cleaned_data["file"]
        given.pop("file")
        try:
            saved = _saved(request, found, file, given)
        except documents.UploadRefused as why:
            form.add_error("file", why)
        else:
            messages.success(request, _("Saved."))
            return redirect("powers:text", saved.pk)
    context = {"form": form, "text": found, "tab": "texts"}
    return render(request, f"{FOLDER}/text_edit.html", context, status=422 if form.errors else 200)


def _saved(
    request: HttpRequest, found: LegalText | None, file: UploadedFile | None, given: dict[str, Any]
) -> LegalText:
    upload: Upload | None = documents.take_in(file, kind=_KIND, by=request.user) if file else None
    if found is None:
        return texts.begin(by=request.user, upload=upload, **given)
    return texts.amend(found, by=request.user, upload=upload, **given)


@require_POST
@manages
def text_step(request: HttpRequest, text_id: uuid.UUID) -> HttpResponse:
    """One step further on its way."""
    found = _text(text_id)
    form = forms.StepForm(request.POST, moves=texts.moves_of(found))
    if not form.is_valid():
        return _text_page(request, found, form, status=422)
    given = form.cleaned_data
    tell(
        request,
        lambda: texts.step(found, given["move"], note=given["note"], on=given["on"], by=request.user),
        _("The step is written down."),
    )
    return redirect("powers:text", found.pk)


@require_safe
@require_permission(READ)
def text_file(request: HttpRequest, text_id: uuid.UUID) -> HttpResponse:
    """The text itself."""
    found = _text(text_id)
    if found.upload is None:
        raise Http404
    return documents.respond(found.upload)
