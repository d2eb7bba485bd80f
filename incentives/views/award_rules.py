"""Categories and criteria of a cycle that is being prepared."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compliance.services.refusing import Refused
from incentives.enums import CriterionKind, CycleState
from incentives.forms_awards import CategoryForm, ComputedForm, JudgedForm
from incentives.models import AwardCategory, AwardCriterion, AwardCycle
from incentives.services import cycles
from incentives.views.awards import ASK, FOLDER, get_cycle, tell, works

_FORMS = {CriterionKind.COMPUTED: ComputedForm, CriterionKind.JUDGED: JudgedForm}


def _category(request: HttpRequest, category_id: uuid.UUID) -> AwardCategory:
    cycle_ids = AwardCycle.objects.visible_to(request.user).values("pk")
    return get_object_or_404(AwardCategory.objects.select_related("cycle"), pk=category_id, cycle__in=cycle_ids)


def _criterion(request: HttpRequest, criterion_id: uuid.UUID) -> AwardCriterion:
    cycle_ids = AwardCycle.objects.visible_to(request.user).values("pk")
    return get_object_or_404(AwardCriterion.objects.select_related("cycle"), pk=criterion_id, cycle__in=cycle_ids)


@ASK
@works
def category_new(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Another group that competes among itself."""
    cycle = get_cycle(request, cycle_id)
    form = CategoryForm(request.POST or None, initial={"order": cycle.categories.count() + 1, "winners": 1})
    return _save(request, cycle, form, None, cycles.save_category, "category")


@ASK
@works
def category(request: HttpRequest, category_id: uuid.UUID) -> HttpResponse:
    found = _category(request, category_id)
    form = CategoryForm(request.POST or None, instance=_category(request, category_id))
    return _save(request, found.cycle, form, found, cycles.save_category, "category")


@ASK
@works
def criterion_new(request: HttpRequest, cycle_id: uuid.UUID, kind: str) -> HttpResponse:
    """A criterion the register answers, or one the jury marks."""
    cycle = get_cycle(request, cycle_id)
    order = cycle.criteria.filter(kind=kind).count() + 1
    form = _FORMS[CriterionKind(kind)](request.POST or None, initial={"order": order, "weight": 1})
    return _save(request, cycle, form, None, cycles.save_criterion, "criterion")


@ASK
@works
def criterion(request: HttpRequest, criterion_id: uuid.UUID) -> HttpResponse:
    found = _criterion(request, criterion_id)
    form = _FORMS[CriterionKind(found.kind)](request.POST or None, instance=_criterion(request, criterion_id))
    return _save(request, found.cycle, form, found, cycles.save_criterion, "criterion")


def _save(request: HttpRequest, cycle: AwardCycle, form: Any, found: Any, service: Any, name: str) -> HttpResponse:
    """Shows the form, or saves it and goes back to the cycle. A rule that stands is said, never silently kept."""
    if cycle.state != CycleState.DRAFTED:
        messages.info(request, _("The rules of an open cycle do not change; its days can be moved."))
        return redirect("awards:cycle", cycle.pk)
    if request.method == "POST" and form.is_valid():
        try:
            service(cycle, by=request.user, given=form.cleaned_data, **{name: found})
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved."))
            return redirect("awards:cycle", cycle.pk)
    context = {"form": form, "cycle": cycle, "found": found, "name": name}
    return render(request, f"{FOLDER}/rule.html", context, status=422 if form.errors else 200)


@require_POST
@works
def category_remove(request: HttpRequest, category_id: uuid.UUID) -> HttpResponse:
    found = _category(request, category_id)
    return _remove(request, found)


@require_POST
@works
def criterion_remove(request: HttpRequest, criterion_id: uuid.UUID) -> HttpResponse:
    found = _criterion(request, criterion_id)
    return _remove(request, found)


def _remove(request: HttpRequest, found: AwardCategory | AwardCriterion) -> HttpResponse:
    tell(request, lambda: cycles.remove(found, by=request.user), _("Taken out."))
    return redirect("awards:cycle", found.cycle_id)
