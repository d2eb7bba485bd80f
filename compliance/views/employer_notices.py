"""The employer's side: every notice and fine, what it means, what to do by when, answer, pay, and the papers."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance import presenting_papers as presenting
from compliance.enums import FineState, NoticeState
from compliance.forms_papers import AnswerForm
from compliance.models import Fine, Minutes, Notice, NoticeReply
from compliance.services import fines, notices
from compliance.views.papers import nth_file, take_answer
from compliance.views.papers_fines import payments_of
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.services import respond_issued

FOLDER = "compliance/employer"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_MOST = 50
_HIDDEN = (FineState.PROPOSED, FineState.DECLINED)
_WAITING = (NoticeState.SERVED, NoticeState.EXPIRED, FineState.CONFIRMED, FineState.PART_PAID)


def _own(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)


def notices_of(enterprise: Enterprise) -> Any:
    """What was served to it."""
    served = Notice.objects.filter(case__enterprise=enterprise).exclude(state=NoticeState.ISSUED)
    return served.select_related("case").order_by("-served_at", "id")


def fines_of(enterprise: Enterprise) -> Any:
    """What was confirmed against it."""
    told = Fine.objects.filter(case__enterprise=enterprise).exclude(state__in=_HIDDEN)
    return told.select_related("case", "finding__violation").order_by("-confirmed_at", "id")


@require_safe
def home(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Everything the Fund sent, newest first, with its clock."""
    enterprise = _own(request, enterprise_id)
    served, told = list(notices_of(enterprise)[:_MOST]), list(fines_of(enterprise)[:_MOST])
    context = {
        "enterprise": enterprise,
        "waiting": sum(one.state in _WAITING for one in (*served, *told)),
        "notices": [presenting.row_of(one, _url("notice", enterprise, one)) for one in served],
        "fines": [presenting.row_of(one, _url("fine", enterprise, one)) for one in told],
        "minutes": list(Minutes.objects.filter(case__enterprise=enterprise, is_draft=False)[:_MOST]),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _url(name: str, enterprise: Enterprise, paper: Notice | Fine) -> str:
    return reverse(f"employer_notices:{name}", args=[enterprise.pk, paper.pk])


@require_safe
def notice(request: HttpRequest, enterprise_id: uuid.UUID, notice_id: uuid.UUID) -> HttpResponse:
    """One notice in plain words: what it says, what to do, until when, and what was answered."""
    enterprise = _own(request, enterprise_id)
    found = get_object_or_404(notices_of(enterprise), pk=notice_id)
    note_reading(enterprise, by=request.user, screen="employer.notice")
    context = {
        "enterprise": enterprise,
        "notice": found,
        "tag_of": presenting.notice_tag(found),
        "clock_of": presenting.notice_clock(found),
        "events": presenting.notice_events(found, names=False),
        "replies": list(found.replies.prefetch_related("documents__upload")),
        "may_answer": can_manage_enterprise(request.user, enterprise),
    }
    return render(request, f"{FOLDER}/notice.html", context)


@_ASK
def answer(request: HttpRequest, enterprise_id: uuid.UUID, notice_id: uuid.UUID) -> HttpResponse:
    """The employer's own words and papers; after the last day too."""
    enterprise = _own(request, enterprise_id)
    found = get_object_or_404(notices_of(enterprise).select_related("case__enterprise"), pk=notice_id)
    if not notices.can_answer(found, request.user):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and take_answer(request, found, form):
        messages.success(request, _("Your answer arrived. The inspector reads it and comes back to you."))
        return redirect("employer_notices:notice", enterprise.pk, found.pk)
    back = _url("notice", enterprise, found)
    context = {"enterprise": enterprise, "notice": found, "form": form, "back_url": back, "steps": 0, "step": 0}
    return render(request, f"{FOLDER}/answer.html", context, status=422 if form.errors else 200)


@require_safe
def fine(request: HttpRequest, enterprise_id: uuid.UUID, fine_id: uuid.UUID) -> HttpResponse:
    """One fine: why, how it was worked out, how to pay, and how to object."""
    enterprise = _own(request, enterprise_id)
    found = get_object_or_404(fines_of(enterprise), pk=fine_id)
    note_reading(enterprise, by=request.user, screen="employer.fine")
    context = {
        "enterprise": enterprise,
        "fine": found,
        "tag_of": presenting.fine_tag(found),
        "clock_of": presenting.fine_clock(found),
        "events": presenting.fine_events(found, names=False),
        "payments": payments_of(found),
        "overpaid": fines.overpaid(found),
        "to_answer": notices_of(enterprise).filter(case=found.case).first(),
        "may_answer": can_manage_enterprise(request.user, enterprise),
    }
    return render(request, f"{FOLDER}/fine.html", context)


def _issued(document: IssuedDocument | None, filename: str) -> HttpResponse:
    if document is None:
        raise Http404
    return respond_issued(document, filename)


@require_safe
def notice_paper(request: HttpRequest, enterprise_id: uuid.UUID, notice_id: uuid.UUID, language: str) -> HttpResponse:
    found = get_object_or_404(notices_of(_own(request, enterprise_id)), pk=notice_id)
    return _issued(found.paper_km if language == "km" else found.paper_en, f"{found.number}-{language}.pdf")


@require_safe
def fine_paper(request: HttpRequest, enterprise_id: uuid.UUID, fine_id: uuid.UUID, language: str) -> HttpResponse:
    found = get_object_or_404(fines_of(_own(request, enterprise_id)), pk=fine_id)
    return _issued(found.paper_km if language == "km" else found.paper_en, f"{found.number}-{language}.pdf")


@require_safe
def court_paper(request: HttpRequest, enterprise_id: uuid.UUID, fine_id: uuid.UUID, language: str) -> HttpResponse:
    found = get_object_or_404(fines_of(_own(request, enterprise_id)), pk=fine_id)
    issued = found.court_paper_km if language == "km" else found.court_paper_en
    return _issued(issued, f"{found.number}-court-{language}.pdf")


@require_safe
def minutes_paper(request: HttpRequest, enterprise_id: uuid.UUID, minutes_id: uuid.UUID, language: str) -> HttpResponse:
    rows = Minutes.objects.filter(case__enterprise=_own(request, enterprise_id), is_draft=False)
    found = get_object_or_404(rows, pk=minutes_id)
    return _issued(found.paper_km if language == "km" else found.paper_en, f"{found.number}-{language}.pdf")


@require_safe
def reply_file(request: HttpRequest, enterprise_id: uuid.UUID, reply_id: uuid.UUID, number: int) -> HttpResponse:
    rows = NoticeReply.objects.filter(notice__in=notices_of(_own(request, enterprise_id)))
    return nth_file(get_object_or_404(rows, pk=reply_id), number)
