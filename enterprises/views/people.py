"""Who may act for an enterprise: representatives, invitations, and the link an invited person opens."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprises import forms, perms
from enterprises.enums import RepresentativeRole
from enterprises.models import Claim, Enterprise, Representative
from enterprises.services import invitations, registering
from enterprises.views.employer import asking_for_invitation
from nssf_portal.api.clients import machine_users
from nssf_portal.audit.tracking import acting

_ASK = require_http_methods(["GET", "HEAD", "POST"])


@_ASK
def people(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Owners see who acts for the enterprise and invite others."""
    found = _owned(request, enterprise_id)
    form = forms.InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitations.invite(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The invitation is on its way."))
        return redirect("enterprises:people", found.pk)
    context = {
        "enterprise": found,
        "form": form,
        "representatives": _persons(found),
        "invitations": list(found.invitations.open()),
        "asking": asking_for_invitation(found),
    }
    return render(request, "enterprises/employer/people.html", context)


def _persons(enterprise: Enterprise) -> list[Representative]:
    """Programmes act for the enterprise too, but have a page of their own."""
    active = list(enterprise.representatives.active().select_related("user"))
    programmes = machine_users(one.user_id for one in active)
    return [one for one in active if one.user_id not in programmes]


@require_POST
def end(request: HttpRequest, enterprise_id: uuid.UUID, representative_id: uuid.UUID) -> HttpResponse:
    found = _owned(request, enterprise_id)
    representative = get_object_or_404(found.representatives.active(), pk=representative_id)
    with acting(by=request.user, action="representative.end", enterprise=str(found.pk)):
        ended = registering.end_representative(representative, by=request.user)
    if not ended:
        messages.error(request, _("The last owner cannot leave: invite another owner first."))
        return redirect("enterprises:people", found.pk)
    messages.success(request, _("This person no longer acts for the enterprise."))
    left = representative.user_id == request.user.pk
    return redirect("enterprises:employer_home") if left else redirect("enterprises:people", found.pk)


@require_POST
def take_back(request: HttpRequest, enterprise_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    found = _owned(request, enterprise_id)
    invitation = get_object_or_404(found.invitations.open(), pk=invitation_id)
    invitations.take_back(invitation, by=request.user)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("enterprises:people", found.pk)


@require_POST
def invite_claimant(request: HttpRequest, enterprise_id: uuid.UUID, claim_id: uuid.UUID) -> HttpResponse:
    """Yes to somebody who asked."""
    found = _owned(request, enterprise_id)
    asking = Claim.objects.unfinished().filter(enterprise=found, invite_asked_at__isnull=False)
    claim = get_object_or_404(asking.select_related("user", "enterprise"), pk=claim_id)
    role = request.POST.get("role", "")
    if role not in RepresentativeRole.values:
        role = RepresentativeRole.STAFF_CLERK
    invitations.invite_claimant(claim, role=role, by=request.user)
    messages.success(request, _("The invitation is on its way."))
    return redirect("enterprises:people", found.pk)


@_ASK
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the message: who invites, to what, and one button."""
    found = invitations.invitation_for(token)
    if found is None:
        return render(request, "enterprises/employer/invitation_gone.html", status=404)
    if request.method != "POST":
        return render(request, "enterprises/employer/invitation.html", {"invitation": found})
    if invitations.accept(found, by=request.user) is None:
        raise Http404
    messages.success(request, _("You can now act for %(name)s.") % {"name": found.enterprise.name})
    return redirect("enterprises:employer_home")


def _owned(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    found = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if not perms.can_invite(request.user, found):
        raise PermissionDenied
    return found
