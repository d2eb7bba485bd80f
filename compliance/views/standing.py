"""The standing of an enterprise on a day, for its representatives and the officers of its place."""

import uuid
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.forms_standing import DayForm
from compliance.perms import is_tied, serves
from compliance.standing import certificates, standing_on
from enterprises import perms
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import respond_bytes, respond_issued


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The menu's entry where no enterprise is on the page: the person's first one."""
    first = Enterprise.objects.represented_by(request.user).order_by("name_latin", "id").first()
    if first is None:
        raise Http404
    return redirect("employer_standing:standing", first.pk)


@require_safe
def standing(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Six questions with their answers on the day asked for, today first."""
    found = readable(request.user, enterprise_id)
    manages = perms.can_manage_enterprise(request.user, found)
    if perms.role_in(request.user, found) is None:
        note_reading(found, by=request.user, screen="standing")
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else timezone.localdate()
    told = standing_on(found, day)
    context = {
        "enterprise": found,
        "standing": told,
        "form": form,
        "today": timezone.localdate(),
        "may_have": manages and certificates.can_have(told),
        "may_see_draft": manages and told.is_good and told.is_draft,
        "represents": perms.role_in(request.user, found) is not None,
    }
    return render(request, "compliance/standing/page.html", context)


@require_POST
def certificate(request: HttpRequest, enterprise_id: uuid.UUID, language: str) -> HttpResponse:
    """The paper of the day asked for, made at the first request; a draft where rules wait for confirmation."""
    found = readable(request.user, enterprise_id)
    if not perms.can_manage_enterprise(request.user, found):
        raise PermissionDenied
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["on"]
    try:
        return _paper(request.user, found, day, language)
    except certificates.NotGood:
        messages.error(request, _("There is no certificate of this day. The page says what is to be put right."))
    except PdfUnavailable:
        messages.error(request, _("We cannot make the PDF just now. Try again later; nothing is lost."))
    url = reverse("employer_standing:standing", args=[found.pk])
    return redirect(f"{url}?on={day:%d/%m/%Y}")


def _paper(user: User, found: Enterprise, day: date, language: str) -> HttpResponse:
    told = standing_on(found, day)
    name = f"standing-{found.nssf_number}-{day:%Y-%m-%d}-{language}.pdf"
    if told.is_good and told.is_draft:
        return respond_bytes(certificates.draft(told, language), f"DRAFT-{name}", "application/pdf")
    return respond_issued(certificates.certificate(found, on=day, language=language, by=user), name)


def readable(user: User, enterprise_id: uuid.UUID) -> Enterprise:
    """Out of scope it does not exist; officers need the permission at its place and no tie to it."""
    found = get_object_or_404(Enterprise.objects.visible_to(user), pk=enterprise_id)
    if not may_read(user, found):
        raise PermissionDenied
    return found


def may_read(user: User, enterprise: Enterprise) -> bool:
    if perms.role_in(user, enterprise) is not None:
        return True
    here = serves(user, Permission.READ_DECLARATIONS, enterprise.commune_code)
    return here and not is_tied(user, enterprise)
