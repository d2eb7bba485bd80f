"""Work done under another person's name: an officer looks up the record it stands in, and names the spells to move."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading
from nssf_portal.law.limits import within_limit
from nssf_portal.ui.forms import DigitsField, PortalForm
from registration.enums import ApplicationState, CorrectionCode
from registration.models import Application, Employment, Member
from registration.services import reattaching
from registration.services.correcting import CannotCorrect
from registration.views.clerk import may_not_decide

SCREEN = "desk.application.spells"


class RecordForm(PortalForm):
    number = DigitsField(label=gettext_lazy("NSSF member number under which the person worked"), max_length=20)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DECIDE_WORK)
def spells(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Look a record up (POST), then name a spell (POST with its id); the second decision moves what is named."""
    found = _application(request, application_id)
    if request.method != "POST":
        return _page(request, found, RecordForm())
    if refused := may_not_decide(request, found.work_item):
        return refused
    if request.POST.get("employment"):
        return _name(request, found)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    if not within_limit("lookup.person.limit", str(request.user.pk)):
        form.add_error(None, _("You have looked for many people in this hour. Go on in the next one."))
        return _page(request, found, form)
    return _page(request, found, form, _lender(request, found, form))


def _application(request: HttpRequest, application_id: uuid.UUID) -> Application:
    """In the officer's places, sent, not the officer's own, and about work under another name."""
    here = in_places(request.user, Permission.READ_WORK, "place_code")
    visible = Application.objects.visible_to(request.user).filter(here).exclude(user=request.user)
    asked = visible.filter(correction=CorrectionCode.OTHER_NAME, work_item__isnull=False)
    return get_object_or_404(
        asked.exclude(state=ApplicationState.DRAFT).select_related("work_item", "corrects"), pk=application_id
    )


def _lender(request: HttpRequest, found: Application, form: RecordForm) -> Member | None:
    visible = Member.objects.visible_to(request.user).exclude(pk=found.corrects_id)
    lender = visible.filter(member_number=form.cleaned_data["number"]).first()
    if lender is None:
        form.add_error("number", _("No member of your places has this number. For another office, ask head office."))
        return None
    note_reading(lender, by=request.user, screen=SCREEN, reason=found.reference)
    return lender


def _name(request: HttpRequest, found: Application) -> HttpResponse:
    lenders = Member.objects.visible_to(request.user)
    try:
        spell = Employment.objects.filter(pk=uuid.UUID(request.POST["employment"]), member__in=lenders).first()
    except ValueError:
        spell = None
    if spell is None:
        raise Http404
    try:
        reattaching.name_spell(application=found, employment=spell, by=request.user)
        messages.success(request, _("Named. It moves with the second decision, not before."))
    except CannotCorrect as told:
        messages.warning(request, str(told))
    return redirect("desk_registration:application_spells", found.pk)


def _page(request: HttpRequest, found: Application, form: Any, lender: Member | None = None) -> HttpResponse:
    spells_of = Employment.objects.filter(member=lender).select_related("enterprise").order_by("-started_on", "id")
    context = {
        "application": found,
        "form": form,
        "lender": lender,
        "spells": spells_of if lender else [],
        "named": found.reattachments.select_related("employment__enterprise", "from_member", "named_by"),
    }
    return render(request, "registration/clerk/spells.html", context, status=422 if form.errors else 200)
