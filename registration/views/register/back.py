"""Coming back: another device, a lost page, the link in a message. A code shows who holds the phone, nothing more."""

import time
import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.contact_codes import check_code, send_code
from nssf_portal.law.limits import within_limit
from nssf_portal.notifications.tokens import message_for_token
from nssf_portal.workflow import NotPossible
from registration.enums import ApplicationState, WaitsFor
from registration.forms.register.start import CodeForm, ReachForm
from registration.forms.register.work import GiveCertificateForm
from registration.identity import phone_index
from registration.models import Application
from registration.presenting.status import status_of
from registration.services import applications, survey, waiting
from registration.views.register.access import actor, own, remember
from registration.views.register.frame import FOLDER, go

ASKED, PROVED = "register_asked", "register_phone"
PROVED_FOR = 15 * 60
_MOST = 20
_ASK = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@_ASK
def resume_by_phone(request: HttpRequest) -> HttpResponse:
    return _reach(request, by_reference=False)


@login_not_required
@never_cache
@_ASK
def status(request: HttpRequest) -> HttpResponse:
    return _reach(request, by_reference=True)


def _reach(request: HttpRequest, *, by_reference: bool) -> HttpResponse:
    """A code goes to any phone that is asked about: the answer does not tell whether we know it."""
    form = ReachForm(request.POST or None, by_reference=by_reference)
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        if send_code(phone, "register", request):
            request.session[ASKED] = {"phone": phone, "reference": form.cleaned_data.get("reference", "")}
            return redirect("register:code")
        form.add_error(None, _("Codes were asked for too often. Wait an hour, or call us."))
    name = "status" if by_reference else "resume"
    context = {"form": form, "back_url": reverse("register:start"), "page_name": name, "step": 0, "steps": 0}
    return render(request, f"{FOLDER}/{name}.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@_ASK
def code(request: HttpRequest) -> HttpResponse:
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("register:resume_by_phone")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if check_code(asked["phone"], "register", form.cleaned_data["code"], request):
            return _opened(request, asked)
        form.add_error("code", _("This is not the code, or it is too old. Try again, or ask for a new one."))
    context = {"form": form, "back_url": reverse("register:resume_by_phone"), "step": 0, "steps": 0}
    return render(request, f"{FOLDER}/code.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, asked: dict) -> HttpResponse:
    """The browser may now go on with what was begun with this phone, and see states."""
    request.session.cycle_key()
    del request.session[ASKED]
    request.session[PROVED] = [asked["phone"], int(time.time()) + PROVED_FOR]
    found = _of_phone(asked["phone"])
    remember(request, *found)
    one = next((application for application in found if application.reference == asked["reference"]), None)
    return redirect("register:done", one.pk) if one else redirect("register:mine")


def _of_phone(phone: str) -> list[Application]:
    found = Application.objects.reached_by_phone(phone_index(phone)).exclude(kind="correction")
    return list(found.order_by("-created_at")[:_MOST])


@login_not_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Reference, day and kind of what this phone began: no names, for several people may share a phone."""
    phone, until = request.session.get(PROVED, ["", 0])
    if time.time() > until:
        return redirect("register:resume_by_phone")
    return render(request, f"{FOLDER}/mine.html", {"found": _of_phone(phone), "back_url": reverse("register:start")})


@login_not_required
@never_cache
@require_safe
def by_message(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an SMS: the state and what happens next; answering needs the browser that began, or the code."""
    message = message_for_token(token)
    kind, _colon, key = (message.address_ref if message else "").partition(":")
    found = (
        Application.objects.select_related("work_item__office").filter(pk=key).first()
        if kind == "application"
        else None
    )
    if found is None:
        raise Http404
    return render(request, f"{FOLDER}/state.html", {"application": found, "status": status_of(found), "back_url": ""})


@login_not_required
@never_cache
@require_safe
def done(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Where the file is, what is owed, what happens next."""
    application = own(request, application_id)
    if application.state == ApplicationState.DRAFT:
        return go(application)
    waits = application.waits_for == WaitsFor.CERTIFICATE
    return _done(request, application, GiveCertificateForm() if waits else None)


def _own_number(application: Application) -> str:
    """The number that this application made. Who turned out to be a member already has it on the card: here it would
    tell another's number to whoever knows that person's data."""
    item = application.work_item
    was_known = item is not None and item.first_decision == "same"
    return str(application.member) if application.member and not was_known else ""


@login_not_required
@never_cache
@require_POST
def certificate(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """The number that was missing: fetched at once, or asked about every day."""
    application = own(request, application_id)
    form = GiveCertificateForm(request.POST)
    if form.is_valid():
        if not within_limit("application.certificate.tries", str(application.pk), default=10, closed=True):
            form.add_error("certificate", _("Too many numbers were tried. Wait an hour, or call us."))
            return _done(request, application, form)
        try:
            answer = waiting.give_certificate(application, form.cleaned_data["certificate"], by=actor(request))
        except NotPossible:
            return redirect("register:done", application.pk)
        if answer != waiting.UNKNOWN:
            return redirect("register:done", application.pk)
        form.add_error("certificate", _("The platform does not know this number. Look at the certificate once more."))
    return _done(request, application, form)


def _done(request: HttpRequest, application: Application, form: GiveCertificateForm | None) -> HttpResponse:
    context = {"application": application, "status": status_of(application), "mine": True, "form": form}
    context["number"] = _own_number(application)
    context["opinion_url"] = _opinion_url(application)
    return render(request, f"{FOLDER}/done.html", context, status=422 if form and form.errors else 200)


@login_not_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    application = own(request, application_id)
    try:
        applications.withdraw(application, by=actor(request))
    except NotPossible:
        return go(application)
    return redirect("register:done", application.pk)


def _opinion_url(application: Application) -> str:
    """The two questions after a decision, while they were not answered."""
    if application.state not in (ApplicationState.APPROVED, ApplicationState.REFUSED):
        return ""
    token = survey.link_for(
        occasion="decision",
        subject_id=application.pk,
        sex=application.sex,
        province=application.place_code[:2],
        channel=application.channel,
    )
    ticket = survey.ticket_of(token)
    return "" if ticket is None or survey.is_used(ticket) else reverse("opinion:ask", args=[token])
