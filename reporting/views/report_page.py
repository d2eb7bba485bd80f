"""A report to read: the same parts as on paper, each figure a link."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from reporting import rendering
from reporting.enums import FileKind, ReportState
from reporting.models import Report

_WITH_FIGURES = (ReportState.DRAFT, ReportState.REVIEWED, ReportState.PUBLISHED, ReportState.SUPERSEDED)


@require_safe
@require_permission(Permission.READ_COUNTS)
def page(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """Drafts for those who work on reports, published editions for whoever reads counts."""
    seen = Report.objects.visible_to(request.user).select_related("plan")
    report = get_object_or_404(seen, pk=progress_report_id)
    manage = reverse("reporting_reports:report", args=[report.pk])
    if report.state not in _WITH_FIGURES:
        return render(request, "reporting/report/no_figures.html", {"report": report, "manage_url": manage})
    shown = rendering.context(report, get_language() or "km")
    shown["open_all"] = request.GET.get("parts") == "all"
    return render(request, "reporting/report/page.html", shown | _ways_on(report, manage))


def _ways_on(report: Report, manage: str) -> dict[str, Any]:
    """Its paper, its other files, and the edition that replaced it."""
    paper = FileKind.PDF_EN if get_language() == "en" else FileKind.PDF_KM
    address = reverse("reporting_reports:file", args=[report.pk])
    newer = Report.objects.published().filter(corrects=report).values_list("pk", flat=True).first()
    return {
        "manage_url": manage,
        "newer_url": reverse("reporting_reports:page", args=[newer]) if newer else manage,
        "files": [
            {"url": f"{address}?kind={paper}", "word": paper.label},
            {"url": manage, "word": _("Files and editions")},
        ],
    }
