"""Findings of interviews, focus groups and consultations; and the two questions beside the plan's surveys."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload
from nssf_portal.khmer.cleaning import clean
from nssf_portal.places.names import name_of
from reporting import asked_twice, registry
from reporting.enums import Inquiry
from reporting.forms_entries import FindingForm
from reporting.models import Finding
from reporting.periods import NotAPeriod, Period
from reporting.services import finding_out
from reporting.views.entries import ASK, FOLDER
from reporting.views.entry_scope import readers, tabs

UPLOAD_KIND = "progress"
_PAGE = 20


@require_safe
@readers
def finding_list(request: HttpRequest) -> HttpResponse:
    """Newest first; by method or by figure."""
    seen = Finding.objects.visible_to(request.user)
    method, figure = request.GET.get("method", ""), clean(request.GET.get("figure", ""))[:40]
    if method in Inquiry.values:
        seen = seen.filter(inquiry=method)
    if figure:
        seen = seen.filter(indicators=figure)
    took_part = seen.order_by().aggregate(women=Sum("women"), men=Sum("men"), not_stated=Sum("not_stated"))
    rows = seen.select_related("institution", "measure").prefetch_related("indicators").order_by("-held_on", "id")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "methods": [("", _("All"), not method), *((m.value, m.label, m == method) for m in Inquiry)],
        "figure": _names().get(figure, ""),
        "took_part": {name: count or 0 for name, count in took_part.items()},
        "tabs": tabs(request, "findings"),
    }
    return render(request, f"{FOLDER}/findings.html", context)


def _names() -> dict[str, str]:
    return {one.code: str(one.name) for one in registry.every()}


def _row(one: Finding) -> dict[str, Any]:
    names = _names()
    return {
        "of": one,
        "place": name_of(one.place_code) if one.place_code else _("Several provinces"),
        "people": one.women + one.men + one.not_stated,
        "figures": [(each.code, names.get(each.code, each.code)) for each in one.indicators.all()],
    }


def _seen(request: HttpRequest, inquiry_id: uuid.UUID) -> Finding:
    rows = Finding.objects.visible_to(request.user).select_related("institution", "measure", "entered_by", "upload")
    return get_object_or_404(rows, pk=inquiry_id)


@require_safe
@readers
def finding(request: HttpRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    one = _seen(request, inquiry_id)
    may_mend = one.institution_id in finding_out.institutions_of(request.user)
    return render(request, f"{FOLDER}/finding.html", {"one": one, "row": _row(one), "may_mend": may_mend})


@require_safe
@readers
def file(request: HttpRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """The report of it."""
    rows = Finding.objects.visible_to(request.user).filter(upload__isnull=False).select_related("upload")
    return documents.respond(get_object_or_404(rows, pk=inquiry_id).upload)


@ASK
@readers
def new(request: HttpRequest) -> HttpResponse:
    """Write a finding down."""
    if not finding_out.institutions_of(request.user):
        raise PermissionDenied
    form = FindingForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        upload = _taken_in(request, form)
        if not form.errors:
            given = form.facts() | {"submission_id": form.cleaned_data["submission_id"], "upload": upload}
            made = finding_out.write_down(by=request.user, **given)
            messages.success(request, _("Written down."))
            return redirect("reporting_entries:finding", made.pk)
    return render(request, f"{FOLDER}/finding_form.html", {"form": form}, status=422 if form.errors else 200)


@ASK
@readers
def edit(request: HttpRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Put right what was written."""
    one = _seen(request, inquiry_id)
    if one.institution_id not in finding_out.institutions_of(request.user):
        raise PermissionDenied
    form = FindingForm(request.POST or None, request.FILES or None, by=request.user, of=one)
    if request.method == "POST" and form.is_valid():
        upload = _taken_in(request, form)
        if not form.errors:
            kept = {"upload": upload} if upload else {}
            finding_out.mend(one, by=request.user, **form.facts(), **kept)
            messages.success(request, _("Put right. The earlier words stay in the history."))
            return redirect("reporting_entries:finding", one.pk)
    context = {"form": form, "one": one}
    return render(request, f"{FOLDER}/finding_form.html", context, status=422 if form.errors else 200)


def _taken_in(request: HttpRequest, form: FindingForm) -> Upload | None:
    given = form.cleaned_data
    if not given.get("file"):
        return None
    try:
        return documents.take_in(given["file"], kind=UPLOAD_KIND, by=request.user, submission_id=given["submission_id"])
    except documents.UploadRefused as why:
        form.add_error("file", why)
        return None


@require_safe
@require_permission(Permission.READ_PROGRESS)
def answers(request: HttpRequest) -> HttpResponse:
    """The two questions of the portal, and beside them the surveys that the plan names: two tables, never one."""
    period = _period(request, timezone.localdate())
    context = {
        "period": period,
        "words": period.words,
        "quarters": _quarters(timezone.localdate()),
        "questions": asked_twice.questions(period),
        "surveys": asked_twice.surveys(period),
        "tabs": tabs(request, "answers"),
    }
    return render(request, f"{FOLDER}/answers.html", context)


def _period(request: HttpRequest, today: date) -> Period:
    try:
        return Period.parse(request.GET.get("period", "")[:8])
    except NotAPeriod:
        return Period.quarter_of(today)


def _quarters(today: date) -> list[tuple[str, str]]:
    found, quarter = [], Period.quarter_of(today)
    for _number in range(6):
        found.append((quarter.code, quarter.words))
        quarter = quarter.before
    return found
