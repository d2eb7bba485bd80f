"""What an enterprise is entitled to, asking with consent, and following what was asked."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from incentives import presenting_benefits as presenting
from incentives.entitlement import Entitlement, State, entitlement_to, entitlements, measured_on
from incentives.enums import Size
from incentives.forms_benefits import AskForm
from incentives.models import IncentiveRequest, Programme, ProgrammeTerm
from incentives.services import requesting
from nssf_portal.audit.reading import note_reading
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/benefits"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_MOST = 50


def _own(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)


def _requests(request: HttpRequest, enterprise: Enterprise) -> Any:
    seen = IncentiveRequest.objects.visible_to(request.user).filter(enterprise=enterprise)
    return seen.select_related("programme", "institution").prefetch_related("answers")


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The menu's entry where no enterprise is on the page: the person's first one."""
    first = Enterprise.objects.represented_by(request.user).order_by("name_latin", "id").first()
    if first is None:
        raise Http404
    return redirect("employer_benefits:home", first.pk)


@require_safe
def home(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Every programme in force with what is met and what is missing today; then what was asked for."""
    enterprise, today = _own(request, enterprise_id), timezone.localdate()
    rows = list(_requests(request, enterprise)[:_MOST])
    open_codes = {one.programme.code for one in rows if one.state in requesting.OPEN}
    told = [one for one in entitlements(enterprise, today) if one.programme.code not in open_codes]
    context = {
        "enterprise": enterprise,
        "today": today,
        "groups": _groups(told),
        "asked": [_row(one) for one in rows],
        "free": sum(one.state == State.ENTITLED for one in told),
        "nearly": sum(one.state == State.MISSING for one in told),
        "may_ask": can_manage_enterprise(request.user, enterprise),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _groups(told: list[Entitlement]) -> list[dict[str, Any]]:
    """Programmes by how near they are; empty groups are left out."""
    titles = {
        State.ENTITLED: _("You can ask for these"),
        State.MISSING: _("Something is missing for these"),
        State.UNKNOWN: _("Not everything could be computed for these"),
        State.INFORMATION: _("For your information: others decide"),
    }
    groups = []
    for state, title in titles.items():
        if found := [one for one in told if one.state == state]:
            groups.append({"state": state, "title": title, "rows": found})
    return groups


def _row(one: IncentiveRequest) -> dict[str, Any]:
    answers = list(one.answers.all())
    return {"request": one, "tag": presenting.tag_of(one, answers), "next": presenting.next_step(one, answers)}


@require_safe
def programme(request: HttpRequest, enterprise_id: uuid.UUID, programme_id: uuid.UUID) -> HttpResponse:
    """One programme: what it gives, its conditions with today's answers, published terms, its legal ground."""
    enterprise, today = _own(request, enterprise_id), timezone.localdate()
    found = _programme(enterprise, programme_id)
    context = {
        "enterprise": enterprise,
        "programme": found,
        "entitlement": entitlement_to(found, enterprise, today),
        "in_force": requesting.is_in_force(found),
        "open": requesting.open_request(enterprise, found.code),
        "may_ask": can_manage_enterprise(request.user, enterprise),
        **terms_of(found, today),
    }
    return render(request, f"{FOLDER}/programme.html", context)


def terms_of(programme: Programme, today: date) -> dict[str, list[ProgrammeTerm]]:
    """What institutions published about the programme in any version: what holds, and what is history."""
    rows = ProgrammeTerm.objects.filter(programme__code=programme.code).select_related("institution")
    told: dict[str, list[ProgrammeTerm]] = {"terms": [], "old_terms": []}
    for term in rows.order_by("-published_on", "id"):
        over = term.is_history or (term.valid_to and term.valid_to < today)
        told["old_terms" if over else "terms"].append(term)
    return told


def _programme(enterprise: Enterprise, programme_id: uuid.UUID) -> Programme:
    """In force today, or asked for by this enterprise; what is being prepared is nobody's business yet."""
    found = get_object_or_404(Programme.objects.select_related("institution"), pk=programme_id)
    if requesting.is_in_force(found):
        return found
    if IncentiveRequest.objects.filter(programme=found, enterprise=enterprise).exists():
        return found
    raise Http404


@_ASK
def ask(request: HttpRequest, enterprise_id: uuid.UUID, programme_id: uuid.UUID) -> HttpResponse:
    """Ask, with consent: what is shared, with whom, what for and until when stands above the fields."""
    enterprise = _own(request, enterprise_id)
    found = _programme(enterprise, programme_id)
    if not can_manage_enterprise(request.user, enterprise):
        raise PermissionDenied
    form = AskForm(request.POST or None, programme=found, initial=_contact(request))
    if request.method == "GET" and (why := _why_not(enterprise, found)):
        messages.warning(request, why)
        return redirect("employer_benefits:programme", enterprise.pk, found.pk)
    if request.method == "POST" and form.is_valid() and (made := _taken(request, enterprise, found, form)):
        messages.success(request, _("Your request arrived. Its number is %(number)s.") % {"number": made.reference})
        return redirect("employer_benefits:request", enterprise.pk, made.pk)
    context = {
        "enterprise": enterprise,
        "programme": found,
        "form": form,
        "size": _size(enterprise),
        "last_day": requesting.last_consent_day(),
        "purpose": requesting.purpose_of(found),
        "back_url": reverse("employer_benefits:programme", args=[enterprise.pk, found.pk]),
        "steps": 0,
        "step": 0,
    }
    return render(request, f"{FOLDER}/ask.html", context, status=422 if form.errors else 200)


def _contact(request: HttpRequest) -> dict[str, str]:
    return {"contact_name": request.user.name, "contact_phone": request.user.phone or ""}


def _size(enterprise: Enterprise) -> str:
    """The size class that would be shared today, in words."""
    measured = measured_on(enterprise, timezone.localdate())
    return str(Size(measured.size).label) if measured and measured.size else ""


def _why_not(enterprise: Enterprise, found: Programme) -> str:
    """Why asking would be refused; empty when it would not."""
    if there := requesting.open_request(enterprise, found.code):
        return _("You asked for this already: %(number)s. Follow that request.") % {"number": there.reference}
    told = entitlement_to(found, enterprise, timezone.localdate())
    if not requesting.is_in_force(found) or not told.can_ask:
        return told.next_step
    return ""


def _taken(request: HttpRequest, enterprise: Enterprise, found: Programme, form: AskForm) -> IncentiveRequest | None:
    try:
        return requesting.ask(enterprise=enterprise, programme=found, by=request.user, **form.given())
    except Refused as why:
        form.add_error(None, str(why))
    return None


@require_safe
def follow(request: HttpRequest, enterprise_id: uuid.UUID, incentive_id: uuid.UUID) -> HttpResponse:
    """One request: where it stands, what comes next, what was shared with whom until when."""
    enterprise = _own(request, enterprise_id)
    found = get_object_or_404(_requests(request, enterprise), pk=incentive_id)
    note_reading(enterprise, by=request.user, screen="employer.incentive")
    answers = list(found.answers.all())
    manages = can_manage_enterprise(request.user, enterprise)
    context = {
        "enterprise": enterprise,
        "request_": found,
        "tag_of": presenting.tag_of(found, answers),
        "next_step": presenting.next_step(found, answers),
        "events": presenting.events_of(found, answers),
        "offer": presenting.offer_words(answers[-1]) if answers else "",
        "offered": answers[-1] if answers else None,
        "consent_holds": requesting.holds(found),
        "may_withdraw": manages and found.state in requesting.OPEN,
        "may_end": manages and requesting.holds(found) and found.state not in requesting.OPEN,
        "manages": manages,
    }
    return render(request, f"{FOLDER}/request.html", context)


@require_POST
def withdraw(request: HttpRequest, enterprise_id: uuid.UUID, incentive_id: uuid.UUID) -> HttpResponse:
    """Taken back by the enterprise; the institution sees nothing more."""
    done = _("Withdrawn. The institution sees nothing more of it.")
    return _act(request, enterprise_id, incentive_id, requesting.withdraw, done)


@require_POST
def end_consent(request: HttpRequest, enterprise_id: uuid.UUID, incentive_id: uuid.UUID) -> HttpResponse:
    """What was shared is no longer shown to the institution."""
    done = _("Your consent has ended. The institution sees nothing more of it.")
    return _act(request, enterprise_id, incentive_id, requesting.end_consent, done)


def _act(request: HttpRequest, enterprise_id: uuid.UUID, incentive_id: uuid.UUID, act: Any, done: str) -> HttpResponse:
    enterprise = _own(request, enterprise_id)
    found = get_object_or_404(_requests(request, enterprise), pk=incentive_id)
    try:
        act(found, by=request.user)
        messages.success(request, done)
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("employer_benefits:request", enterprise.pk, found.pk)
