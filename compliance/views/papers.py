"""Inspectors' notices and fines: the list, and the pages of one notice."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import perms, powers
from compliance import presenting_papers as presenting
from compliance.basis import why_draft
from compliance.enums import AdjustmentState, FineState, NoticeState
from compliance.forms_papers import AnswerForm, NoticeForm, ServeForm
from compliance.models import Adjustment, CaseFile, Fine, Notice, NoticeReply
from compliance.services import issuing, notices
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import UploadRefused, respond, respond_bytes, respond_issued
from nssf_portal.workflow import NotPossible

FOLDER = "compliance/papers"
_PAGE = 25
_CAP = 1_000
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_F, _N = FineState, NoticeState
# What a chip shows: its words, the model, the states, the order (what is late stands first).
CHIPS: dict[str, tuple[Any, type, tuple[str, ...], tuple[str, ...]]] = {
    "unpaid": (gettext_lazy("Fines to be paid"), Fine, (_F.CONFIRMED, _F.PART_PAID), ("due_on", "id")),
    "proposed": (gettext_lazy("Fines to be confirmed"), Fine, (_F.PROPOSED,), ("proposed_at", "id")),
    "court": (gettext_lazy("At court"), Fine, (_F.REFERRED,), ("-referred_at", "id")),
    "settled": (gettext_lazy("Fines settled"), Fine, (_F.PAID, _F.RELIEVED, _F.DECLINED), ("-proposed_at", "id")),
    "expired": (gettext_lazy("Notices without an answer"), Notice, (_N.EXPIRED,), ("due_on", "id")),
    "served": (gettext_lazy("Notices served"), Notice, (_N.SERVED,), ("due_on", "id")),
    "issued": (gettext_lazy("Notices to be served"), Notice, (_N.ISSUED,), ("issued_at", "id")),
    "answered": (gettext_lazy("Notices answered"), Notice, (_N.ANSWERED,), ("-answered_at", "id")),
}


@require_safe
@require_permission(Permission.READ_CASES)
def home(request: HttpRequest) -> HttpResponse:
    """Fines and notices of one's cases, by state; what is late first, and relief that waits."""
    seen = CaseFile.objects.visible_to(request.user)
    counts = _counts(seen)
    first = next((key for key in CHIPS if counts[key]), "unpaid")
    shown = request.GET.get("show") if request.GET.get("show") in CHIPS else first
    word, model, states, order = CHIPS[shown]
    rows = model.objects.filter(case__in=seen, state__in=states).select_related("case__enterprise").order_by(*order)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": presenting.rows_of(page.object_list),
        "chips": [_chip(key, counts[key], key == shown) for key in CHIPS],
        "shown_word": word,
        "overdue": Fine.objects.unpaid().filter(case__in=seen, due_on__lt=timezone.localdate()).count(),
        "relief": _waiting_relief(request),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _counts(seen: QuerySet[CaseFile]) -> dict[str, int]:
    """Two questions for all chips."""
    by_state: dict[tuple[type, str], int] = {}
    for model in (Fine, Notice):
        grouped = model.objects.filter(case__in=seen).order_by().values_list("state").annotate(n=Count("pk"))
        by_state |= {(model, state): n for state, n in grouped}
    return {
        key: sum(by_state.get((model, state), 0) for state in states)
        for key, (_word, model, states, _order) in CHIPS.items()
    }


def _chip(key: str, count: int, current: bool) -> dict[str, Any]:
    return {
        "url": f"?show={key}",
        "word": CHIPS[key][0],
        "count": f"{_CAP}+" if count >= _CAP else count,
        "current": current,
    }


def _waiting_relief(request: HttpRequest) -> list[Adjustment]:
    waiting = Adjustment.objects.visible_to(request.user).filter(state=AdjustmentState.PROPOSED)
    return list(waiting.select_related("enterprise", "fine")[:_PAGE])


def seen_case(request: HttpRequest, case_id: uuid.UUID) -> CaseFile:
    return get_object_or_404(CaseFile.objects.visible_to(request.user).select_related("enterprise"), pk=case_id)


def seen_notice(request: HttpRequest, notice_id: uuid.UUID) -> Notice:
    rows = Notice.objects.filter(case__in=CaseFile.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("case__enterprise", "case__office", "issued_by"), pk=notice_id)


def kinds_for(request: HttpRequest) -> list[str]:
    """The kinds of notice this person has the power for today."""
    return [kind for kind, act in notices.POWERS.items() if powers.power_for(request.user, act)]


