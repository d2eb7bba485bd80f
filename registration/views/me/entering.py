"""Opening one's record: by signing in, by a digital identity, or by the phone's code and two facts.

Every answer is the same for a phone or a number that the Fund knows and for one it does not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.contact_codes import check_code, send_code
from nssf_portal.exchange.identity import flow
from nssf_portal.exchange.identity.persons import Person
from registration.enums import AccessWay
from registration.forms.me.opening import CodeForm, PhoneForm, RecordForm
from registration.services import access as accesses
from registration.views.me.scope import FOLDER

PURPOSE = "me"
_ASKED = "me_phone"


@login_not_required
@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """The ways in, and how a lost phone is settled."""
    access = accesses.access_of(request)
    context = {
        "access": access,
        "may_prove": bool(accesses.phones_proved(access)),
        "offers": flow.offers(),
        "purpose": PURPOSE,
    }
    return render(request, f"{FOLDER}/enter.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        if send_code(number, PURPOSE, request):
            request.session[_ASKED] = number
            return redirect("me:code")
        form.add_error("phone", _("Too many codes were asked for. Try again in an hour, or call us."))
    return _question(request, form, "phone", "enter")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    number = request.session.get(_ASKED)
    if not number:
        return redirect("me:phone")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if check_code(number, PURPOSE, form.cleaned_data["code"], request):
            request.session.pop(_ASKED, None)
            accesses.remember_phone(request, number)
            return redirect("me:home")
        form.add_error("code", _("This is not the code, or it is too old. Ask for a new one."))
    return _question(request, form, "code", "phone")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """The member number, the birth date and the end of an identity number; whichever is wrong, the answer is one."""
    access = accesses.access_of(request)
    phones = accesses.phones_proved(access)
    if not phones:
        return redirect("me:enter")
    form = RecordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        found = accesses.prove(phones=phones, **facts) if accesses.may_try(request, facts["number"], phones) else None
        if found:
            accesses.remember_member(request, found, AccessWay.PHONE_AND_FACTS)
            return redirect("me:home")
        form.add_error(None, _("This does not fit together, or it was wrong too often. Look at your card again."))
    return _question(request, form, "prove", "enter")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The record is closed in this browser."""
    accesses.forget(request)
    messages.success(request, _("Your record is closed."))
    return redirect("me:enter")


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Whoever signs in and has proved a record opens it by signing in from now on."""
    access = accesses.access_of(request)
    if access.member is None:
        return redirect("me:enter")
    if accesses.link(user=request.user, member=access.member):
        messages.success(request, _("From now on you open your record by signing in."))
    else:
        messages.warning(request, _("Another sign-in opens this record already. An office or 1286 settles it."))
    return redirect("me:home")


def by_identity(request: HttpRequest, person: Person) -> HttpResponse:
    """A digital identity came back with the whole number and the birth date of a member."""
    found = accesses.member_of_person(person)
    if found is None:
        messages.warning(request, _("We found no record that surely is yours. Try the other way, or call us."))
        return redirect("me:enter")
    accesses.remember_member(request, found, AccessWay.IDENTITY)
    return redirect("me:home")


def _question(request: HttpRequest, form: PhoneForm | CodeForm | RecordForm, name: str, back: str) -> HttpResponse:
    context = {"form": form, "back": f"me:{back}"}
    return render(request, f"{FOLDER}/{name}.html", context, status=422 if form.errors else 200)
