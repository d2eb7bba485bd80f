"""An employer's declarations: the months, one month filled from the staff list, filing it, its sheet."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compliance.declaring import months as calendar
from compliance.declaring import presenting
from compliance.declaring.filings import filings
from compliance.declaring.sheet import sheet_response
from compliance.declaring.statement import Statement, statement
from compliance.enums import DeclarationKind, Filing
from compliance.forms_declarations import FilingForm, WageRefused, typed_wages
from compliance.models import Declaration, DeclarationLine
from compliance.services.declaring import DeclarationRefused, file_declaration, may_declare
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise, can_manage_staff
from nssf_portal.audit.reading import note_reading
from nssf_portal.law.book import value_or
from registration.forms.core import ReasonForm

FOLDER = "compliance/declarations"
_PAGE = 50


@require_safe
def months(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Every month with what became of it, newest first; the oldest open one is what to do now."""
    enterprise = _own(request, enterprise_id)
    rows = presenting.month_rows(filings(enterprise, timezone.localdate()))
    this_month = calendar.first_of(timezone.localdate())
    waiting = [row for row in rows if row.filing.declaration is None and row.filing.month < this_month]
    missing = sum(row.filing.filing == Filing.MISSING for row in rows)
    context = {"enterprise": enterprise, "rows": rows, "next": waiting[-1] if waiting else None, "missing": missing,
               "interest": presenting.interest_rate(), "reliefs": presenting.reliefs_of(enterprise)}  # fmt: skip
    return render(request, f"{FOLDER}/months.html", context)


@never_cache
@require_safe
def month(request: HttpRequest, enterprise_id: uuid.UUID, month: str) -> HttpResponse:
    """What was declared; or, still open or to be corrected, what the staff list says."""
    enterprise, first = _own(request, enterprise_id), _month(month)
    declared = Declaration.objects.visible_to(request.user).filter(enterprise=enterprise, month=first)
    standing = declared.current().select_related("filed_by").first()
    if standing is None and not may_declare(enterprise, first):
        raise Http404
    context = _around(request, enterprise, first) | {"standing": standing}
    note_reading(enterprise, by=request.user, screen="employer.declaration")
    if standing and not ("correct" in request.GET and may_declare(enterprise, first)):
        earlier = declared.filter(superseded_at__isnull=False).select_related("filed_by")
        context |= _declared(request, standing) | {"earlier": earlier}
        return render(request, f"{FOLDER}/declared.html", context)
    return render(request, f"{FOLDER}/month.html", context | _to_declare(request, statement(enterprise, first)))


def _around(request: HttpRequest, enterprise: Enterprise, first: date) -> dict[str, Any]:
    return {
        "enterprise": enterprise,
        "month": first,
        "slug": f"{first:%Y-%m}",
        "words": presenting.month_words(first),
        "due_on": calendar.declare_by(first),
        "pay_by": calendar.pay_by(enterprise, first),
        "late": timezone.localdate() > calendar.declare_by(first),
        "may_act": can_manage_staff(request.user, enterprise),
        "may_correct": may_declare(enterprise, first),
    }


def _to_declare(request: HttpRequest, found: Statement) -> dict[str, Any]:
    page = Paginator(presenting.in_reading_order(found), _PAGE).get_page(request.GET.get("page"))
    return {
        "found": found,
        "schemes": presenting.schemes(found.totals),
        "totals": found.totals,
        "page": page,
        "workers": presenting.workers(page.object_list),
        "typed": found.workers <= _PAGE,
        "form": FilingForm(initial={"kind": DeclarationKind.STAFF}),
    }


def _declared(request: HttpRequest, standing: Declaration) -> dict[str, Any]:
    rows = DeclarationLine.objects.filter(declaration=standing, month=standing.month)
    page = Paginator(rows.order_by("-joined", "-left", "id"), _PAGE).get_page(request.GET.get("page"))
    totals = presenting.totals_of(standing)
    one = [each for each in filings(standing.enterprise, timezone.localdate()) if each.month == standing.month]
    return {
        "totals": totals,
        "schemes": presenting.schemes(totals),
        "page": page,
        "workers": presenting.workers([presenting.line_of(row) for row in page.object_list]),
        "row": presenting.MonthRow(one[0]) if one else None,
        "may_take_sheet": can_manage_enterprise(request.user, standing.enterprise) and standing.workers > 0,
        "reason_form": ReasonForm(),
    }


@require_POST
def file(request: HttpRequest, enterprise_id: uuid.UUID, month: str) -> HttpResponse:
    """Declare the month, or correct it; a double click is the same declaration."""
    enterprise, first = _own(request, enterprise_id), _month(month)
    if not can_manage_staff(request.user, enterprise):
        raise PermissionDenied
    form = FilingForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("We could not read this page. Look at the month and declare it again."))
        return redirect("employer_declarations:month", enterprise.pk, f"{first:%Y-%m}")
    try:
        made = _file(request, enterprise, first, form)
    except (DeclarationRefused, WageRefused) as refused:
        messages.warning(request, str(refused))
        return redirect("employer_declarations:month", enterprise.pk, f"{first:%Y-%m}")
    messages.success(request, _("Declared. Number %(reference)s.") % {"reference": made.reference})
    return redirect("employer_declarations:month", enterprise.pk, f"{first:%Y-%m}")


def _file(request: HttpRequest, enterprise: Enterprise, first: date, form: FilingForm) -> Declaration:
    kind, wages = form.cleaned_data["kind"], None
    if kind == DeclarationKind.STAFF and any(name.startswith("wage-") for name in request.POST):
        wages = typed_wages(statement(enterprise, first).lines, request.POST)
    return file_declaration(
        enterprise=enterprise,
        month=first,
        kind=kind,
        submission_id=form.cleaned_data["submission_id"],
        by=request.user,
        wages=wages,
    )


@require_POST
def sheet(request: HttpRequest, enterprise_id: uuid.UUID, month: str) -> HttpResponse:
    """The contribution sheet as a table; who took it and why is in the read log, long ones need a second person."""
    enterprise, first = _own(request, enterprise_id), _month(month)
    if not can_manage_enterprise(request.user, enterprise):
        raise PermissionDenied
    visible = Declaration.objects.visible_to(request.user).current()
    standing = get_object_or_404(visible, enterprise=enterprise, month=first)
    form, most = ReasonForm(request.POST), int(value_or("export.rows_alone", 1_000))
    if not form.is_valid() or standing.workers > most:
        words = _("Say why you need the file.") if form.errors else _(
            "A file of more than %(most)s people needs a second person: take the staff list as a file instead."
        ) % {"most": f"{most:,}"}  # fmt: skip
        messages.warning(request, words)
        return redirect("employer_declarations:month", enterprise.pk, f"{first:%Y-%m}")
    note_reading(standing, by=request.user, screen="employer.sheet", reason=form.cleaned_data["reason"])
    return sheet_response(standing)


def _own(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    """Wages are for who acts for the enterprise; officers have pages of their own."""
    return get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)


def _month(text: str) -> date:
    if (found := calendar.read(text)) is None:
        raise Http404
    return found
