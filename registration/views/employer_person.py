"""One person on an employer's staff: the record, its history, changes and the end."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.perms import can_manage_staff
from nssf_portal.audit.reading import note_reading
from registration.forms.staff import ChangeForm, EndForm
from registration.models import Employment
from registration.services import employments
from registration.staff_history import history
from registration.staff_list import present, staff_of, with_people
from registration.views.employer_staff import FOLDER
from registration.views.roster_scope import acting_for, enterprise_for


@never_cache
@require_safe
def staff_person(request: HttpRequest, enterprise_id: uuid.UUID, employment_id: uuid.UUID) -> HttpResponse:
    enterprise = enterprise_for(request, enterprise_id)
    found = with_people(staff_of(enterprise, request.user)).select_related("entered_by")
    employment = present(get_object_or_404(found, pk=employment_id))
    note_reading(employment.member, by=request.user, screen="employer.person")
    context = {
        "enterprise": enterprise,
        "employment": employment,
        "member": employment.member,
        "history": history(employment),
        "may_act": can_manage_staff(request.user, enterprise),
    }
    return render(request, f"{FOLDER}/staff_person.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def staff_change(request: HttpRequest, enterprise_id: uuid.UUID, employment_id: uuid.UUID) -> HttpResponse:
    """Wage, position, department, staff number, presence. What is not different is not written."""
    employment = _acting_on(request, enterprise_id, employment_id)
    if employment.ended_on:
        return _ended_already(request, employment)
    form = ChangeForm(request.POST if request.method == "POST" else None, employment=employment)
    if request.method == "POST" and form.is_valid():
        employments.change(employment=employment, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. The person is told that something changed, without any amount."))
        return redirect("registration:staff_person", enterprise_id, employment_id)
    context = {"enterprise": employment.enterprise, "employment": employment, "form": form}
    return render(request, f"{FOLDER}/staff_change.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def staff_end(request: HttpRequest, enterprise_id: uuid.UUID, employment_id: uuid.UUID) -> HttpResponse:
    """The last day and the reason; the person stays a member."""
    employment = _acting_on(request, enterprise_id, employment_id)
    if employment.ended_on:
        return _ended_already(request, employment)
    form = EndForm(request.POST if request.method == "POST" else None, employment=employment)
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["ended_on"], form.cleaned_data["end_reason"]
        employments.end(employment=employment, ended_on=day, reason=reason, by=request.user)
        messages.success(request, _("The employment is ended. This person stays a member of the Fund and is told."))
        return redirect("registration:staff_person", enterprise_id, employment_id)
    context = {"enterprise": employment.enterprise, "employment": employment, "form": form}
    return render(request, f"{FOLDER}/staff_end.html", context, status=422 if form.errors else 200)


def _acting_on(request: HttpRequest, enterprise_id: uuid.UUID, employment_id: uuid.UUID) -> Employment:
    """Out of scope 404 first, then 403 for who sees the staff without acting for the enterprise."""
    enterprise = enterprise_for(request, enterprise_id)
    staff = staff_of(enterprise, request.user).select_related("member", "enterprise")
    employment = get_object_or_404(staff, pk=employment_id)
    acting_for(request, enterprise_id)
    return employment


def _ended_already(request: HttpRequest, employment: Employment) -> HttpResponse:
    messages.info(request, _("This employment has ended already."))
    return redirect("registration:staff_person", employment.enterprise_id, employment.pk)
