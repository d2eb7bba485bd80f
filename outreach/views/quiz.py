"""The bank of questions: what is asked, who it is for, what says so, and how many knew it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible
from outreach import awareness
from outreach.enums import QuestionKind, TargetGroup
from outreach.forms_quiz import QuestionForm, SourceForm
from outreach.models import ActivityQuestion, CompetitionQuestion, QuizQuestion
from outreach.services import bank

READ, WRITE = Permission.READ_OUTREACH, Permission.EDIT_LIBRARY
ASK = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "outreach/quiz"
_PAGE = 25
CHIPS = {
    "asked": (gettext_lazy("In use"), Q(retired_on__isnull=True)),
    "open": (gettext_lazy("To be confirmed"), Q(retired_on__isnull=True, confirmed=False)),
    "retired": (gettext_lazy("Not asked any more"), Q(retired_on__isnull=False)),
}


def tell(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Do it and say so (what came of it, or True), or say why not."""
    try:
        made = act()
    except NotPossible as why:
        messages.error(request, str(why))
        return False
    messages.success(request, done)
    return made or True


@require_safe
@require_permission(READ)
def questions(request: HttpRequest) -> HttpResponse:
    """The bank, by state, kind and group."""
    shown = request.GET.get("show") if request.GET.get("show") in CHIPS else "asked"
    rows = _filtered(request)
    counts = rows.order_by().aggregate(**{key: Count("pk", filter=q) for key, (_word, q) in CHIPS.items()})
    page = Paginator(rows.filter(CHIPS[shown][1]), _PAGE).get_page(request.GET.get("page"))
    known = awareness.right_before(one.pk for one in page)
    context = {
        "page": page,
        "rows": [(one, known.get(one.pk)) for one in page],
        "chips": [(key, word, counts[key], key == shown) for key, (word, _q) in CHIPS.items()],
        "shown": shown,
        "total": counts["asked"],
        "kinds": QuestionKind.choices,
        "groups": TargetGroup.choices,
        "kind": request.GET.get("kind", ""),
        "group": request.GET.get("group", ""),
        "may_write": bank.may_write(request.user),
    }
    return render(request, f"{FOLDER}/questions.html", context)


def _filtered(request: HttpRequest) -> QuerySet[QuizQuestion]:
    rows = QuizQuestion.objects.all()
    if request.GET.get("kind") in QuestionKind.values:
        rows = rows.filter(kind=request.GET["kind"])
    if request.GET.get("group") in TargetGroup.values:
        rows = rows.filter(target_group=request.GET["group"])
    return rows


def get_question(quiz_question_id: uuid.UUID) -> QuizQuestion:
    return get_object_or_404(QuizQuestion.objects.prefetch_related("choices"), pk=quiz_question_id)


@require_safe
@require_permission(READ)
def question(request: HttpRequest, quiz_question_id: uuid.UUID) -> HttpResponse:
    return question_page(request, get_question(quiz_question_id))


def question_page(request: HttpRequest, found: QuizQuestion, status: int = 200, **given: Any) -> HttpResponse:
    """`given`: the form of the source when it came back with errors."""
    answered = bank.was_answered(found)
    context = {
        "question": found,
        "answered": answered,
        "known": awareness.right_before([found.pk]).get(found.pk),
        "activities": ActivityQuestion.objects.filter(question=found).count(),
        "competitions": CompetitionQuestion.objects.filter(question=found).count(),
        "may_write": bank.may_write(request.user),
        "may_edit": bank.may_write(request.user) and not answered,
        "may_confirm": bank.may_confirm(request.user) and not found.confirmed,
        "source_form": SourceForm(initial={"source": found.source}),
        **given,
    }
    return render(request, f"{FOLDER}/question.html", context, status=status)


@ASK
@require_permission(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    form = QuestionForm(request.POST or None, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        given = {"submission_id": form.cleaned_data["submission_id"], "choices": form.answers, **form.words}
        done = _("Written. The second person of outreach confirms it with its source.")
        if made := tell(request, lambda: bank.add(by=request.user, **given), done):
            return redirect("outreach_quiz:question", made.pk)
    return render(request, f"{FOLDER}/edit.html", {"form": form}, status=422 if form.errors else 200)


@ASK
@require_permission(WRITE)
def edit(request: HttpRequest, quiz_question_id: uuid.UUID) -> HttpResponse:
    """Until somebody answered it."""
    found = get_question(quiz_question_id)
    if bank.was_answered(found):
        messages.info(request, _("People have answered it: it stays as it is. Retire it and write another."))
        return redirect("outreach_quiz:question", found.pk)
    text = found.text
    form = QuestionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        act = lambda: bank.change(found, by=request.user, choices=form.answers, **form.words)  # noqa: E731
        if tell(request, act, _("Saved.")):
            return redirect("outreach_quiz:question", found.pk)
    context = {"form": form, "question": found, "text": text}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(READ)
def confirm(request: HttpRequest, quiz_question_id: uuid.UUID) -> HttpResponse:
    """The second person has read the text."""
    if not bank.may_confirm(request.user):
        raise PermissionDenied
    found, form = get_question(quiz_question_id), SourceForm(request.POST)
    if not form.is_valid():
        return question_page(request, found, 422, source_form=form)
    source = form.cleaned_data["source"]
    tell(request, lambda: bank.confirm(found, source=source, by=request.user), _("Confirmed."))
    return redirect("outreach_quiz:question", found.pk)


@require_POST
@require_permission(WRITE)
def retire(request: HttpRequest, quiz_question_id: uuid.UUID) -> HttpResponse:
    found = get_question(quiz_question_id)
    tell(request, lambda: bank.retire(found, by=request.user), _("Retired: it is not chosen any more."))
    return redirect("outreach_quiz:question", found.pk)


@require_POST
@require_permission(WRITE)
def ask_again(request: HttpRequest, quiz_question_id: uuid.UUID) -> HttpResponse:
    found = get_question(quiz_question_id)
    tell(request, lambda: bank.ask_again(found, by=request.user), _("It is in use again."))
    return redirect("outreach_quiz:question", found.pk)
