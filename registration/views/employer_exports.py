"""The staff list as a file: asked for, agreed, taken."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from nssf_portal.documents.services import respond_bytes
from nssf_portal.workflow import NotPossible
from registration import exporting
from registration.forms.staff import ExportForm
from registration.models import ExportRequest
from registration.services import exports
from registration.staff_list import establishments
from registration.views.employer_staff import FOLDER
from registration.views.roster_scope import enterprise_for

_SHOWN = 20


@never_cache
@require_http_methods(["GET", "POST"])
def staff_export(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Ask for the file; below, the files asked for before and by whom."""
    enterprise = _managing(request, enterprise_id)
    form = ExportForm(request.POST if request.method == "POST" else None, establishments=establishments(enterprise))
    if request.method == "POST" and form.is_valid():
        try:
            export = _ask(request, enterprise, form)
            return redirect("registration:staff_export_page", enterprise.pk, export.pk)
        except exports.ExportRefused as refused:
            form.add_error(None, _words(refused))
    earlier = ExportRequest.objects.visible_to(request.user).filter(enterprise=enterprise)
    context = {
        "enterprise": enterprise,
        "form": form,
        "earlier": earlier.select_related("requested_by", "confirmed_by")[:_SHOWN],
    }
    return render(request, f"{FOLDER}/staff_export.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, enterprise: Enterprise, form: ExportForm) -> ExportRequest:
    asked = form.cleaned_data
    return exports.ask(
        enterprise=enterprise,
        establishment=asked["establishment"],
        leavers=asked["people"] == "left",
        file_format=asked["file_format"],
        reason=asked["reason"],
        submission_id=asked["submission_id"],
        by=request.user,
    )


def _words(refused: exports.ExportRefused) -> str:
    if refused.code == "none":
        return _("There is nobody in this list.")
    if refused.code == "too_many":
        return _("A file holds at most %(limit)s people. Choose one place of work.") % {"limit": f"{refused.limit:,}"}
    words = _(
        "A file of more than %(limit)s people needs a second owner or manager of the enterprise who agrees, and there "
        "is none. Invite one, or choose one place of work."
    )
    return words % {"limit": f"{refused.limit:,}"}


@never_cache
@require_safe
def export_page(request: HttpRequest, enterprise_id: uuid.UUID, export_id: uuid.UUID) -> HttpResponse:
    export = _export(request, enterprise_id, export_id)
    context = {
        "enterprise": export.enterprise,
        "export": export,
        "over": exports.is_over(export),
        "own": export.requested_by_id == request.user.pk,
    }
    return render(request, f"{FOLDER}/staff_export_page.html", context)


@require_POST
def export_confirm(request: HttpRequest, enterprise_id: uuid.UUID, export_id: uuid.UUID) -> HttpResponse:
    export = _export(request, enterprise_id, export_id)
    try:
        exports.confirm(export=export, by=request.user)
        messages.success(request, _("Agreed. The person who asked can now take the file."))
    except NotPossible as late:
        messages.warning(request, str(late))
    return redirect("registration:staff_export_page", enterprise_id, export_id)


@require_POST
def export_take(request: HttpRequest, enterprise_id: uuid.UUID, export_id: uuid.UUID) -> HttpResponse:
    """The file itself: made now, from today's staff, never kept."""
    export = _export(request, enterprise_id, export_id)
    try:
        taken = exports.take(export=export, by=request.user)
    except NotPossible as late:
        messages.warning(request, str(late))
        return redirect("registration:staff_export_page", enterprise_id, export_id)
    data, kind = exporting.make_file(taken, by=request.user)
    return respond_bytes(data, exporting.file_name(taken), kind)


def _managing(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    enterprise = enterprise_for(request, enterprise_id)
    if not can_manage_enterprise(request.user, enterprise):
        raise PermissionDenied
    return enterprise


def _export(request: HttpRequest, enterprise_id: uuid.UUID, export_id: uuid.UUID) -> ExportRequest:
    found = ExportRequest.objects.visible_to(request.user).filter(enterprise_id=enterprise_id)
    export = get_object_or_404(found.select_related("enterprise", "requested_by", "confirmed_by"), pk=export_id)
    _managing(request, enterprise_id)
    return export
