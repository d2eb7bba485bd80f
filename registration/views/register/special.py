"""Pages that are more than one question and one answer: finding the employer, proving the member, sending."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from nssf_portal.accounts.contact_codes import send_code
from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.places.names import place_name
from registration.documents_asked import is_proved, not_needed
from registration.enums import ApplicantPath, Payer
from registration.forms.register.family import SponsorForm
from registration.forms.register.work import EnterpriseForm, HouseholdForm
from registration.models import Application, Member
from registration.presenting.application import answers_of
from registration.services import applications, applying
from registration.steps import CHECK, next_step
from registration.views.register.access import actor, fresh
from registration.views.register.frame import go, show

SPONSOR = "register_sponsor"
CERTIFICATE = "register_certificate"
"""The code of the certificate whose QR code brought this browser here."""
NOBODY = "+8550"
"""The phone of nobody: asking about it takes as long as asking about a real one."""


@dataclass(frozen=True)
class Glimpse:
    """All that a worker sees of an enterprise before choosing it."""

    pk: uuid.UUID
    name: str
    district: str


def enterprise(request: HttpRequest, application: Application) -> HttpResponse:
    """First what it is called, then which of those found; "not in the list" keeps what was typed."""
    kind = HouseholdForm if is_household(application) else EnterpriseForm
    chosen = request.POST.get("enterprise", "")
    known = application.enterprise_typed or request.session.get(CERTIFICATE, "")
    form = kind(request.POST or None, application=application, initial={"q": known})
    if request.method != "POST" or not form.is_valid():
        return show(
            request, application, "enterprise", "enterprise", form=form, found=None, household=is_household(application)
        )
    text = form.cleaned_data["q"]
    if chosen == "typed":
        return _keep_enterprise(request, application, None, text)
    if chosen:
        return _keep_enterprise(request, application, _registered(chosen), text)
    return _found(request, application, form, text)


def is_household(application: Application) -> bool:
    return application.path == ApplicantPath.DOMESTIC or application.payer == Payer.HOUSEHOLD


def _found(request: HttpRequest, application: Application, form: EnterpriseForm, text: str) -> HttpResponse:
    """A household's name is not looked up; a worker's word is enough there."""
    by_number = any(sign.isdigit() for sign in text)
    if is_household(application) and not by_number:
        return _keep_enterprise(request, application, None, text)
    who, address = str(application.pk), client_address(request)
    within = within_limit("lookup.enterprise.limit", who, default=20)
    if not (within and within_limit("lookup.enterprise.public", address, default=200)):
        form.add_error("q", _("You looked up many names. Wait an hour, or go on with the name as you wrote it."))
        return show(request, application, "enterprise", "enterprise", form=form, found=[], status=429)
    found = [Glimpse(one.pk, one.name, place_name(one.commune_code[:4])) for one in applying.find_enterprises(text)]
    return show(request, application, "enterprise", "enterprise", form=form, found=found, typed=text)


def _registered(key: str) -> Enterprise | None:
    try:
        return Enterprise.objects.registered().filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def _keep_enterprise(
    request: HttpRequest, application: Application, found: Enterprise | None, text: str
) -> HttpResponse:
    values = {"enterprise": found, "enterprise_typed": "" if found else text}
    applications.save(application, step="enterprise", fields_asked=1, by=actor(request), **values)
    return go(fresh(request, application))


def sponsor(request: HttpRequest, application: Application) -> HttpResponse:
    """The member's own sign-in is enough; else number and birth date, and a code to the member's phone."""
    me = _own_member(request)
    if request.method == "POST" and me and request.POST.get("me"):
        return keep_sponsor(request, application, me)
    form = SponsorForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        number, born_on = form.cleaned_data["member_number"], form.cleaned_data["born_on"]
        if within_limit("member.proof.attempts", f"sponsor:{number}", default=3, closed=True):
            return _ask_for_code(request, application, number, applying.sponsor_of(number, born_on))
        form.add_error(None, _("This number was tried too often. Wait an hour, or go on without the code."))
    return show(request, application, "sponsor", "sponsor", form=form, me=me)


def _ask_for_code(request: HttpRequest, application: Application, number: str, member: Member | None) -> HttpResponse:
    """The same answer whether or not the two fit: only the member's phone learns more."""
    phone = applying.phone_of(member) if member else ""
    asked = {"application": str(application.pk), "number": number, "phone": phone or NOBODY}
    request.session[SPONSOR] = asked | {"member": str(member.pk) if member and phone else ""}
    if phone:
        send_code(phone, "sponsor", request)
    return redirect("register:sponsor_code", application.pk)


def _own_member(request: HttpRequest) -> Member | None:
    if not request.user.is_authenticated:
        return None
    return Member.objects.filter(user=request.user, merged_into__isnull=True).first()


def keep_sponsor(request: HttpRequest, application: Application, member: Member) -> HttpResponse:
    applications.save(application, step="sponsor", fields_asked=2, by=actor(request), sponsor=member, statement="")
    return go(fresh(request, application))


def check(request: HttpRequest, application: Application) -> HttpResponse:
    """Everything once more, each with its way back; one press sends."""
    if (missing := next_step(application)) != CHECK:
        return redirect("register:step", application.pk, missing)
    if request.method == "POST":
        applications.submit(application, by=actor(request))
        return redirect("register:done", application.pk)
    context = {
        "answers": answers_of(application),
        "not_needed": not_needed(application.path),
        "proved": is_proved(application),
    }
    return show(request, application, CHECK, "check", **context)


SPECIAL: dict[str, Callable[[HttpRequest, Application], HttpResponse]] = {
    "enterprise": enterprise,
    "sponsor": sponsor,
    CHECK: check,
}
