"""Referrals between the Fund and other authorities, and their answers."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import perms
from compliance.enums import ReferralState
from compliance.forms_cooperation import PartnerReferForm, ReferForm
from compliance.jurisdiction import mlvt_office
from compliance.models import CaseFile, Referral
from compliance.services import referrals
from compliance.views.cooperation_page import BOARD, any_of, page
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.limits import within_limit
from nssf_portal.places.names import place_name
from nssf_portal.ui.acts import did

TAGS = {
    ReferralState.SENT: "waits",
    ReferralState.ACCEPTED: "progress",
    ReferralState.ANSWERED: "ok",
    ReferralState.DECLINED: "wrong",
    ReferralState.WITHDRAWN: "none",
}


@require_safe
@any_of(*BOARD)
def referral(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """What was asked, by whom, until when, and the answer."""
    found = _referral(request, referral_id)
    context = {
        "referral": found,
        "enterprise": found.enterprise,
        "place": place_name(found.commune_code),
        "tag": TAGS[ReferralState(found.state)],
        "acts": referrals.acts(request.user, found),
        "open": referrals.is_open(found),
        "inside": request.user.has_permission(Permission.READ_CASES),
    }
    return page(request, "referral", context)


@require_POST
@any_of(*BOARD)
def act(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    found, user, text = _referral(request, referral_id), request.user, request.POST.get("text", "")
    known = {
        "accept": (lambda: referrals.accept(found, by=user), _("You took this on.")),
        "answer": (lambda: referrals.answer(found, text=text, by=user), _("Your answer is sent.")),
        "decline": (lambda: referrals.decline(found, text=text, by=user), _("Declined, and whoever asked is told.")),
        "withdraw": (lambda: referrals.withdraw(found, by=user), _("Withdrawn.")),
    }
    wanted = request.POST.get("act", "")
    if wanted not in known:
        raise Http404
    did(request, *known[wanted])
    return redirect("cooperation:referral", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.WORK_CASES)
def of_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """An inspector asks another authority about the enterprise of a case."""
    found = get_object_or_404(
        CaseFile.objects.visible_to(request.user).select_related("enterprise", "office"), pk=case_id
    )
    if not perms.may_work(request.user, found):
        raise Http404
    form = ReferForm(
        request.POST if request.method == "POST" else None, case=found, office=mlvt_office(found.enterprise)
    )
    if request.method == "POST" and form.is_valid():
        given = {"what": form.cleaned_data["what"], "submission_id": form.cleaned_data["submission_id"]}
        made = referrals.from_the_fund(found, to=form.target(), by=request.user, **given)
        return redirect("cooperation:referral", made.pk)
    return page(request, "refer", {"form": form, "case": found}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@any_of(Permission.READ_SHARED, Permission.READ_SHARED_LABOUR)
def new(request: HttpRequest) -> HttpResponse:
    """A partner asks the Fund to look at a unit."""
    form = PartnerReferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not within_limit("referral.lookups", str(request.user.pk), default=60):
        form.add_error(None, _("This was tried too often in this hour. Try again in an hour."))
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = referrals.to_the_fund(
            given["number"], what=given["what"], by=request.user, submission_id=given["submission_id"]
        )
        return redirect("cooperation:referral", made.pk)
    return page(request, "refer", {"form": form, "case": None}, status=422 if form.errors else 200)


def _referral(request: HttpRequest, referral_id: uuid.UUID) -> Referral:
    parts = ("enterprise", "case", "to_institution", "to_office", "from_institution", "from_office")
    people = ("sent_by", "accepted_by", "answered_by")
    return get_object_or_404(Referral.objects.visible_to(request.user).select_related(*parts, *people), pk=referral_id)
