"""Behind the link in a message: what happened, one's own record after two facts, and "this is wrong".

Whoever holds the phone may not be the member. Without proof the page says no more than the message did."""

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.tokens import message_for_token
from registration.forms.member import AnotherPhoneForm, ProofForm, WrongForm
from registration.messages import CODES
from registration.models import Member
from registration.services import proofs, reports

FOLDER = "registration/member"
_SESSION = "member_notice"
_PROVED_FOR = 15 * 60


@login_not_required
@never_cache
@require_safe
def notice(request: HttpRequest, token: str) -> HttpResponse:
    message, member = _found(token)
    return _page(request, token, message, member)


@login_not_required
@never_cache
@require_POST
def notice_prove(request: HttpRequest, token: str) -> HttpResponse:
    """Two facts; three wrong answers close the door for an hour, whoever gave them."""
    message, member = _found(token)
    form = ProofForm(request.POST)
    if form.is_valid():
        try:
            if proofs.prove(member=member, **form.cleaned_data):
                _remember(request, message)
                return redirect("registration:notice", token)
            form.add_error(None, _("The two don't fit together. Look at your card and try again."))
        except proofs.ProofClosed:
            form.add_error(None, _("This was wrong too often. Try again in an hour, or call us."))
    return _page(request, token, message, member, proof=form)


@login_not_required
@never_cache
@require_POST
def notice_wrong(request: HttpRequest, token: str) -> HttpResponse:
    """Confidential: an officer gets it, the employer never does."""
    message, member = _found(token)
    form = WrongForm(request.POST, about=message.template)
    if not form.is_valid():
        return _page(request, token, message, member, wrong=form)
    reports.report_wrong(message=message, member=member, said=form.cleaned_data["said"])
    return redirect("registration:notice_reported", token)


@login_not_required
@never_cache
@require_safe
def notice_reported(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, the reference, and what happens next."""
    message, _member = _found(token)
    report = reports.report_of(message)
    if report is None:
        raise Http404
    return render(request, f"{FOLDER}/reported.html", {"token": token, "report": report})


@login_not_required
@never_cache
@require_POST
def notice_phone(request: HttpRequest, token: str) -> HttpResponse:
    """Another number, from who has proved to be the member."""
    message, member = _found(token)
    if not _proved(request, message):
        raise PermissionDenied
    form = AnotherPhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, token, message, member, phone=form)
    if reports.add_phone(member=member, number=form.cleaned_data["phone"]):
        messages.success(request, _("Saved. From now on we write to this number."))
    else:
        messages.info(request, _("We have this number already, or three others. An office can change them."))
    return redirect("registration:notice", token)


def _found(token: str) -> tuple[Message, Member]:
    """The message and its member; a token that is not ours, or of another message, is 404."""
    message = message_for_token(token)
    if message is None or message.template not in CODES:
        raise Http404
    member = Member.objects.select_related("merged_into").filter(pk=message.recipient_member).first()
    if member is None:
        raise Http404
    return message, member.merged_into or member


def _page(
    request: HttpRequest,
    token: str,
    message: Message,
    member: Member,
    *,
    proof: ProofForm | None = None,
    wrong: WrongForm | None = None,
    phone: AnotherPhoneForm | None = None,
) -> HttpResponse:
    context = {
        "token": token,
        "at": message.created_at,
        "title": _title(message.template),
        "report": reports.report_of(message),
        "proof": proof or ProofForm(),
        "closed": proofs.is_closed(member),
        "can_be_proved": proofs.can_be_proved(member),
        "wrong": wrong or WrongForm(about=message.template),
        "phone": phone or AnotherPhoneForm(),
        "record": _record(member) if _proved(request, message) else None,
    }
    failed = any(form is not None and form.errors for form in (proof, wrong, phone))
    return render(request, f"{FOLDER}/notice.html", context, status=422 if failed else 200)


def _title(template: str) -> str:
    titles = {
        "member.invitation": _("An employer registered you with the Fund"),
        "member.hired": _("An employer told the Fund that you work there"),
        "member.ended": _("An employer told the Fund that you stopped working there"),
        "member.wage_changed": _("An employer told the Fund that your wage changed"),
        "member.work_changed": _("An employer told the Fund that something about your work changed"),
    }
    return titles[template]


def _record(member: Member) -> dict:
    work = member.employments.select_related("enterprise", "establishment").order_by("ended_on", "-started_on", "id")
    return {"member": member, "employments": list(work[:20]), "phones": reports.phones_of(member)}


def _remember(request: HttpRequest, message: Message) -> None:
    """The session knows which message was proved and until when; nothing of the person."""
    request.session.cycle_key()
    request.session[_SESSION] = [str(message.pk), int(time.time()) + _PROVED_FOR]


def _proved(request: HttpRequest, message: Message) -> bool:
    known, until = request.session.get(_SESSION, ["", 0])
    return known == str(message.pk) and time.time() < until
