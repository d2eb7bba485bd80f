"""An institution's own pages: what was sent to it while consent holds, its answers, a file of many answers.

Nothing here touches the request or the enterprise beyond `incentives.sharing`."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incentives import presenting_requests as presenting
from incentives.answer_files import make_table
from incentives.enums import AnswerChannel, RequestState
from incentives.forms_answers import AnswerFileForm, AnswerForm
from incentives.models import IncentiveRequest, PartnerAnswer
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.services.answering import WrongAnswer, answer
from incentives.services.answering_files import Outcome, take_file
from incentives.sharing import SharedRequest, shared, shared_one
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import UploadRefused, respond_bytes
from nssf_portal.documents.types import TYPES, XLSX
from nssf_portal.reading.guard import UnreadableFile

FOLDER = "incentives/answers"
_PAGE = 25
_CAP = 1_000
_PROBLEMS = 500
_GIVES_OR_TAKES = require_http_methods(["GET", "HEAD", "POST"])
S = RequestState
_OPEN = Q(state=S.GRANTED)


def chips() -> dict[str, tuple[Any, Q]]:
    """The parts of the list: words and rule."""
    return {
        "waiting": (gettext_lazy("Waits for your answer"), _OPEN & Q(is_answered=False)),
        "late": (gettext_lazy("Late"), _OPEN & Q(is_answered=False, answer_by__lt=timezone.localdate())),
        "answered": (gettext_lazy("Answered, still open"), _OPEN & Q(is_answered=True)),
        "taken_up": (gettext_lazy("Taken up"), Q(state=S.TAKEN_UP)),
        "over": (gettext_lazy("Refused or over"), Q(state__in=(S.DECLINED, S.LAPSED))),
    }


def sent_to(request: HttpRequest) -> IncentiveRequestQuerySet:
    """What this person's institution may see now, with whether it has answered."""
    rows = IncentiveRequest.objects.sent_to(request.user)
    return rows.annotate(is_answered=Exists(PartnerAnswer.objects.filter(request=OuterRef("pk"))))


@require_safe
@require_permission(Permission.ANSWER_INCENTIVES)
def answers(request: HttpRequest) -> HttpResponse:
    """What was sent to the institution, by what it waits for; the longest waiting first."""
    seen, parts = sent_to(request), chips()
    counts = seen.order_by().aggregate(**{key: Count("pk", filter=rule) for key, (_w, rule) in parts.items()})
    shown = request.GET.get("show") if request.GET.get("show") in parts else "waiting"
    rows = seen.filter(parts[shown][1]).order_by("granted_at", "pk")
    page = Paginator(rows.values_list("pk", flat=True), _PAGE).get_page(request.GET.get("page"))
    keys = list(page.object_list)
    context = {
        "page": page,
        "rows": [(one, _clock(one)) for one in shared(seen.filter(pk__in=keys).order_by("granted_at", "pk"))],
        "chips": [(key, word, _capped(counts[key]), key == shown) for key, (word, _r) in parts.items()],
        "shown": shown,
        "waiting": counts["waiting"],
    }
    return render(request, f"{FOLDER}/list.html", context)


def _capped(count: int) -> int | str:
    return f"{_CAP}+" if count >= _CAP else count


def _clock(one: SharedRequest) -> Any:
    if not one.is_open or one.answer_by is None:
        return None
    return presenting.clock_until(presenting.day_of(one.sent_at), one.answer_by)


@_GIVES_OR_TAKES
@require_permission(Permission.ANSWER_INCENTIVES)
def one(request: HttpRequest, incentive_id: uuid.UUID) -> HttpResponse:
    """One request: what the enterprise agreed to show, and the answer."""
    found = shared_one(IncentiveRequest.objects.sent_to(request.user), incentive_id)
    if found is None:
        raise Http404
    if request.method != "POST":
        note_reading(IncentiveRequest(pk=found.id), by=request.user, screen="incentives.answers")
        return _page(request, found, AnswerForm())
    form = AnswerForm(request.POST)
    if form.is_valid() and _taken(request, found, form):
        messages.success(request, _("Your answer is kept, and the enterprise is told."))
        return redirect("answers:request", found.id)
    return _page(request, found, form, 422)


def _page(request: HttpRequest, found: SharedRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
    given = PartnerAnswer.objects.filter(request_id=found.id).order_by("-received_at", "-id")
    context = {
        "incentive": found,
        "clock_of": _clock(found),
        "answers": [presenting.answer_line(one) for one in given],
        "form": form,
    }
    return render(request, f"{FOLDER}/request.html", context, status=status)


def _taken(request: HttpRequest, found: SharedRequest, form: AnswerForm) -> bool:
    try:
        answer(
            IncentiveRequest.objects.sent_to(request.user),
            found.reference,
            said=form.said,
            channel=AnswerChannel.SCREEN,
            submission_id=str(form.cleaned_data["submission_id"]),
            by=request.user,
        )
    except WrongAnswer as refused:
        form.show(refused.found)
        return False
    return True


@_GIVES_OR_TAKES
@require_permission(Permission.ANSWER_INCENTIVES)
def file(request: HttpRequest) -> HttpResponse:
    """Send a file of answers, and see at once what was wrong with which row; sent again it changes nothing."""
    form, outcome = AnswerFileForm(*((request.POST, request.FILES) if request.method == "POST" else ())), None
    if request.method == "POST" and form.is_valid():
        outcome = _take_file(request, form)
    context = {
        "form": AnswerFileForm() if outcome else form,
        "outcome": outcome,
        "problems": outcome.problems[:_PROBLEMS] if outcome else [],
        "waiting": sent_to(request).filter(_OPEN).count(),
    }
    return render(request, f"{FOLDER}/file.html", context, status=422 if form.errors else 200)


def _take_file(request: HttpRequest, form: AnswerFileForm) -> Outcome | None:
    given = form.cleaned_data
    try:
        return take_file(given["file"], submission_id=given["submission_id"], by=request.user)
    except UploadRefused as refused:
        form.add_error("file", refused)
    except UnreadableFile as refused:
        form.add_error("file", refused.message)
    return None


@require_safe
@require_permission(Permission.ANSWER_INCENTIVES)
def table(request: HttpRequest) -> HttpResponse:
    """The table to fill in, with a line for each open request: its reference and the enterprise's name."""
    rows = list(shared(IncentiveRequest.objects.sent_to(request.user).filter(_OPEN).order_by("granted_at", "pk")))
    for found in rows:
        note_reading(IncentiveRequest(pk=found.id), by=request.user, screen="incentives.answers.table")
    return respond_bytes(make_table(rows), "answers.xlsx", TYPES[XLSX].media_type)
