"""Conditions of a programme, and the terms institutions published."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incentives import forms_programmes as forms
from incentives.conditions import words
from incentives.enums import Measure
from incentives.models import Programme, ProgrammeCondition, ProgrammeTerm
from incentives.services import programmes
from incentives.views.programmes import ASK, FOLDER, get_programme, keeps, tell


@ASK
@keeps
def condition_new(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """One more condition of a version that is not in force yet."""
    found = get_programme(programme_id)
    if not programmes.is_planned(found):
        return _in_force(request, found)
    measure = request.POST.get("measure") or request.GET.get("measure", "")
    if measure not in Measure.values:
        return _measure_page(request, found)
    form = forms.ConditionForm(request.POST or None, measure=measure)
    if request.method == "POST" and form.is_valid():
        given = form.fields_given()
        if tell(request, lambda: programmes.add_condition(found, by=request.user, **given), _("Saved.")):
            return redirect("programmes:programme", found.pk)
    return _condition_page(request, form, found, measure)


def _measure_page(request: HttpRequest, found: Programme) -> HttpResponse:
    """First which measure; those that are conditions already are not offered again."""
    form = forms.MeasureForm()
    there = set(found.conditions.values_list("measure", flat=True))
    form.fields["measure"].choices = [(code, label) for code, label in Measure.choices if code not in there]
    return render(request, f"{FOLDER}/measure.html", {"form": form, "programme": found})


def _in_force(request: HttpRequest, found: Programme) -> HttpResponse:
    messages.info(request, _("What is in force does not change. Make a new version from a day to come."))
    return redirect("programmes:programme", found.pk)


def _condition_page(request: HttpRequest, form: forms.ConditionForm, found: Programme, measure: str) -> HttpResponse:
    context = {"form": form, "programme": found, "measure": Measure(measure).label}
    return render(request, f"{FOLDER}/condition.html", context, status=422 if form.errors else 200)


def _condition(condition_id: uuid.UUID) -> ProgrammeCondition:
    rows = ProgrammeCondition.objects.select_related("programme__institution")
    return get_object_or_404(rows, pk=condition_id)


@ASK
@keeps
def condition(request: HttpRequest, condition_id: uuid.UUID) -> HttpResponse:
    """Other bounds, another text; in force only the confirmation is left to do."""
    found = _condition(condition_id)
    if not programmes.is_planned(found.programme):
        return _confirm_page(request, found)
    initial = forms.ConditionForm.initial_of(found)
    form = forms.ConditionForm(_with_measure(request, found), initial=initial, measure=found.measure)
    if request.method == "POST" and form.is_valid():
        given = form.fields_given()
        if tell(request, lambda: programmes.change_condition(found, by=request.user, **given), _("Saved.")):
            return redirect("programmes:programme", found.programme_id)
    return _condition_page(request, form, found.programme, found.measure)


def _with_measure(request: HttpRequest, found: ProgrammeCondition) -> QueryDict | None:
    """The measure of a condition stays: another one is another condition."""
    if request.method != "POST":
        return None
    given = request.POST.copy()
    given["measure"] = found.measure
    return given


def _confirm_page(request: HttpRequest, found: ProgrammeCondition) -> HttpResponse:
    if found.confirmed:
        return _in_force(request, found.programme)
    form = forms.ConfirmForm(request.POST or None, initial={"text": found.source})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        tell(request, lambda: programmes.confirm_condition(found, source=text, by=request.user), _("Confirmed."))
        return redirect("programmes:programme", found.programme_id)
    context = {"form": form, "programme": found.programme, "condition": found, "words": words(found)}
    return render(request, f"{FOLDER}/confirm.html", context, status=422 if form.errors else 200)


@require_POST
@keeps
def condition_remove(request: HttpRequest, condition_id: uuid.UUID) -> HttpResponse:
    """Out of a version that is not in force yet."""
    found = _condition(condition_id)
    tell(request, lambda: programmes.remove_condition(found, by=request.user), _("Removed."))
    return redirect("programmes:programme", found.programme_id)


@ASK
@keeps
def term_new(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """What an institution published; dated by itself, so that it needs no new version."""
    found = get_programme(programme_id)
    form = forms.TermForm(request.POST or None, initial={"institution": found.institution_id}, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        if tell(request, lambda: programmes.add_term(found, by=request.user, **form.cleaned_data), _("Saved.")):
            return redirect("programmes:programme", found.pk)
    context = {"form": form, "programme": found}
    return render(request, f"{FOLDER}/term.html", context, status=422 if form.errors else 200)


@ASK
@keeps
def term(request: HttpRequest, term_id: uuid.UUID) -> HttpResponse:
    """How long it held, and where it can be read; the words of what was published stay."""
    found = get_object_or_404(ProgrammeTerm.objects.select_related("programme", "institution"), pk=term_id)
    form = forms.TermEndForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        if tell(request, lambda: programmes.change_term(found, by=request.user, **form.cleaned_data), _("Saved.")):
            return redirect("programmes:programme", found.programme_id)
    context = {"form": form, "programme": found.programme, "term": found}
    return render(request, f"{FOLDER}/term.html", context, status=422 if form.errors else 200)
