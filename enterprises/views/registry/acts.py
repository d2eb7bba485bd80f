"""Sending a list, naming its columns, taking it over, putting it aside, undoing it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.forms_registry import ColumnsForm, SendForm, UndoForm
from enterprises.models import RegistryBatch
from enterprises.services import deliveries
from enterprises.services.delivery_jobs import sample_cells
from enterprises.views.registry import pages
from enterprises.views.registry.scope import SENDERS, batch_for, require_one_of, sources_for
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.services import UploadRefused
from nssf_portal.workflow import NotPossible


@require_one_of(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send one list; what comes of it stands on the delivery's own page."""
    initial = {"source": request.GET.get("source")} if request.GET.get("source", "").isdecimal() else {}
    form = SendForm(request.POST or None, request.FILES or None, sources=sources_for(request.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("registry:batch", _receive(request, form).pk)
        except UploadRefused as refused:
            form.add_error("file", refused.message)
        except deliveries.SubmissionUsed:
            form.renew_submission()
            form.add_error(None, _("This page was sent before. Please send it once more."))
    return render(request, "enterprises/registry/send.html", {"form": form})


def _receive(request: HttpRequest, form: SendForm) -> RegistryBatch:
    source = form.cleaned_data["source"]
    return deliveries.receive(
        source=source,
        file=form.cleaned_data["file"],
        period=form.cleaned_data["period"],
        by=request.user,
        institution=source.institution,
        submission_id=form.cleaned_data["submission_id"],
    )


@require_one_of(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Which column holds what: said once, remembered for the source."""
    batch = batch_for(request, batch_id)
    if batch.state not in deliveries.CHECKABLE:
        return redirect("registry:batch", batch.pk)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, columns=batch.columns.all(), samples=sample_cells(batch))
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            batch.pk,
            lambda: deliveries.name_columns(batch=batch, chosen=form.chosen, by=request.user),
            _("The columns are saved and remembered. The list is checked again."),
        )
    return render(request, "enterprises/registry/columns.html", {"form": form, "batch": batch})


@require_permission(Permission.LOAD_REGISTRY)
@require_POST
def take_over(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    done = _("The list is being taken over. You may leave this page.")
    return _done(request, batch.pk, lambda: deliveries.load(batch=batch, by=request.user), done)


@require_one_of(*SENDERS)
@require_POST
def put_aside(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    done = _("The list is put aside. Nothing of it was taken over.")
    return _done(request, batch.pk, lambda: deliveries.cancel(batch=batch, by=request.user), done)


@require_permission(Permission.LOAD_REGISTRY)
@require_POST
def undo(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return pages.show(request, batch, undo_form=form)
    done = _("The delivery is being undone. You may leave this page.")
    why = form.cleaned_data["why"]
    return _done(request, batch.pk, lambda: deliveries.undo(batch=batch, by=request.user, why=why), done)


def _done(request: HttpRequest, batch_id: uuid.UUID, act: Callable[[], object], sentence: str) -> HttpResponse:
    try:
        act()
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, sentence)
    return redirect("registry:batch", batch_id)
