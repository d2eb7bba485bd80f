"""Officers: one enterprise's months beside what others say of its staff; payment facts loaded by hand."""

import uuid

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from compliance.declaring import headcount, presenting
from compliance.declaring.filings import filings
from compliance.enums import Filing
from compliance.forms_declarations import PaymentsForm
from compliance.models import PaymentBatch
from compliance.models.scope import of_officers
from compliance.services.payment_files import take_upload
from compliance.services.payments import Outcome
from enterprises.models import Enterprise
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import UploadRefused
from registration.register_file import FileRefused

FOLDER = "compliance/declarations"
_SHOWN = 20
_PROBLEMS = 500


@require_safe
def enterprise(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Totals and days, no worker's name and no wage."""
    seen = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if not request.user.has_permission(Permission.READ_DECLARATIONS):
        raise PermissionDenied
    scope = of_officers(request.user, Permission.READ_DECLARATIONS, "commune_code", "pk")
    found = get_object_or_404(Enterprise.objects.filter(scope), pk=seen.pk)
    today = timezone.localdate()
    note_reading(found, by=request.user, screen="inspect.declarations")
    rows = presenting.month_rows(filings(found, today))
    context = {
        "enterprise": found,
        "rows": rows,
        "missing": sum(row.filing.filing == Filing.MISSING for row in rows),
        "headcount": headcount.compare(found, today),
        "interest": presenting.interest_rate(),
        "reliefs": presenting.reliefs_of(found),
    }
    return render(request, f"{FOLDER}/enterprise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.LOAD_PAYMENTS)
def payments(request: HttpRequest) -> HttpResponse:
    """Send a file of the collection system, and see at once what was wrong with which row."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, outcome = PaymentsForm(*posted), None
    if request.method == "POST" and form.is_valid():
        outcome = _take(request, form)
    batches = _batches_of(request.user).select_related("received_by", "upload")
    context = {
        "form": PaymentsForm() if outcome else form,
        "outcome": outcome,
        "problems": [(one, presenting.PROBLEM_WORDS[one.code]) for one in outcome.problems[:_PROBLEMS]]
        if outcome
        else [],
        "page": Paginator(batches, _SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, f"{FOLDER}/payments.html", context, status=422 if form.errors else 200)


def _batches_of(user: User) -> QuerySet[PaymentBatch]:
    """One's own files; a file tells how much is paid elsewhere, so all of them are headquarters' to see."""
    whole_country = "" in user.place_prefixes(Permission.LOAD_PAYMENTS)
    return PaymentBatch.objects.all() if whole_country else PaymentBatch.objects.filter(received_by=user)


def _take(request: HttpRequest, form: PaymentsForm) -> Outcome | None:
    try:
        return take_upload(form.cleaned_data["file"], submission_id=form.cleaned_data["submission_id"], by=request.user)
    except FileRefused as refused:
        form.add_error("file", str(refused))
    except UploadRefused as refused:
        form.add_error("file", refused)
    return None
