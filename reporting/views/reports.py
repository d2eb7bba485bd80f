"""Reports: the list, one report in each of its states, its texts, review, publication, editions and files."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import respond_bytes
from nssf_portal.ui.acts import did
from nssf_portal.workflow import NotPossible
from reporting import editions, forms_reports, presenting_reports
from reporting.computing import is_frozen
from reporting.enums import FileKind, ReportState
from reporting.models import Report, ReportSection
from reporting.periods import Period
from reporting.sections import BY_KEY
from reporting.services import report_files, report_jobs
from reporting.services import reports as services
from reporting.workflow import REPORT

FOLDER = "reporting/reports"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE, _MOST = 20, 500
TAGS = {
    ReportState.REQUESTED: "progress", ReportState.COMPUTING: "progress", ReportState.FAILED: "wrong",
    ReportState.DRAFT: "waits", ReportState.REVIEWED: "waits", ReportState.PUBLISHED: "ok",
    ReportState.SUPERSEDED: "none", ReportState.DISCARDED: "none",
}  # fmt: skip


def seen_by(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user)


def _report(request: HttpRequest, progress_report_id: uuid.UUID) -> Report:
    people = ("plan", "corrects", "requested_by", "reviewed_by", "published_by", "edited_by")
    return get_object_or_404(seen_by(request.user).select_related(*people), pk=progress_report_id)


def _back(found: Report) -> HttpResponse:
    return redirect("reporting_reports:report", found.pk)


# --- the list ---------------------------------------------------------------------------------------------------


@require_safe
@require_permission(Permission.READ_COUNTS)
def home(request: HttpRequest) -> HttpResponse:
    """Editions, newest period first; those who work on reports also see what is not published, and ask for one."""
    return _home(request, forms_reports.AskForm())


def _home(request: HttpRequest, form: forms_reports.AskForm, status: int = 200) -> HttpResponse:
    shown = request.GET.get("show") == "discarded"
    found = seen_by(request.user).order_by("-period", "-edition", "-id").select_related("plan")
    rows = found.filter(state=ReportState.DISCARDED) if shown else found.exclude(state=ReportState.DISCARDED)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, Period.parse(one.period).words, TAGS[ReportState(one.state)]) for one in page.object_list],
        "shown": shown,
        "works": request.user.has_permission(Permission.WORK_REPORTS),
        "sees_drafts": _sees_drafts(request.user),
        "form": form,
    }
    return render(request, f"{FOLDER}/home.html", context, status=status)


def _sees_drafts(user: User) -> bool:
    return user.has_permission(Permission.WORK_REPORTS) or user.has_permission(Permission.PUBLISH_REPORTS)


@require_POST
@require_permission(Permission.WORK_REPORTS)
def ask(request: HttpRequest) -> HttpResponse:
    form = forms_reports.AskForm(request.POST)
    if not form.is_valid():
        return _home(request, form, status=422)
    given = form.cleaned_data
    try:
        found = services.ask_for(given["period"], request.user, given["submission_id"])
    except NotPossible as why:
        form.add_error("period", str(why))
        return _home(request, form, status=422)
    if found.submission_id != given["submission_id"]:
        messages.info(request, _("There is already a report of this period: this one."))
    return _back(found)


# --- one report -------------------------------------------------------------------------------------------------


@require_safe
@require_permission(Permission.READ_COUNTS)
def report(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """What the report is now and its next step: how far it is, what went wrong, the draft, or the published edition."""
    return _page(request, _report(request, progress_report_id))


def _page(request: HttpRequest, found: Report, status: int = 200, **more: Any) -> HttpResponse:
    user, period = request.user, Period.parse(found.period)
    works, publishes = user.has_permission(Permission.WORK_REPORTS), user.has_permission(Permission.PUBLISH_REPORTS)
    context: dict[str, Any] = {
        "report": found, "period": period, "tag": TAGS[ReportState(found.state)], "works": works,
        "publishes": publishes, "busy": services.is_busy(found), "frozen": is_frozen(found),
        "may": {move: REPORT.allows(found, move) for move in REPORT.moves},
        "job": services.job_of(found), "files_job": services.job_of(found, services.PUBLISH),
        "failure": report_jobs.failure_words(found.failure) if found.failure else "",
    }  # fmt: skip
    if found.figures_at and found.state not in (ReportState.COMPUTING, ReportState.FAILED):
        context |= _content(found, user)
    context |= {"send_back_form": forms_reports.SendBackForm()} | more
    return render(request, f"{FOLDER}/report.html", context, status=status)


def _content(found: Report, user: User) -> dict[str, Any]:
    changes = list(editions.groups(found)) if found.corrects_id else []
    return {
        "figures": presenting_reports.figures(found),
        "page_url": _page_url(found),
        "one_language": is_frozen(found) or not _sees_drafts(user),
        "sections": [(BY_KEY[one.key], one) for one in found.sections.select_related("edited_by") if one.key in BY_KEY],
        "empty": sum(1 for one in found.sections.all() if not (one.text_km and one.text_en)),
        "entries_since": services.entries_since(found) if found.state == ReportState.DRAFT else 0,
        "why_not_review": services.why_not_review(found, user) if found.state == ReportState.DRAFT else "",
        "why_not_publish": services.why_not_publish(found, user) if found.state == ReportState.REVIEWED else "",
        "changes": sum(len(rows) for _code, rows in changes),
        "changed": presenting_reports.changed(found, changes, wholes_only=True),
        "files": presenting_reports.files(found),
        "editions": _editions(found, user),
        "events": presenting_reports.events(found) if _sees_drafts(user) else [],
    }


def _page_url(found: Report) -> str:
    """The whole report as a page of its own."""
    try:
        return reverse("reporting_reports:page", args=[found.pk])
    except NoReverseMatch:
        return ""


def _editions(found: Report, user: User) -> list[tuple[Report, str]]:
    """The other editions of the same period that the reader may see."""
    others = seen_by(user).filter(plan=found.plan, period=found.period).exclude(state=ReportState.DISCARDED)
    return [(one, TAGS[ReportState(one.state)]) for one in others.exclude(pk=found.pk).order_by("-edition")]


@require_POST
@require_permission(Permission.WORK_REPORTS)
def compute(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """The figures anew, after a failure or with newer data."""
    found = _report(request, progress_report_id)
    did(request, lambda: services.compute_again(found, request.user), _("The figures are computed anew."))
    return _back(found)


@_ASK
@require_permission(Permission.WORK_REPORTS)
def text(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """One section in both languages, beside the figures it speaks of."""
    found = _report(request, progress_report_id)
    section = get_object_or_404(ReportSection, report=found, key=request.GET.get("section", ""))
    if section.key not in BY_KEY:
        raise Http404
    first = {"text_km": section.text_km, "text_en": section.text_en, "seen": _stamp(section)}
    form = forms_reports.SectionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        seen = parse_datetime(given["seen"]) if given["seen"] else None
        act = lambda: services.edit(  # noqa: E731  (said once, used once)
            found, section.key, given["text_km"], given["text_en"], request.user, seen=seen
        )
        return _back(found) if did(request, act, _("Saved.")) else redirect(request.get_full_path())
    context = {
        "report": found, "period": Period.parse(found.period), "form": form, "section": BY_KEY[section.key],
        "figures": presenting_reports.figures(found), "editable": found.state == ReportState.DRAFT,
    }  # fmt: skip
    return render(request, f"{FOLDER}/text.html", context, status=422 if form.errors else 200)


def _stamp(section: ReportSection) -> str:
    return section.edited_at.isoformat() if section.edited_at else ""


@require_POST
@require_permission(Permission.PUBLISH_REPORTS)
def review(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    found = _report(request, progress_report_id)
    did(request, lambda: services.review(found, request.user), _("Reviewed. It can be published now."))
    return _back(found)


@require_POST
@require_permission(Permission.PUBLISH_REPORTS)
def send_back(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    found = _report(request, progress_report_id)
    form = forms_reports.SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, send_back_form=form)
    why = form.cleaned_data["why"]
    did(request, lambda: services.send_back(found, request.user, why), _("It is a draft again."))
    return _back(found)


@require_POST
@require_permission(Permission.PUBLISH_REPORTS)
def publish(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """The files are set by a worker; then it is published."""
    found = _report(request, progress_report_id)
    said = _("The files are being made. The report is published as soon as they are there.")
    did(request, lambda: services.ask_to_publish(found, request.user), said)
    return _back(found)


@_ASK
@require_permission(Permission.WORK_REPORTS)
def correct(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """A new edition, with the reason that its readers are told."""
    found = _report(request, progress_report_id)
    form = forms_reports.CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.correct(found, given["why_km"], given["why_en"], request.user, given["submission_id"])
        except NotPossible as why:
            messages.error(request, str(why))
            return _back(found)
        return _back(made)
    context = {"report": found, "period": Period.parse(found.period), "form": form}
    return render(request, f"{FOLDER}/correct.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(Permission.WORK_REPORTS)
def discard(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    found = _report(request, progress_report_id)
    did(request, lambda: services.discard(found, request.user), _("Discarded. It stays in the list of those."))
    return _back(found)


# --- editions and files -----------------------------------------------------------------------------------------


@require_safe
@require_permission(Permission.READ_COUNTS)
def changes(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """Every figure that this edition says otherwise than the one before."""
    found = _report(request, progress_report_id)
    if found.corrects_id is None:
        raise Http404
    every = list(editions.groups(found))
    context = {
        "report": found, "period": Period.parse(found.period), "n": sum(len(rows) for _code, rows in every),
        "groups": presenting_reports.changed(found, presenting_reports.first(every, _MOST)), "most": _MOST,
    }  # fmt: skip
    return render(request, f"{FOLDER}/changes.html", context)


@require_safe
@require_permission(Permission.READ_COUNTS)
def file(request: HttpRequest, progress_report_id: uuid.UUID) -> HttpResponse:
    """A file of the report: as published, or of a draft as it would be now."""
    found = _report(request, progress_report_id)
    if request.GET.get("kind") not in FileKind.values or not found.figures_at:
        raise Http404
    kind = FileKind(request.GET["kind"])
    try:
        made = report_files.content(found, kind)
    except PdfUnavailable:
        messages.error(request, report_jobs.failure_words(report_jobs.PAPER))
        return _back(found)
    return respond_bytes(made, report_files.name_of(found, kind), report_files.type_of(kind))
