"""What the views of a case share: the case in sight, the right to work on it, and one form page for every act."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from compliance import perms
from compliance.models import CaseFile
from nssf_portal.ui.forms import PortalForm
from nssf_portal.workflow import NotPossible

FOLDER = "compliance/cases"


def case_seen(request: HttpRequest, case_id: uuid.UUID) -> CaseFile:
    """The case, or 404."""
    seen = CaseFile.objects.visible_to(request.user).select_related("enterprise", "office", "checklist", "follows")
    return get_object_or_404(seen, pk=case_id)


def case_worked(request: HttpRequest, case_id: uuid.UUID) -> CaseFile:
    """The case for whoever works on it; 403 for a guest of a joint visit."""
    case = case_seen(request, case_id)
    if not perms.may_work(request.user, case):
        raise PermissionDenied
    return case


def act_page(
    request: HttpRequest,
    case: CaseFile,
    form: PortalForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    done: str,
    template: str = "form.html",
    **more: Any,
) -> HttpResponse:
    """Shows the form, does the act, says so, and goes back to the case; a refusal stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except (NotPossible, ValidationError) as why:
            words = why.messages if isinstance(why, ValidationError) else [str(why)]
            for word in words:
                form.add_error(None, word)
        else:
            messages.success(request, done)
            return redirect("cases:case", case.pk)
    context = {"case": case, "form": form, "title": title, "button": button} | more
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"{FOLDER}/{template}", context, status=status)


def data_of(request: HttpRequest) -> Any:
    """The form's data: none on a GET."""
    return request.POST if request.method == "POST" else None
