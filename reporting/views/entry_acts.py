"""What is done with an entry: written, sent, taken back, returned, approved; its papers and figures."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents import services as documents
from nssf_portal.ui.acts import did
from nssf_portal.workflow import NotPossible
from reporting import presenting_entries
from reporting.forms_entries import EntryForm, EvidenceForm, ValueForm, WhyForm
from reporting.models import EntryEvidence, ProgressEntry
from reporting.periods import Period
from reporting.services import entered_values, entering
from reporting.views.entries import ASK, FOLDER, page_of, seen_entry
from reporting.views.entry_scope import readers

UPLOAD_KIND = "progress"
_ENTER = require_permission(Permission.ENTER_PROGRESS)
_REVIEW = require_permission(Permission.REVIEW_PROGRESS)


def _own(request: HttpRequest, entry_id: uuid.UUID) -> ProgressEntry:
    """Seen, and of one's own institution."""
    one = seen_entry(request, entry_id)
    if not entering.writes(request.user, one):
        raise PermissionDenied
    return one


def _back(one: ProgressEntry) -> HttpResponse:
    return redirect("reporting_entries:entry", one.pk)


@ASK
@_ENTER
def write(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Status and four texts; kept as a draft, or sent."""
    one = _own(request, entry_id)
    sends = request.POST.get("act") != "keep"
    form = EntryForm(request.POST or None, of=one, keeps=not sends)
    if request.method == "POST" and form.is_valid():
        try:
            act = entering.send if sends else entering.keep
            act(one, by=request.user, **form.cleaned_data)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            said = _("Sent. The General Secretariat reads it.") if sends else _("Kept. It is not sent yet.")
            messages.success(request, said)
            return _back(one)
    context = {
        "one": one,
        "form": form,
        "title": presenting_entries.titles_of([one]).get(one.measure_id, ""),
        "words": Period.parse(one.call.period).words,
        "may": presenting_entries.may_do(one, request.user),
    }
    return render(request, f"{FOLDER}/write.html", context, status=422 if form.errors else 200)


@require_POST
@_ENTER
def take_back(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    one = _own(request, entry_id)
    did(request, lambda: entering.take_back(one, by=request.user), _("Taken back. Send it again when it is right."))
    return _back(one)


@require_POST
@_REVIEW
def approve(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    one = seen_entry(request, entry_id)
    did(request, lambda: entering.approve(one, by=request.user), _("Approved. It stands in the report of its quarter."))
    return _back(one)


@ASK
@_REVIEW
def send_back(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Returned with comments."""
    one = seen_entry(request, entry_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        done = _("Returned. The institution gets a message and reads your comments.")
        did(request, lambda: entering.send_back(one, by=request.user, why=why), done)
        return _back(one)
    context = {"one": one, "form": form, "may": presenting_entries.may_do(one, request.user)}
    return render(request, f"{FOLDER}/return.html", context, status=422 if form.errors else 200)


@require_POST
@_ENTER
def evidence_add(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    one, form = _own(request, entry_id), EvidenceForm(request.POST, request.FILES)
    upload = None
    if form.is_valid():
        given = {"kind": UPLOAD_KIND, "by": request.user, "submission_id": form.cleaned_data["submission_id"]}
        try:
            upload = documents.take_in(form.cleaned_data["file"], **given)
        except documents.UploadRefused as why:
            form.add_error("file", why)
    if upload is None:
        return page_of(request, one, 422, evidence_form=form)
    caption, file = form.cleaned_data["caption"], upload
    did(request, lambda: entering.add_evidence(one, by=request.user, upload=file, caption=caption), _("Added."))
    return _back(one)


@require_safe
@readers
def evidence(request: HttpRequest, entry_id: uuid.UUID, entry_evidence_id: uuid.UUID) -> HttpResponse:
    """The paper or picture itself."""
    return documents.respond(_evidence(seen_entry(request, entry_id), entry_evidence_id).upload)


@require_POST
@_ENTER
def evidence_strike(request: HttpRequest, entry_id: uuid.UUID, entry_evidence_id: uuid.UUID) -> HttpResponse:
    one = _own(request, entry_id)
    row = _evidence(one, entry_evidence_id)
    did(request, lambda: entering.strike_evidence(one, row.pk, by=request.user), _("Taken off."))
    return _back(one)


def _evidence(one: ProgressEntry, evidence_id: uuid.UUID) -> EntryEvidence:
    rows = EntryEvidence.objects.filter(entry=one, struck_at__isnull=True).select_related("upload")
    return get_object_or_404(rows, pk=evidence_id)


@require_POST
@_ENTER
def value_enter(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """A figure with its source; the earlier one stays in the history."""
    one = _own(request, entry_id)
    form = ValueForm(request.POST, asked=entered_values.asked_of(one))
    if not form.is_valid():
        return page_of(request, one, 422, value_form=form)
    given = form.cleaned_data
    facts = {name: given[name] for name in ("value", "source", "province")}
    done = _("Entered. It counts when the entry is approved.")
    did(request, lambda: entered_values.enter(one, given["indicator"], by=request.user, **facts), done)
    return _back(one)
