"""What stands in textbooks about social security, from the proposal to the lesson."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.models import Institution
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui.acts import did
from outreach import forms_schools as forms
from outreach.enums import CurriculumState
from outreach.models import CurriculumItem
from outreach.services import schools as services
from outreach.views.schools import ASK, FOLDER, reads

_PAGE = 30
_OPEN = (CurriculumState.PROPOSED, CurriculumState.DRAFTED)


@require_safe
@reads
def items(request: HttpRequest) -> HttpResponse:
    """Pieces of the curriculum by how far they are."""
    counts = dict(CurriculumItem.objects.order_by().values_list("state").annotate(n=Count("pk")))
    state = request.GET.get("state", "")
    state = state if state in CurriculumState.values else ""
    rows = CurriculumItem.objects.filter(state=state) if state else CurriculumItem.objects.all()
    page = Paginator(rows.select_related("institution").order_by("level", "grade", "id"), _PAGE).get_page(
        request.GET.get("page")
    )
    chips = [("", _("All"), sum(counts.values()), not state)]
    chips += [(one.value, one.label, counts.get(one.value, 0), one == state) for one in CurriculumState]
    context = {
        "page": page,
        "rows": [(one, forms.TAGS[CurriculumState(one.state)]) for one in page],
        "chips": chips,
        "taught": counts.get(CurriculumState.TAUGHT, 0),
        "total": sum(counts.values()),
        "may_propose": services.may_propose(request.user),
    }
    return render(request, f"{FOLDER}/curriculum.html", context)


@ASK
@reads
def new(request: HttpRequest) -> HttpResponse:
    form = forms.ItemForm(request.POST or None)
    if not services.may_propose(request.user):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        ministry = Institution.objects.filter(pk__in=request.user.institutions(Permission.REPORT_SCHOOLS)).first()
        made = services.propose_item(by=request.user, institution=ministry, **form.cleaned_data)
        messages.success(request, _("The proposal is written down."))
        return redirect("outreach_schools:item", made.pk)
    return render(request, f"{FOLDER}/item_form.html", {"form": form}, status=422 if form.errors else 200)


def _item(item_id: uuid.UUID) -> CurriculumItem:
    return get_object_or_404(CurriculumItem.objects.select_related("institution", "proposed_by"), pk=item_id)


@require_safe
@reads
def item(request: HttpRequest, item_of_curriculum_id: uuid.UUID) -> HttpResponse:
    return _item_page(request, _item(item_of_curriculum_id))


def _item_page(request: HttpRequest, found: CurriculumItem, status: int = 200, **bound: Any) -> HttpResponse:
    steps = found.steps.select_related("by")
    context = {
        "item": found,
        "tag": forms.TAGS[CurriculumState(found.state)],
        "events": [
            {"title": one.get_became_display().capitalize(), "at": one.at, "by": one.by, "text": one.note}
            for one in steps
        ],
        "form": forms.StepForm(found),
        "may": services.may_propose(request.user),
        "ministry": request.user.has_permission(Permission.REPORT_SCHOOLS),
        "open": found.state in _OPEN,
    }
    return render(request, f"{FOLDER}/item.html", context | bound, status=status)


@ASK
@reads
def edit(request: HttpRequest, item_of_curriculum_id: uuid.UUID) -> HttpResponse:
    found = _item(item_of_curriculum_id)
    if not services.may_propose(request.user):
        raise PermissionDenied
    form = forms.ItemForm(request.POST or None, instance=_item(item_of_curriculum_id))
    if request.method == "POST" and form.is_valid():
        did(request, lambda: services.change_item(found, by=request.user, **form.cleaned_data), _("Saved."))
        return redirect("outreach_schools:item", found.pk)
    context = {"form": form, "item": found, "open": found.state in _OPEN}
    return render(request, f"{FOLDER}/item_form.html", context, status=422 if form.errors else 200)


@require_POST
@reads
def step(request: HttpRequest, item_of_curriculum_id: uuid.UUID) -> HttpResponse:
    """From proposal to taught, one step at a time."""
    found = _item(item_of_curriculum_id)
    if not services.may_propose(request.user):
        raise PermissionDenied
    form = forms.StepForm(found, request.POST)
    if not form.is_valid():
        return _item_page(request, found, 422, form=form)
    given = form.cleaned_data
    act = lambda: services.step(  # noqa: E731
        found, given["move"], by=request.user, note=given["note"], taught_from=given.get("taught_from")
    )
    did(request, act, _("The step is written down."))
    return redirect("outreach_schools:item", found.pk)