@_ASK
@require_permission(Permission.WORK_CASES)
def notice_new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A notice for a case; kinds without a text in force can only be recommended."""
    case = seen_case(request, case_id)
    perms.require_work(request.user, case)
    kinds = kinds_for(request)
    form = NoticeForm(request.POST or None, kinds=kinds, initial={"text": _first_text(case)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            notice = notices.issue(
                case=case,
                kind=given["kind"],
                text=given["text"],
                by=request.user,
                submission_id=given["submission_id"],
                legal_source=given["legal_source"],
                hearing_at=form.hearing_at(),
                hearing_where=given.get("hearing_where", ""),
            )
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("papers:notice", notice.pk)
    context = {"case": case, "form": form, "kinds": kinds, "lacking": [k for k in notices.POWERS if k not in kinds]}
    return render(request, f"{FOLDER}/notice_new.html", context, status=422 if form.errors else 200)


def _first_text(case: CaseFile) -> str:
    """A beginning in the words of what was found; the inspector goes on from there."""
    found = [f"- {one.violation.text}: {one.text}" for one in case.findings.filter(state="open")]
    ask = _("Put right what was found, and tell us in your answer what you did, with papers that show it.")
    return "\n".join([ask, *found])


@require_safe
@require_permission(Permission.READ_CASES)
def notice(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """One notice: what it says, its papers, its clock, the answers, and what may be done with it."""
    found = seen_notice(request, notice_id)
    note_reading(found.case, by=request.user, screen="papers.notice")
    return _notice_page(request, found, ServeForm())


def _notice_page(request: HttpRequest, found: Notice, form: ServeForm, status: int = 200) -> HttpResponse:
    power = powers.power_for(request.user, notices.POWERS[found.kind])
    works = perms.may_work(request.user, found.case)
    unconfirmed = notices.rests_on(found.kind, request.user).unconfirmed if found.state == _N.ISSUED else []
    context = {
        "notice": found,
        "case": found.case,
        "tag_of": presenting.notice_tag(found),
        "clock_of": presenting.notice_clock(found),
        "events": presenting.notice_events(found, names=True),
        "replies": list(found.replies.prefetch_related("documents__upload").select_related("given_by")),
        "power": power,
        "may_serve": works and power is not None and found.state == _N.ISSUED and not unconfirmed,
        "may_answer": works and found.state != _N.ISSUED,
        "draft_why": why_draft(unconfirmed) if unconfirmed else "",
        "form": form,
    }
    return render(request, f"{FOLDER}/notice.html", context, status=status)


@require_POST
@require_permission(Permission.WORK_CASES)
def notice_serve(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    found = seen_notice(request, notice_id)
    form = ServeForm(request.POST)
    if not form.is_valid():
        return _notice_page(request, found, form, 422)
    try:
        notices.serve(found, how=form.cleaned_data["how"], by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Served. The clock of the employer's answer runs from today."))
    return redirect("papers:notice", found.pk)


@_ASK
@require_permission(Permission.WORK_CASES)
def notice_answer(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """An officer takes the employer's answer down, at the counter or on the telephone."""
    found = seen_notice(request, notice_id)
    perms.require_work(request.user, found.case)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and take_answer(request, found, form):
        messages.success(request, _("The answer is kept."))
        return redirect("papers:notice", found.pk)
    context = {"notice": found, "case": found.case, "form": form}
    return render(request, f"{FOLDER}/answer.html", context, status=422 if form.errors else 200)


def take_answer(request: HttpRequest, found: Notice, form: AnswerForm) -> NoticeReply | None:
    """The reply; None with the form's error when a file or the moment does not allow it."""
    given = form.cleaned_data
    try:
        return notices.answer(
            found,
            text=given["text"],
            by=request.user,
            submission_id=given["submission_id"],
            files=form.papers(),
        )
    except UploadRefused as refused:
        form.add_error("file1", refused)
    except NotPossible as refused:
        form.add_error(None, str(refused))
    return None


@require_safe
@require_permission(Permission.READ_CASES)
def notice_paper(request: HttpRequest, notice_id: uuid.UUID, language: str) -> HttpResponse:
    found = seen_notice(request, notice_id)
    issued = found.paper_km if language == "km" else found.paper_en
    return paper_response(request, found, issued, f"{found.number}-{language}.pdf", language)


def paper_response(
    request: HttpRequest, of: Notice | Fine, issued: IssuedDocument | None, filename: str, language: str
) -> HttpResponse:
    """The very paper that was issued; before that a draft, which says so and has no code of ours."""
    if issued:
        return respond_issued(issued, filename)
    try:
        content = issuing.preview(of, language)
    except PdfUnavailable:
        messages.error(request, _("We cannot make the PDF just now. Try again later; nothing is lost."))
        return redirect(presenting.row_of(of).url)
    return respond_bytes(content, f"draft-{filename}", "application/pdf")


@require_safe
@require_permission(Permission.READ_CASES)
def reply_file(request: HttpRequest, reply_id: uuid.UUID, number: int) -> HttpResponse:
    """A document of an answer, the first is number 1."""
    rows = NoticeReply.objects.filter(notice__case__in=CaseFile.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("notice__case"), pk=reply_id)
    note_reading(found.notice.case, by=request.user, screen="papers.reply")
    return nth_file(found, number)


def nth_file(reply: NoticeReply, number: int) -> HttpResponse:
    files = list(reply.documents.select_related("upload")[:number])
    if number < 1 or len(files) < number:
        raise Http404
    return respond(files[number - 1].upload)
