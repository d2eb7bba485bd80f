"""Questions about a unit: the inspector asks, the commune answers on a phone without signing in, or signed in."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.enums import QuestionState
from compliance.forms_cooperation import AnswerForm
from compliance.models import CaseFile, TargetLine, UnitQuestion
from compliance.services import asking
from compliance.services.refusing import Refused
from compliance.views.cooperation_page import QUESTIONS, any_of, page
from enterprises.models import Enterprise
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.pdf import qr_png
from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.places.names import place_name
from nssf_portal.ui.acts import did
from nssf_portal.workflow import NotPossible

_PAGE = 25
_LINKS = "unit_links"  # the session's (encrypted): links made in it, by question; the database has digests only
_FOLDER = "compliance/cooperation"
TAGS = {
    QuestionState.ASKED: "waits",
    QuestionState.ANSWERED: "ok",
    QuestionState.EXPIRED: "unknown",
    QuestionState.VOID: "none",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: name, place and address of one unit, and four questions. Used, late and wrong look alike."""
    if not within_limit("unit_question.tries", client_address(request), default=30, closed=True):
        return render(request, f"{_FOLDER}/unit_over.html", {"often": True}, status=429)
    question = asking.held(token)
    if question is None:
        return render(request, f"{_FOLDER}/unit_over.html", status=404)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(question, by=None, **form.said)
        except NotPossible:
            return render(request, f"{_FOLDER}/unit_over.html", status=404)  # answered a moment ago
        return redirect("cooperation:unit_thanks")
    context = {"form": form, "enterprise": question.enterprise, "place": place_name(question.commune_code)}
    return render(request, f"{_FOLDER}/unit.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def unit_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, f"{_FOLDER}/unit_thanks.html")


@require_safe
@any_of(*QUESTIONS)
def questions(request: HttpRequest) -> HttpResponse:
    """The place's questions: what waits first, then what was said."""
    seen = UnitQuestion.objects.visible_to(request.user).select_related("enterprise")
    wanted = request.GET.get("state") or QuestionState.ASKED
    states = [state for state in QuestionState if state != QuestionState.VOID]
    wanted = wanted if wanted in states else QuestionState.ASKED
    found = Paginator(seen.filter(state=wanted).order_by("due_on", "id"), _PAGE).get_page(request.GET.get("page"))
    rows = [(row, place_name(row.commune_code), TAGS[QuestionState(row.state)]) for row in found.object_list]
    context = {"page": found, "rows": rows, "states": [(s, s.label) for s in states], "wanted": wanted}
    return page(request, "questions", context | {"answers": _answers(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@any_of(*QUESTIONS)
def question(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """The authority answers or corrects; the inspector sees the answer, its warnings, and the link to send."""
    found = _question(request, question_id)
    may = asking.may_answer(request.user, found) and found.state != QuestionState.VOID
    if request.method == "POST" and not may:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=AnswerForm.of(found))
    if request.method == "POST" and form.is_valid():
        act = asking.correct if found.state == QuestionState.ANSWERED else asking.answer
        did(request, lambda: act(found, by=request.user, **form.said), _("Thank you. Your answer is saved."))
        return redirect("cooperation:question", found.pk)
    context = {
        "question": found,
        "enterprise": found.enterprise,
        "place": place_name(found.commune_code),
        "tag": TAGS[QuestionState(found.state)],
        "form": form if may else None,
        "may_ask": asking.may_ask(request.user, found.enterprise) and found.state == QuestionState.ASKED,
        "asker": request.user.has_permission(Permission.READ_CASES),
    }
    return page(request, "question", context | _link(request, found), status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.WORK_CASES)
def ask_of_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(CaseFile.objects.visible_to(request.user).select_related("enterprise"), pk=case_id)
    return _ask(request, found.enterprise, reverse("cases:case", args=[found.pk]), case=found)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.WORK_CASES)
def ask_of_line(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(TargetLine.objects.visible_to(request.user).select_related("enterprise"), pk=line_id)
    return _ask(request, found.enterprise, reverse("targets:line", args=[found.pk]), line=found)


@require_POST
@require_permission(Permission.WORK_CASES)
def act(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Another link, or no question any more."""
    found, wanted = _question(request, question_id), request.POST.get("act")
    if wanted == "link":
        did(
            request,
            lambda: _keep(request, found, asking.new_link(found, by=request.user)),
            _("Here is another link. The one before stopped working."),
        )
        return redirect("cooperation:question", found.pk)
    if wanted != "void":
        raise Http404
    did(request, lambda: asking.void(found, by=request.user), _("The question is withdrawn."))
    return redirect("cooperation:questions")


def _ask(request: HttpRequest, enterprise: Enterprise, back: str, **about: object) -> HttpResponse:
    """First what the commune will see; then the question and its link."""
    if request.method != "POST":
        place = place_name(enterprise.commune_code)
        return page(request, "ask", {"enterprise": enterprise, "place": place, "back_url": back})
    try:
        asked = asking.ask(enterprise, request.user, **about)
    except Refused as why:
        messages.error(request, str(why))
        return redirect(back)
    if asked.token:
        _keep(request, asked.question, asked.token)
        messages.success(request, _("The question is made. Send the link to the commune."))
    else:
        messages.info(request, _("This question is open already."))
    return redirect("cooperation:question", asked.question.pk)


def _keep(request: HttpRequest, found: UnitQuestion, token: str) -> None:
    request.session[_LINKS] = request.session.get(_LINKS, {}) | {str(found.pk): token}


def _link(request: HttpRequest, found: UnitQuestion) -> dict[str, str]:
    token = request.session.get(_LINKS, {}).get(str(found.pk), "")
    if not token or found.state != QuestionState.ASKED:
        return {"link": "", "qr": ""}
    link = asking.link(token)
    return {"link": link, "qr": qr_png(link, scale=4)}


def _question(request: HttpRequest, question_id: uuid.UUID) -> UnitQuestion:
    rows = UnitQuestion.objects.visible_to(request.user).select_related("enterprise", "case", "asked_by", "answered_by")
    return get_object_or_404(rows, pk=question_id)


def _answers(request: HttpRequest) -> bool:
    return request.user.has_permission(Permission.ANSWER_UNITS)
