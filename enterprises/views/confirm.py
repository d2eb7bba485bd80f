"""The enterprise's side of a request: the letter's code, then one page to confirm the data or say what is wrong."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enterprises import perms
from enterprises.enums import RequestState
from enterprises.forms import DataForm
from enterprises.forms_rounds import LetterForm, WrongForm
from enterprises.models import ConfirmationRequest, Enterprise
from enterprises.now import Task
from enterprises.services import confirming, rounds
from enterprises.verification import FieldState, Said, states_of
from nssf_portal.accounts.models import User
from nssf_portal.khmer.dates import format_date
from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.references import normalise
from nssf_portal.workflow import NotPossible

_SESSION = "confirmation"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
OVER = (RequestState.EXPIRED, RequestState.CANCELLED)
ANSWERED = (RequestState.CONFIRMED, RequestState.WRONG)


@login_not_required
@never_cache
@_ASK
def start(request: HttpRequest) -> HttpResponse:
    """The letter's reference and code; wrong ones are counted, and which of the two was wrong is not said."""
    form = LetterForm(
        request.POST if request.method == "POST" else None, initial={"reference": request.GET.get("r", "")[:24]}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        if not _may_try(request, form.cleaned_data["reference"]):
            form.add_error(None, _("This was tried too often in this hour. Try again in an hour, or call us."))
            status = 429
        elif found := confirming.find(**form.cleaned_data):
            return _let_in(request, found)
        else:
            form.add_error("code", _("Reference and code do not fit together. Look at the letter again."))
    return render(request, "enterprises/confirm/start.html", {"form": form}, status=status)


def _may_try(request: HttpRequest, reference: str) -> bool:
    """Counted for the address and for the letter that is tried, known or not."""
    address = within_limit("confirm.tries.address", client_address(request), default=20, closed=True)
    letter = normalise(reference) or reference.strip().upper()
    return address and within_limit("confirm.tries.request", letter, default=5, closed=True)


def _let_in(request: HttpRequest, found: ConfirmationRequest) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    confirming.opened(found, by=user)
    if user is None:
        request.session.cycle_key()
    request.session[_SESSION] = {"id": str(found.pk), "proof": found.code_digest}
    return redirect("confirm_data:data", found.pk)


@login_not_required
@never_cache
@_ASK
def data(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One page with everything that is known; edited in place and confirmed at once."""
    asked = _asked(request, request_id)
    if page := _not_open(request, asked):
        return page
    enterprise = asked.enterprise
    states = states_of(enterprise)
    form = DataForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(enterprise),
        household=enterprise.kind == "household",
        hints={_form_name(state.field): _hint(state) for state in states if state.said},
    )
    if request.method == "POST" and form.is_valid():
        return _confirm(request, asked, form)
    context = {"asked": asked, "enterprise": enterprise, "form": form, "fixed": _fixed(states)}
    return render(request, "enterprises/confirm/data.html", context)


def _confirm(request: HttpRequest, asked: ConfirmationRequest, form: DataForm) -> HttpResponse:
    values = dict(form.cleaned_data)
    if "workers" in values:
        values["declared_workers"] = values.pop("workers")
    try:
        confirming.confirm(asked, values=values, by=_user(request))
    except NotPossible:
        pass  # over meanwhile: the page says how
    return redirect("confirm_data:data", asked.pk)


@login_not_required
@never_cache
@_ASK
def wrong(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Not this enterprise, closed, moved away: an officer looks into it."""
    asked = _asked(request, request_id)
    if page := _not_open(request, asked):
        return page
    form = WrongForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirming.say_wrong(asked, why=form.said, by=_user(request))
        except NotPossible:
            pass  # over meanwhile: the page says how
        return redirect("confirm_data:data", asked.pk)
    context = {"asked": asked, "form": form, "back_url": reverse("confirm_data:data", args=[asked.pk])}
    return render(request, "enterprises/confirm/wrong.html", context)


def _asked(request: HttpRequest, request_id: uuid.UUID) -> ConfirmationRequest:
    """For who holds the letter, in this session, and for who manages the enterprise; anybody else finds nothing."""
    rows = ConfirmationRequest.objects.select_related("enterprise", "round")
    found = get_object_or_404(rows, pk=request_id)
    held = request.session.get(_SESSION) or {}
    holds = held.get("id") == str(found.pk) and held.get("proof") == found.code_digest
    user = _user(request)
    acts = (
        user is not None and found.state != RequestState.READY and perms.can_manage_enterprise(user, found.enterprise)
    )
    if not (holds or acts):
        raise Http404
    return found


def _not_open(request: HttpRequest, asked: ConfirmationRequest) -> HttpResponse | None:
    if asked.state in ANSWERED:
        return render(request, "enterprises/confirm/answered.html", {"asked": asked})
    if asked.state in OVER:
        return render(request, "enterprises/confirm/over.html", {"asked": asked})
    return None


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _initial(enterprise: Enterprise) -> dict[str, Any]:
    names = [name for name in DataForm.base_fields if name != "workers"]
    return {name: getattr(enterprise, name) for name in names} | {"workers": enterprise.declared_workers}


def _form_name(field: str) -> str:
    return "workers" if field == "declared_workers" else field


def _hint(state: FieldState) -> str:
    """Who says this value, and who says something else."""
    return " · ".join(_word(said) for said in state.said)


def _word(said: Said) -> str:
    facts = {"source": said.source, "date": format_date(said.on, get_language() or "km"), "value": said.shown}
    return (_("%(source)s, %(date)s") if said.agrees else _("%(source)s, %(date)s: %(value)s")) % facts


def _fixed(states: list[FieldState]) -> list[FieldState]:
    """Numbers of other institutions: shown, and changed by their papers only."""
    return [state for state in states if state.field in ("tin", "moc_number") and state.shown]


def confirm_tasks(request: HttpRequest, enterprise: Enterprise) -> list[Task] | None:
    """Slot `employer.now`: who signs in for the enterprise needs no code."""
    if not perms.can_manage_enterprise(request.user, enterprise):
        return None
    text = _("Look at what the Fund and the registries hold. If it is right, one button confirms it.")
    return [
        Task(_("Please confirm the data of your enterprise"), text, reverse("confirm_data:data", args=[asked.pk]),
             _("Look and confirm"), asked.round.answer_by)
        for asked in rounds.open_for(enterprise)
    ]  # fmt: skip
