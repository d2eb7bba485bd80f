"""The counter: one person after the other, by keyboard alone; then a number, a reference, perhaps a card."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import UploadRefused
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.law.limits import within_limit
from registration.cards.presenting import card_pdf
from registration.cards.services import NotIssuable, issue, valid_card
from registration.enums import ApplicantPath, ApplicationState, MemberState
from registration.forms.counter import CounterForm, NumberForm, ProveForm
from registration.models import Application, Member, StopApplication
from registration.presenting.service import masked_name, statuses
from registration.services import calls, proving
from registration.services.counter import take_in

FOLDER = "registration/hotline"
_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.TAKE_IN)
def counter(request: HttpRequest) -> HttpResponse:
    """The form of one path; the path is chosen by a link with an access key."""
    path = _path(request)
    if request.method != "POST":
        return _form_page(request, CounterForm(user=request.user, path=path))
    form = CounterForm(request.POST, request.FILES, user=request.user, path=path)
    if not within_limit("counter.limit", str(request.user.pk), default=240):
        form.add_error(None, _("This was done too often in this hour. Try again in an hour, or call us."))
    if not form.is_valid():
        return _form_page(request, form)
    try:
        made = _take_in(request, form)
    except UploadRefused as told:
        form.add_error("document", told)
    except BlockExhausted:
        form.add_error(None, _("There is no member number left today. Try again later: nothing typed is lost."))
    else:
        return redirect("desk_hotline:counter_done", made.pk)
    return _form_page(request, form)


def _path(request: HttpRequest) -> str:
    asked = request.POST.get("path") or request.GET.get("path", "")
    return asked if asked in ApplicantPath.values else ApplicantPath.EMPLOYEE


def _form_page(request: HttpRequest, form: CounterForm) -> HttpResponse:
    ways = [(str(way), way.label, str(way) == form.path, n) for n, way in enumerate(ApplicantPath, start=1)]
    officer = request.user.has_permission(Permission.DECIDE_WORK)
    context = {"form": form, "ways": ways, "today": _today(request).count(), "officer": officer}
    return render(request, f"{FOLDER}/counter.html", context)


def _take_in(request: HttpRequest, form: CounterForm) -> Application:
    data = form.cleaned_data
    document = (data["document_kind"], data["document"]) if data.get("document") else None
    return take_in(
        path=form.path,
        channel=data["channel"],
        language=data["language"],
        values=form.values(),
        numbers=form.numbers(),
        consents=form.consents(),
        submission_id=data["submission_id"],
        by=request.user,
        document=document,
    )


def _mine(request: HttpRequest) -> Any:
    """Whom one helped; nobody else's, whatever one's other roles let one see."""
    return Application.objects.visible_to(request.user).filter(helped_by=request.user)


def _today(request: HttpRequest) -> Any:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return _mine(request).filter(created_at__gte=midnight)


@require_safe
@require_permission(Permission.TAKE_IN)
def today(request: HttpRequest) -> HttpResponse:
    """Whom one registered today: reference, first letters, how far it is."""
    found = _today(request).select_related("member").order_by("-created_at")[:_SHOWN]
    rows = [(one, masked_name(one), statuses(one)[0]) for one in found.select_related("member", "work_item")]
    return render(request, f"{FOLDER}/today.html", {"rows": rows})


@require_safe
@require_permission(Permission.TAKE_IN)
def counter_done(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """What to tell the person who stands there."""
    found = get_object_or_404(_mine(request).select_related("member", "work_item"), pk=application_id)
    note_reading(found, by=request.user, screen="desk.counter")
    context = {
        "application": found,
        "name": masked_name(found),
        "status": statuses(found)[0],
        "may_print": _may_print(found),
        "next_url": _next_url(found),
    }
    return render(request, f"{FOLDER}/counter_done.html", context)


def _next_url(application: Application) -> str:
    """The next person at the stop where this one was registered, else at the counter."""
    at = StopApplication.objects.filter(application=application).first()
    page = reverse("outreach_stops:register", args=[at.stop_id]) if at else reverse("desk_hotline:counter")
    return f"{page}?path={application.path}"


def _may_print(application: Application) -> bool:
    member = application.member if application.state == ApplicationState.APPROVED else None
    return bool(member and member.state == MemberState.ACTIVE)


@require_POST
@require_permission(Permission.TAKE_IN)
def counter_card(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """The card on paper, made when it is asked for first."""
    found = get_object_or_404(_mine(request).select_related("member"), pk=application_id)
    if not _may_print(found):
        messages.error(request, _("There is no card before the registration is approved."))
        return redirect("desk_hotline:counter_done", found.pk)
    try:
        card = valid_card(found.member) or issue(found.member, by=request.user, submission_id=found.pk)
        paper = card_pdf(card, found.language)
    except (NotIssuable, PdfUnavailable) as told:
        messages.error(request, str(told) or _("The card cannot be printed now."))
        return redirect("desk_hotline:counter_done", found.pk)
    note_reading(found.member, by=request.user, screen="desk.counter.card")
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="card.pdf"', "Cache-Control": "no-store"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.TAKE_IN)
def prove_find(request: HttpRequest) -> HttpResponse:
    """A member who began without a document comes with one: found by a whole number or reference."""
    _only_officers(request)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found := _pending(request, form):
            return redirect("desk_hotline:prove", found.pk)
    return render(request, f"{FOLDER}/prove_find.html", {"form": form})


def _pending(request: HttpRequest, form: NumberForm) -> Member | None:
    if not within_limit("lookup.person.limit", str(request.user.pk)):
        form.add_error(None, _("You have looked for many people in this hour. Go on in the next one."))
        return None
    subject = calls.find(form.cleaned_data["number"])
    member = subject.member if isinstance(subject, Application) else subject
    known = member and Member.objects.visible_to(request.user).filter(pk=member.pk).exists()
    if not known:
        form.add_error("number", _("Nobody of your places has this number. An application must be approved first."))
        return None
    return member


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.TAKE_IN)
def prove(request: HttpRequest, member_id: uuid.UUID) -> HttpResponse:
    """The document in the officer's hand: with it the member is active."""
    _only_officers(request)
    found = get_object_or_404(Member.objects.visible_to(request.user), pk=member_id)
    form = ProveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _proved(request, found, form):
        messages.success(request, _("Proved face to face: the member is active."))
        return redirect("desk_hotline:prove", found.pk)
    note_reading(found, by=request.user, screen="desk.prove")
    context = {"member": found, "form": form, "may": proving.may_prove(request.user, found)}
    return render(request, f"{FOLDER}/prove.html", context)


def _proved(request: HttpRequest, found: Member, form: ProveForm) -> bool:
    data = form.cleaned_data
    try:
        proving.prove(found, kind=data["kind"], number=data["number"], by=request.user)
    except proving.HeldByAnother:
        form.add_error("number", _("Another member has this number. Compare the two records under Members."))
        return False
    return True


def _only_officers(request: HttpRequest) -> None:
    """Agents help with applications; proving is an officer's."""
    if not request.user.has_permission(Permission.DECIDE_WORK):
        raise PermissionDenied
