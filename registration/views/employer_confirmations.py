"""Does this person work for you? The employer's answer instead of a letter on paper (plan 4.1)."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Enterprise
from enterprises.perms import can_manage_staff
from nssf_portal.audit.reading import note_reading
from nssf_portal.workflow import NotPossible
from registration.enums import ConfirmationState
from registration.forms.confirmations import NO, YES, WorksHereForm
from registration.models import EmploymentConfirmation
from registration.services import confirmations
from registration.views.roster_scope import acting_for, enterprise_for

FOLDER = "registration/employer"
SHOWN = 50
OPEN = (ConfirmationState.ASKED, ConfirmationState.SILENT)


def waiting(request: HttpRequest, enterprise: Enterprise) -> QuerySet[EmploymentConfirmation]:
    """Open questions to this enterprise, oldest first; who asked not to be named is in none of them."""
    found = EmploymentConfirmation.objects.visible_to(request.user).filter(enterprise=enterprise, state__in=OPEN)
    return found.select_related("application").order_by("due_on", "id")


@never_cache
@require_safe
def confirmation_list(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Who named this employer: name, sex and year of birth, and until when an answer is awaited."""
    enterprise = enterprise_for(request, enterprise_id)
    note_reading(enterprise, by=request.user, screen="employer.confirmations")
    context = {
        "enterprise": enterprise,
        "waiting": list(waiting(request, enterprise)[:SHOWN]),
        "may_act": can_manage_staff(request.user, enterprise),
    }
    return render(request, f"{FOLDER}/confirmations.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, enterprise_id: uuid.UUID, confirmation_id: uuid.UUID) -> HttpResponse:
    """One tap: works here, with the day of hire and the wage as the worker said them; or does not."""
    enterprise = enterprise_for(request, enterprise_id)
    visible = EmploymentConfirmation.objects.visible_to(request.user).filter(enterprise=enterprise)
    found = get_object_or_404(visible.select_related("application", "enterprise"), pk=confirmation_id)
    acting_for(request, enterprise_id)
    if found.state not in OPEN:
        messages.info(request, _("This was answered already, or is not asked any more."))
        return redirect("registration:confirmations", enterprise.pk)
    if request.method == "POST":
        return _answer(request, found)
    note_reading(found.application, by=request.user, screen="employer.confirmation")
    return _page(request, found, WorksHereForm(initial=_as_said(found)))


def _as_said(found: EmploymentConfirmation) -> dict[str, Any]:
    return {"started_on": found.application.started_on, "wage": found.application.wage}


def _page(request: HttpRequest, found: EmploymentConfirmation, form: WorksHereForm) -> HttpResponse:
    context = {"enterprise": found.enterprise, "confirmation": found, "person": found.application, "form": form}
    return render(request, f"{FOLDER}/confirmation.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, found: EmploymentConfirmation) -> HttpResponse:
    said = request.POST.get("answer")
    form = WorksHereForm(request.POST, initial=_as_said(found))
    if said not in (YES, NO) or said == YES and not form.is_valid():
        return _page(request, found, form if said == YES else WorksHereForm(initial=_as_said(found)))
    values = form.cleaned_data if said == YES else {}
    try:
        confirmations.answer(found, works_here=said == YES, by=request.user, **values)
    except NotPossible:
        messages.info(request, _("This was answered already, or is not asked any more."))
    else:
        messages.success(request, _thanks(said))
    return redirect("registration:confirmations", found.enterprise_id)


def _thanks(said: str) -> str:
    if said == YES:
        return _("Thank you. The person is registered as yours as soon as the rest is settled.")
    return _("Thank you. An officer looks at it; nothing else is asked of you now.")
