"""Types of activity with their sheets: looked at by officers, changed by the chief of the whole country."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from outreach.forms_types import NewTypeForm, QuestionForm, TypeForm
from outreach.models import ActivityType, TypeField
from outreach.services import types as services
from outreach.views.activities import ASK

FOLDER = "outreach/types"


@require_safe
@require_permission(Permission.READ_OUTREACH)
def type_list(request: HttpRequest) -> HttpResponse:
    """Every type by row of the action table."""
    asked = Count("fields", filter=Q(fields__ended_on__isnull=True))
    rows = ActivityType.objects.annotate(asked=asked).order_by("action", "order", "code")
    return render(request, f"{FOLDER}/list.html", {"rows": rows, "may_change": services.may_change(request.user)})


@ASK
@require_permission(Permission.VERIFY_OUTREACH)
def new(request: HttpRequest) -> HttpResponse:
    if not services.may_change(request.user):
        raise PermissionDenied
    form = NewTypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("The type is added. Now write the questions of its sheet."))
        return redirect("outreach_activities:type", made.pk)
    return render(request, f"{FOLDER}/new.html", {"form": form}, status=422 if form.errors else 200)


@ASK
@require_permission(Permission.READ_OUTREACH)
def one(request: HttpRequest, activity_type_id: int) -> HttpResponse:
    """A type and its sheet; who may, changes its words here."""
    found = get_object_or_404(ActivityType, pk=activity_type_id)
    form = TypeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.change(ActivityType.objects.get(pk=found.pk), by=request.user, **form.cleaned_data)
        messages.success(request, _("Changed."))
        return redirect("outreach_activities:type", found.pk)
    return _page(request, found, 422 if form.errors else 200, form=form)


def _page(request: HttpRequest, found: ActivityType, status: int = 200, **bound: object) -> HttpResponse:
    context = {
        "one": ActivityType.objects.get(pk=found.pk),
        "questions": found.fields.order_by("ended_on", "order", "id"),
        "form": bound.get("form") or TypeForm(instance=found),
        "question_form": bound.get("question_form") or QuestionForm(auto_id="question_%s"),
        "may_change": services.may_change(request.user),
    }
    return render(request, f"{FOLDER}/type.html", context, status=status)


@require_POST
@require_permission(Permission.VERIFY_OUTREACH)
def ask(request: HttpRequest, activity_type_id: int) -> HttpResponse:
    """One more question of the sheet."""
    found = get_object_or_404(ActivityType, pk=activity_type_id)
    form = QuestionForm(request.POST, auto_id="question_%s")
    if not form.is_valid():
        return _page(request, found, 422, question_form=form)
    services.ask(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("The question is on the sheet from now on."))
    return redirect("outreach_activities:type", found.pk)


@require_POST
@require_permission(Permission.VERIFY_OUTREACH)
def ask_no_more(request: HttpRequest, activity_type_id: int, field_id: uuid.UUID) -> HttpResponse:
    field = get_object_or_404(TypeField, type=activity_type_id, pk=field_id)
    services.ask_no_more(field, by=request.user)
    messages.success(request, _("It is not asked any more. What was answered stays."))
    return redirect("outreach_activities:type", activity_type_id)
