"""Plain words as officers keep them: drafts, versions, what is to be looked at again, questions to be answered."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible
from outreach import forms_library as forms
from outreach import plain_pages
from outreach.enums import PageState
from outreach.models import AskedQuestion, PlainPage
from outreach.services import library as services

FOLDER = "outreach/library"
EDIT = Permission.EDIT_LIBRARY
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 30
TAGS = {
    PageState.DRAFTED: "waits",
    PageState.PUBLISHED: "ok",
    PageState.REPLACED: "none",
    PageState.WITHDRAWN: "none",
}


def _did(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Do it and say so (what came of it), or say why not."""
    try:
        made = act()
    except NotPossible as why:
        messages.error(request, str(why))
        return None
    messages.success(request, done)
    return made


def _overdue() -> Q:
    return Q(state=PageState.PUBLISHED, review_on__lte=timezone.localdate())


@require_safe
@require_permission(EDIT)
def pages(request: HttpRequest) -> HttpResponse:
    """What is read, what is being written, and what is to be looked at again."""
    shows = {
        "published": (_("Published"), Q(state=PageState.PUBLISHED)),
        "drafted": (_("Being written"), Q(state=PageState.DRAFTED)),
        "overdue": (_("To be looked at again"), _overdue()),
        "withdrawn": (_("Withdrawn"), Q(state=PageState.WITHDRAWN)),
    }
    show = request.GET.get("show", "published")
    show = show if show in shows else "published"
    rows = PlainPage.objects.filter(shows[show][1]).select_related("owner").order_by("topic", "slug", "-version")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    chips = [(key, word, PlainPage.objects.filter(q).count(), key == show) for key, (word, q) in shows.items()]
    context = {
        "page": page,
        "rows": [(one, TAGS[PageState(one.state)]) for one in page],
        "chips": chips,
        "overdue": chips[2][2],
        "waiting": AskedQuestion.objects.filter(answer_km="").count(),
        "today": timezone.localdate(),
    }
    return render(request, f"{FOLDER}/desk.html", context)


@_ASK
@require_permission(EDIT)
def new(request: HttpRequest) -> HttpResponse:
    form = forms.PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _did(request, lambda: services.write(by=request.user, **form.cleaned_data), _("The draft is kept."))
        if made:
            return redirect("outreach_library:page", made.pk)
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


def _page(page_id: uuid.UUID) -> PlainPage:
    return get_object_or_404(PlainPage.objects.select_related("owner", "written_by", "published_by"), pk=page_id)


@require_safe
@require_permission(EDIT)
def page(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    """One version in both languages, and what can be done with it."""
    found = _page(page_id)
    versions = PlainPage.objects.filter(slug=found.slug).order_by("-version")
    context = {
        "page": found,
        "tag": TAGS[PageState(found.state)],
        "sides": plain_pages.in_both(found),
        "versions": versions,
        "newest": found.version == max(one.version for one in versions),
        "overdue": found.state == PageState.PUBLISHED and found.review_on <= timezone.localdate(),
        "lacking": plain_pages.unknown_figures(f"{found.body_km} {found.body_en}"),
        "asked": AskedQuestion.objects.filter(slug=found.slug),
    }
    return render(request, f"{FOLDER}/desk_page.html", context)


@_ASK
@require_permission(EDIT)
def edit(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    found = _page(page_id)
    form = forms.PageForm(request.POST or None, instance=_page(page_id))
    if request.method == "POST" and form.is_valid():
        _did(request, lambda: services.change(found, by=request.user, **form.cleaned_data), _("The draft is kept."))
        return redirect("outreach_library:page", found.pk)
    context = {"form": form, "page": found}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(EDIT)
def next_version(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    made = services.next_version(_page(page_id), by=request.user)
    messages.success(request, _("A new version is begun. What is published stays until you publish this one."))
    return redirect("outreach_library:edit", made.pk)


@require_POST
@require_permission(EDIT)
def publish(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    found = _page(page_id)
    _did(request, lambda: services.publish(found, by=request.user), _("Everybody can read it now."))
    return redirect("outreach_library:page", found.pk)


@require_POST
@require_permission(EDIT)
def withdraw(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    found = _page(page_id)
    _did(request, lambda: services.withdraw(found, by=request.user), _("The page is not shown any more."))
    return redirect("outreach_library:page", found.pk)


@require_POST
@require_permission(EDIT)
def still_right(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    found = _page(page_id)
    done = _("Looked at. You keep this page now, and it comes back on its next day.")
    _did(request, lambda: services.still_right(found, by=request.user), done)
    return redirect("outreach_library:page", found.pk)


@require_safe
@require_permission(EDIT)
def questions(request: HttpRequest) -> HttpResponse:
    """What people asked: what waits for an answer first."""
    waits = request.GET.get("show") != "all"
    rows = AskedQuestion.objects.filter(answer_km="") if waits else AskedQuestion.objects.all()
    page = Paginator(rows.order_by("-asked_at", "id"), _PAGE).get_page(request.GET.get("page"))
    return render(request, f"{FOLDER}/desk_questions.html", {"page": page, "waits": waits})


@_ASK
@require_permission(EDIT)
def question_new(request: HttpRequest) -> HttpResponse:
    """A question heard at an activity or a counter, written down by an officer."""
    form = forms.QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        english = plain_pages.language() == "en"
        made = services.ask(
            question=given["question"], in_english=english, slug="", submission_id=given["submission_id"]
        )
        return redirect("outreach_library:question", made.pk)
    return render(request, f"{FOLDER}/question_new.html", {"form": form}, status=422 if form.errors else 200)


@_ASK
@require_permission(EDIT)
def question(request: HttpRequest, asked_id: uuid.UUID) -> HttpResponse:
    """The answer, in both languages, before everybody reads it."""
    found = get_object_or_404(AskedQuestion.objects.select_related("published_by"), pk=asked_id)
    form = forms.AnswerForm(request.POST or None, instance=AskedQuestion.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        shown = request.POST.get("act") == "publish"
        done = _("Everybody can read the answer now.") if shown else _("The answer is kept and not shown.")
        act = lambda: services.answer(found, by=request.user, publish=shown, **form.cleaned_data)  # noqa: E731
        if _did(request, act, done):
            return redirect("outreach_library:questions")
    context = {"form": form, "asked": found}
    return render(request, f"{FOLDER}/question.html", context, status=422 if form.errors else 200)
