"""The list of reasons for which relief is accepted: officers read it, the second persons keep it for the country."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incentives.forms_relief_requests import REASON_FIELDS, ReasonForm
from incentives.models import ReliefReason, ReliefRequest
from incentives.models.scope import nationwide
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting

FOLDER = "incentives/relief"
_ASK = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def reasons(request: HttpRequest) -> HttpResponse:
    """Every reason with its ground and its days; which are still to be confirmed."""
    rows = list(ReliefReason.objects.order_by("kind", "order", "code"))
    context = {
        "rows": rows,
        "today": timezone.localdate(),
        "unconfirmed": sum(not one.confirmed for one in rows),
        "may_keep": nationwide(request.user, Permission.DECIDE_INCENTIVES),
    }
    return render(request, f"{FOLDER}/reasons.html", context)


@_ASK
@require_permission(Permission.DECIDE_INCENTIVES)
def new(request: HttpRequest) -> HttpResponse:
    _require_keeper(request)
    first = {"valid_from": timezone.localdate(), "needs_document": True}
    form = ReasonForm(request.POST or None, initial=first, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        key = given.pop("submission_id")  # sent again, it is the same reason
        code = f"{slugify(given['name_en'])[:30]}-{key.hex[-6:]}".lstrip("-")
        with acting(by=request.user, action="relief_reason.add"):
            ReliefReason.objects.get_or_create(pk=key, defaults={"code": code, **given})
        messages.success(request, _("The reason is on the list."))
        return redirect("relief:reasons")
    return render(request, f"{FOLDER}/reason.html", {"form": form}, status=422 if form.errors else 200)


@_ASK
@require_permission(Permission.DECIDE_INCENTIVES)
def edit(request: HttpRequest, reason_id: uuid.UUID) -> HttpResponse:
    """Words, ground, days; ended by its last day, never deleted: requests keep naming it."""
    _require_keeper(request)
    found = get_object_or_404(ReliefReason, pk=reason_id)
    used = ReliefRequest.objects.filter(reason=found).exists()
    form = ReasonForm(request.POST or None, used=used, initial={name: getattr(found, name) for name in REASON_FIELDS})
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(found, name, value)
        with acting(by=request.user, action="relief_reason.change"):
            found.save(update_fields=list(form.cleaned_data))
        messages.success(request, _("The reason is changed."))
        return redirect("relief:reasons")
    context = {"form": form, "reason": found, "used": used}
    return render(request, f"{FOLDER}/reason.html", context, status=422 if form.errors else 200)


def _require_keeper(request: HttpRequest) -> None:
    """Reasons hold in the whole country: so must the grant."""
    if not nationwide(request.user, Permission.DECIDE_INCENTIVES):
        raise PermissionDenied
