"""The one screen on which an officer decides an application."""

import logging
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents import services as documents
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.work.desk import desk_of, movements
from nssf_portal.work.enums import WorkState
from nssf_portal.workflow import NotPossible
from registration.enums import ApplicationState
from registration.forms import applications as forms
from registration.forms.desk import SEND_BACK, RevealForm
from registration.models import Application, ApplicationDocument, Member
from registration.presenting import deciding as presenting
from registration.presenting import evidence
from registration.presenting.desk import member_url
from registration.presenting.reviews import how_to_ask
from registration.services import application_deciding as deciding
from registration.services.correcting import CannotCorrect
from registration.views.clerk import may_not_decide

log = logging.getLogger(__name__)
SCREEN = "desk.application"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_WORK)
def application(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Evidence, checks, documents, duplicates, history; and the decision."""
    found = _application(request, application_id)
    if request.method == "POST":
        return _decide(request, found)
    note_reading(found, by=request.user, screen=SCREEN)
    return _page(request, found)


def _application(request: HttpRequest, application_id: uuid.UUID) -> Application:
    """Sent, in the officer's places, and not the officer's own: that one is read on the public pages."""
    here = in_places(request.user, Permission.READ_WORK, "place_code")
    visible = Application.objects.visible_to(request.user).filter(here).exclude(state=ApplicationState.DRAFT)
    related = visible.select_related(
        "enterprise", "sponsor", "corrects", "member", "helped_by", "decided_by", "reopened_by",
        "work_item__claimed_by", "work_item__first_by", "work_item__second_by",
    ).prefetch_related("numbers", "checks", "consents", "documents__upload")  # fmt: skip
    return get_object_or_404(related.exclude(user=request.user), pk=application_id)


def _page(
    request: HttpRequest,
    found: Application,
    form: Any = None,
    *,
    reveal_form: RevealForm | None = None,
    reopen_form: forms.ReopenForm | None = None,
    reveal: bool = False,
) -> HttpResponse:
    item, user = found.work_item, request.user
    desk = desk_of(item, user) if item else None
    proposes_refusal = bool(item) and item.first_decision == "refuse"
    proposed = _is_proposed(found)
    title, title_lang = presenting.title(found)
    helped = found.helped_by_id == user.pk
    context = {
        "application": found,
        "desk": desk,
        "title": title,
        "title_lang": title_lang,
        "kind": presenting.kind_of(found),
        "person": presenting.person(found),
        "numbers": presenting.numbers(found, reveal=reveal),
        "work": presenting.work(found),
        "consents": presenting.consents(found),
        "documents": found.documents.all(),
        "beside": presenting.beside(found, by=user, reveal=reveal),
        "checks": evidence.shown(found),
        "asked": presenting.answer_of_employer(found),
        "quiet": presenting.wants_no_naming(found),
        "events": presenting.events(found, movements(item) if item else []),
        "proposed": proposed,
        "proposes_refusal": proposes_refusal,
        "helped": helped,
        "decides": bool(desk) and not helped and (desk.may_confirm if proposed else desk.may_decide),
        "own_first": proposed and item.first_by_id == user.pk,
        "form": form or _form(found),
        "reveal_form": reveal_form or RevealForm(),
        "revealed": reveal,
        "may_reveal": user.has_permission(Permission.REVEAL_IDENTIFIERS),
        "may_recheck": user.has_permission(Permission.DECIDE_WORK) and _is_open(found) and not helped,
        "reopen_form": (reopen_form or forms.ReopenForm()) if _may_reopen(found, user) else None,
        "review": how_to_ask(found.decided_at),
        "member_url": member_url(found.member, user) if found.member else "",
    }
    return render(request, "registration/clerk/application.html", context)


def _is_proposed(found: Application) -> bool:
    """A first decision stands and waits for its second: a refusal, or the approval of a private correction."""
    return found.work_item is not None and found.work_item.state == WorkState.PROPOSED


def _is_open(found: Application) -> bool:
    return found.state in (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW)


def _may_reopen(found: Application, user: Any) -> bool:
    closed = found.state in (ApplicationState.REFUSED, ApplicationState.WITHDRAWN) and found.submitted_at
    return bool(closed) and forms.may_reopen(found, user)


def _form(found: Application, data: Any = None) -> Any:
    if _is_proposed(found):
        return forms.SecondForm(data, decision=found.work_item.first_decision)
    return forms.ApplicationDecisionForm(data, application=found)


def _decide(request: HttpRequest, found: Application) -> HttpResponse:
    if refused := _may_not(request, found):
        return refused
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
    try:
        said = _apply(request, found, decision, reason, form.cleaned_data.get("fields_asked", []))
    except NotPossible as told:
        messages.warning(request, str(told))
    except CannotCorrect as told:
        messages.error(request, str(told))
    except BlockExhausted:
        log.error("member numbers are used up; the core system must reserve a block: reserve_numbers")
        messages.error(request, _("There is no free member number: the core system must reserve a new block. "
                                  "Nothing was decided; the application waits here."))  # fmt: skip
    else:
        messages.success(request, said)
    return redirect("desk_registration:application", found.pk)


def _may_not(request: HttpRequest, found: Application) -> HttpResponse | None:
    """403 for who may not; a page that is old, or a colleague's item, is only said."""
    decision = request.POST.get("decision", "")
    if found.work_item is None:
        messages.warning(request, _("This was already decided, or it waits for somebody else's answer."))
        return redirect(request.path)
    if _is_proposed(found):
        if not desk_of(found.work_item, request.user).may_confirm:
            raise PermissionDenied
        return None if decision in ("", *forms.SECOND) else _page_is_old(request, found)
    return _page_is_old(request, found) if decision in forms.SECOND else may_not_decide(request, found.work_item)


def _page_is_old(request: HttpRequest, found: Application) -> HttpResponse:
    """The decision that was pressed belongs to a state the application has left."""
    messages.warning(request, str(NotPossible(found, "decide")))
    return redirect(request.path)


def _apply(request: HttpRequest, found: Application, decision: str, reason: str, fields: list[str]) -> str:
    by = request.user
    if _is_proposed(found):
        return _apply_second(found, decision, reason, by)
    if decision == forms.RETURN:
        deciding.send_back(found, fields=fields, why=reason, by=by)
        return _("The applicant is asked. The clock stops until the answer comes.")
    if decision == forms.REFUSE:
        deciding.propose_refusal(found, reason=reason, by=by)
        return _("A second person decides now.")
    if deciding.needs_second(found):
        deciding.propose_approval(found, reason=reason, by=by)
        return _("A second person decides now.")
    same_as = None
    if decision.startswith(forms.SAME):
        same_as = get_object_or_404(Member, pk=decision.removeprefix(forms.SAME))
    done = deciding.approve(found, by=by, reason=reason, same_as=same_as)
    if same_as:
        return _("Decided: the same person. The member's number stays %(number)s.") % {"number": same_as}
    return _("Approved. Member number: %(number)s.") % {"number": done.member}


def _apply_second(found: Application, decision: str, reason: str, by: Any) -> str:
    refusal = found.work_item.first_decision == "refuse"
    if decision == SEND_BACK:
        (deciding.reject_refusal if refusal else deciding.void_approval)(found, reason=reason, by=by)
        return _("Sent back with your reason.")
    if refusal:
        deciding.confirm_refusal(found, reason=reason, by=by)
        return _("Refused. The applicant is told, and how to ask for a review.")
    deciding.confirm_approval(found, reason=reason, by=by)
    return _("Approved by two people. The record is put right.")


@require_POST
@require_permission(Permission.REVEAL_IDENTIFIERS)
def reveal(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """The whole numbers of the applicant, once, for a reason that is kept."""
    found = _application(request, application_id)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reveal_form=form)
    note_reading(found, by=request.user, screen=SCREEN, reason=form.cleaned_data["reason"], revealed=True)
    return _page(request, found, reveal=True)


@require_safe
@require_permission(Permission.READ_WORK)
def paper(request: HttpRequest, application_id: uuid.UUID, paper_id: int) -> HttpResponse:
    """A document of the application."""
    found = _application(request, application_id)
    document = get_object_or_404(ApplicationDocument, application=found, pk=paper_id)
    note_reading(found, by=request.user, screen=f"{SCREEN}.document")
    return documents.respond(document.upload)


@require_POST
@require_permission(Permission.DECIDE_WORK)
def recheck(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Ask one check again whose partner gave no answer."""
    found = _application(request, application_id)
    code = request.POST.get("check", "")
    if code not in evidence.TITLES:
        raise Http404
    try:
        deciding.recheck(found, code, by=request.user)
    except NotPossible as told:
        messages.warning(request, str(told))
    else:
        messages.success(request, _("Asked again. The check shows what was answered."))
    return redirect("desk_registration:application", found.pk)


@require_POST
@require_permission(Permission.DECIDE_SECOND)
def reopen(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Look again at what was refused or withdrawn: never who decided it."""
    found = _application(request, application_id)
    if found.state in (ApplicationState.REFUSED, ApplicationState.WITHDRAWN) and not forms.may_reopen(
        found, request.user
    ):
        raise PermissionDenied
    form = forms.ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reopen_form=form)
    try:
        deciding.reopen(found, reason=form.cleaned_data["reason"], by=request.user)
    except NotPossible as told:
        messages.warning(request, str(told))
    else:
        messages.success(request, _("Open again, with a new clock."))
    return redirect("desk_registration:application", found.pk)
