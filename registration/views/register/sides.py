"""Pages beside the way: a member's code, an employer's other door, an owner's wish."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.contact_codes import check_code
from nssf_portal.law import coverage
from nssf_portal.law.enums import CoverageStatus, PersonCategory
from registration.enums import ApplicantPath
from registration.forms.register.family import OwnerForm
from registration.forms.register.start import CodeForm
from registration.models import Member
from registration.services import applications, applying
from registration.views.register.access import actor, fresh, own
from registration.views.register.frame import FOLDER, go
from registration.views.register.special import NOBODY, SPONSOR, keep_sponsor
from registration.views.register.walk import begin

_ASK = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@_ASK
def sponsor_code(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """The code from the member's phone; without it an officer asks the member."""
    application = own(request, application_id)
    asked = request.session.get(SPONSOR, {})
    if not application.can_be_edited or asked.get("application") != str(application.pk):
        return go(application)
    without = request.method == "POST" and "without" in request.POST
    if without:
        said = _("Member number given: %(number)s. Not proved by a code.") % {"number": asked["number"]}
        applications.save(
            application, step="sponsor", fields_asked=2, by=actor(request), sponsor=None, statement=said[:1000]
        )
        return go(fresh(request, application))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        right = check_code(asked.get("phone", NOBODY), "sponsor", form.cleaned_data["code"], request)
        member = Member.objects.filter(pk=asked["member"]).first() if right and asked["member"] else None
        if member:
            return keep_sponsor(request, application, member)
        form.add_error("code", _("This is not the code, or it is too old. Try again, or go on without it."))
    back = reverse("register:step", args=[application.pk, "sponsor"])
    context = {"form": form, "application": application, "back_url": back, "step": 0, "steps": 0}
    return render(request, f"{FOLDER}/sponsor_code.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def employer_instead(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Who uses workers is an employer by law: the shop and its staff are registered elsewhere here."""
    application = own(request, application_id)
    if not application.can_be_edited or not application.uses_workers:
        return go(application)
    back = reverse("register:step", args=[application.pk, "workers"])
    return render(request, f"{FOLDER}/employer_instead.html", {"application": application, "back_url": back})


@login_not_required
@never_cache
@_ASK
def owner(request: HttpRequest) -> HttpResponse:
    """Shop and staff are registered at the employers' page; for the owner the law book says what is open today."""
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and request.POST.get("also") and form.fields:
        return _also(request, form)
    if request.method == "POST" and form.is_valid():
        _note(form.cleaned_data)
        return redirect("register:owner_noted")
    context = {"form": form, "back_url": reverse("register:start"), "lines": _lines(), "step": 0, "steps": 0}
    return render(request, f"{FOLDER}/owner.html", context, status=422 if form.errors else 200)


def _also(request: HttpRequest, form: OwnerForm) -> HttpResponse:
    """An owner who wants to be in the register all the same."""
    form.is_valid()
    if not (submission := form.cleaned_data.get("submission_id")):
        return redirect("register:owner")
    return go(begin(request, ApplicantPath.OWNER, submission))


def _note(data: dict) -> None:
    """One wish a kind; the second kind's submission is derived, so that a double press counts once."""
    for kind in data["kinds"]:
        applying.note_interest(
            kind,
            people=data["people"],
            province=data["province"],
            submission_id=uuid.uuid5(data["submission_id"], kind),
        )


def _lines() -> dict[str, list]:
    return {
        "own": coverage.lines_for(PersonCategory.OWNER),
        "family": coverage.lines_for(PersonCategory.FAMILY_WORKER),
    }


@login_not_required
@require_safe
def owner_noted(request: HttpRequest) -> HttpResponse:
    return render(request, f"{FOLDER}/owner_noted.html", {"back_url": reverse("register:owner")})


@login_not_required
@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Who is not served here, and where they go: as the law book says today."""
    table = coverage.table()
    first = sorted(table, key=lambda category: all(line.status != CoverageStatus.ELSEWHERE for line in table[category]))
    rows = [(PersonCategory(category).label, table[category]) for category in first]
    return render(request, f"{FOLDER}/elsewhere.html", {"rows": rows, "back_url": reverse("register:start")})
