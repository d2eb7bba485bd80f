"""The editor of checklists: a draft from what is asked today, its questions, and publishing once and for all."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance import facts
from compliance import forms_powers as forms
from compliance.enums import CaseKind
from compliance.models import Checklist, ChecklistQuestion
from compliance.perms import may_manage_powers
from compliance.services import checklists
from compliance.views.powers import ASK, FOLDER, manages, tell
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission


@require_safe
@require_permission(Permission.READ_CASES)
def checklist_list(request: HttpRequest) -> HttpResponse:
    """Each kind of inspection: the version in use, a draft, earlier versions."""
    versions = list(Checklist.objects.order_by("kind", "-version"))
    context = {
        "rows": [_of_kind(kind, versions) for kind in CaseKind],
        "may_manage": may_manage_powers(request.user),
        "tab": "checklists",
    }
    return render(request, f"{FOLDER}/checklists.html", context)


def _of_kind(kind: CaseKind, versions: list[Checklist]) -> dict:
    own = [version for version in versions if version.kind == kind]
    published = [version for version in own if version.published_at]
    return {
        "kind": kind,
        "current": published[0] if published else None,
        "draft": next((version for version in own if not version.published_at), None),
        "earlier": published[1:],
    }


@require_safe
@require_permission(Permission.READ_CASES)
def checklist(request: HttpRequest, checklist_id: uuid.UUID) -> HttpResponse:
    """The questions of a version; a draft's can be edited by chiefs and is seen by nobody else."""
    found = get_object_or_404(Checklist.objects.select_related("published_by"), pk=checklist_id)
    may_manage = may_manage_powers(request.user)
    if found.published_at is None and not may_manage:
        raise Http404
    context = {
        "checklist": found,
        "questions": [(one, facts.NAMES.get(one.proven_by)) for one in found.questions.select_related("violation")],
        "may_edit": may_manage and found.published_at is None,
        "tab": "checklists",
    }
    return render(request, f"{FOLDER}/checklist.html", context)


@require_POST
@manages
def checklist_draft(request: HttpRequest) -> HttpResponse:
    """Begin, or go on with, the next version of one kind."""
    kind = request.POST.get("kind", "")
    if kind not in CaseKind.values:
        raise Http404
    return redirect("powers:checklist", checklists.draft(kind=kind, by=request.user).pk)


@require_POST
@manages
def checklist_publish(request: HttpRequest, checklist_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Checklist, pk=checklist_id)
    done = _("Published. Cases that are open keep the version they began with.")
    tell(request, lambda: checklists.publish(found, by=request.user), done)
    return redirect("powers:checklist", found.pk)


@ASK
@manages
def question_new(request: HttpRequest, checklist_id: uuid.UUID) -> HttpResponse:
    """Another question, at the end of the draft."""
    found = get_object_or_404(Checklist, pk=checklist_id)
    if found.published_at:
        return redirect("powers:checklist", found.pk)
    form = forms.QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tell(request, lambda: checklists.add(found, by=request.user, **form.cleaned_data), _("Saved."))
        return redirect("powers:checklist", found.pk)
    return _question_page(request, form, found)


@ASK
@manages
def question(request: HttpRequest, checklist_question_id: uuid.UUID) -> HttpResponse:
    """Other words, another violation, another proof."""
    found = _question(checklist_question_id)
    if found.checklist.published_at:
        return redirect("powers:checklist", found.checklist_id)
    form = forms.QuestionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        tell(request, lambda: checklists.change(found, by=request.user, **form.cleaned_data), _("Saved."))
        return redirect("powers:checklist", found.checklist_id)
    return _question_page(request, form, found.checklist)


def _question(question_id: uuid.UUID) -> ChecklistQuestion:
    return get_object_or_404(ChecklistQuestion.objects.select_related("checklist"), pk=question_id)


def _question_page(request: HttpRequest, form: forms.QuestionForm, found: Checklist) -> HttpResponse:
    context = {"form": form, "checklist": found, "tab": "checklists"}
    return render(request, f"{FOLDER}/question.html", context, status=422 if form.errors else 200)


@require_POST
@manages
def question_move(request: HttpRequest, checklist_question_id: uuid.UUID) -> HttpResponse:
    """One place up or down, or out of the draft."""
    found = _question(checklist_question_id)
    way = request.POST.get("way", "")
    acts = {
        "up": lambda: checklists.shift(found, up=True, by=request.user),
        "down": lambda: checklists.shift(found, up=False, by=request.user),
        "out": lambda: checklists.remove(found, by=request.user),
    }
    if way not in acts:
        return redirect("powers:checklist", found.checklist_id)
    tell(request, acts[way], _("Removed from the draft.") if way == "out" else _("Moved."))
    return redirect("powers:checklist", found.checklist_id)
