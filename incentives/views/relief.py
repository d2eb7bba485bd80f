"""Officers' requests for relief: the list, one request with its facts, the proposal, the second person."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.models import Adjustment
from compliance.services import adjustments
from incentives import presenting_relief as presenting
from incentives.enums import ReliefKind, ReliefState
from incentives.forms_relief_requests import GrantForm, ProposeForm, WhyForm
from incentives.models import ReliefDocument, ReliefRequest
from incentives.models.scope import of_officers
from incentives.services import relieving
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import respond
from nssf_portal.ui.forms import PortalForm
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/relief"
_PAGE = 25
_CAP = 1_000
_RELATED = ("enterprise", "reason", "fine__case", "adjustment", "asked_by", "proposed_by", "granted_by", "refused_by")
_ACTS = {"grant", "refuse", "revoke"}


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests of one's places by state; the oldest that waits stands first."""
    seen = _seen(request.user)
    kind = request.GET.get("kind", "")
    kind = kind if kind in ReliefKind.values else ""
    if kind:
        seen = seen.filter(kind=kind)
    counts = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    shown = _shown(request, counts)
    waits = shown in (ReliefState.ASKED, ReliefState.PROPOSED)
    order = ("asked_at", "id") if waits else ("-asked_at", "id")
    rows = seen.filter(state=shown).select_related("enterprise", "reason", "fine").order_by(*order)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": presenting.rows(page.object_list),
        "chips": [_chip(value, label, counts.get(value, 0), kind, shown) for value, label in ReliefState.choices],
        "shown": shown,
        "kind": kind,
        "kinds": ReliefKind.choices,
    }
    return render(request, f"{FOLDER}/requests.html", context)


def _seen(user: User) -> QuerySet[ReliefRequest]:
    """As an officer: what one represents oneself is on the employer's pages."""
    return ReliefRequest.objects.visible_to(user).filter(of_officers(user, Permission.READ_INCENTIVES))


def _shown(request: HttpRequest, counts: dict[str, int]) -> str:
    """What the address says, else what waits."""
    said = request.GET.get("show", "")
    if said in ReliefState.values:
        return said
    return next((state for state in ReliefState.values if counts.get(state)), ReliefState.ASKED)


def _chip(value: str, label: str, count: int, kind: str, shown: str) -> dict[str, Any]:
    address = f"?show={value}&kind={kind}" if kind else f"?show={value}"
    number = f"{_CAP:,}+" if count >= _CAP else count
    return {"url": address, "word": label, "count": number, "current": value == shown}


def _one(request: HttpRequest, relief_id: uuid.UUID) -> ReliefRequest:
    return get_object_or_404(_seen(request.user).select_related(*_RELATED), pk=relief_id)


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def one(request: HttpRequest, relief_id: uuid.UUID) -> HttpResponse:
    """One request: what is asked and why, the facts, and what this person may do, or who does."""
    found = _one(request, relief_id)
    note_reading(found.enterprise, by=request.user, screen="incentives.relief")
    return _page(request, found)


def _page(request: HttpRequest, found: ReliefRequest, status: int = 200, **forms: PortalForm) -> HttpResponse:
    context = {
        "one": found,
        "facts": presenting.facts_of(found),
        "months": presenting.months_of(found),
        "documents": list(found.documents.select_related("upload")),
        "tag_of": presenting.officers_tag(found),
        "events": presenting.events(found, names=True),
        "fine_open": found.fine is None or relieving.may_relieve(found.fine),
        "propose_form": ProposeForm(initial=_first_words(found)),
        "refuse_form": WhyForm(prefix="refuse"),
        "grant_form": GrantForm(prefix="grant"),
        "decline_form": WhyForm(prefix="decline"),
        "revoke_form": WhyForm(prefix="revoke"),
    }
    return render(request, f"{FOLDER}/request.html", context | _rights(request.user, found) | forms, status=status)


def _first_words(found: ReliefRequest) -> dict[str, str]:
    """The ground and the words of the reason, with the number of the request; the officer goes on from there."""
    return {"legal_ground": found.reason.legal_ground, "reason": f"{found.reason.name} ({found.reference})"}


def _rights(user: User, found: ReliefRequest) -> dict[str, Any]:
    """What this person may do now; and where somebody else must act, which sentence says so."""
    other = found.asked_by_id != user.pk  # whoever asked as a representative once does not decide as an officer
    works = found.state == ReliefState.ASKED and other and relieving.may_work(found, user)
    adjustment = found.adjustment
    there = adjustment is not None and adjustments.decides_there(adjustment, user)
    second = there and other
    own = found.proposed_by_id == user.pk
    waits = found.state == ReliefState.PROPOSED
    return {
        "may_propose": works,
        "may_decide": waits and second and not own,
        "own_proposal": waits and own,
        "may_revoke": found.state == ReliefState.GRANTED and there,
        "lacks_second": waits and not second and not own,
        "lacks_work": found.state == ReliefState.ASKED and not works,
    }


def _act(request: HttpRequest, found: ReliefRequest, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say it, or say why not; the page shows what is true."""
    try:
        act()
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("relief:request", found.pk)


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def propose(request: HttpRequest, relief_id: uuid.UUID) -> HttpResponse:
    """A second person decides; nothing is relieved yet."""
    found, form = _one(request, relief_id), ProposeForm(request.POST)
    if not relieving.may_work(found, request.user):
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, found, 422, propose_form=form)
    given = form.cleaned_data
    done = _("Proposed. A second person decides.")
    return _act(request, found, lambda: relieving.propose(found, by=request.user, **given), done)


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def refuse(request: HttpRequest, relief_id: uuid.UUID) -> HttpResponse:
    """What is not to be proposed, with the reason for the employer."""
    found, form = _one(request, relief_id), WhyForm(request.POST, prefix="refuse")
    if not relieving.may_work(found, request.user):
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, found, 422, refuse_form=form)
    why = form.cleaned_data["reason"]
    done = _("Refused. The employer is told why.")
    return _act(request, found, lambda: relieving.refuse(found, by=request.user, reason=why), done)


@require_POST
@require_permission(Permission.GRANT_RELIEF)
def decide(request: HttpRequest, relief_id: uuid.UUID) -> HttpResponse:
    """The second person grants or refuses; or a relief is taken back. The button says which."""
    found, act = _one(request, relief_id), request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    name = {"grant": "grant_form", "refuse": "decline_form", "revoke": "revoke_form"}[act]
    form = GrantForm(request.POST, prefix="grant") if act == "grant" else WhyForm(request.POST, prefix=_prefix(act))
    if not form.is_valid():
        return _page(request, found, 422, **{name: form})
    why = form.cleaned_data["reason"]
    done = {
        "grant": _("Granted. The employer is told."),
        "refuse": _("Refused. The employer is told why."),
        "revoke": _("Taken back. The employer is told why."),
    }[act]
    return _act(request, found, lambda: relieving.decide(found, act, by=request.user, reason=why), done)


def _prefix(act: str) -> str:
    return "decline" if act == "refuse" else "revoke"


@require_safe
def paper(request: HttpRequest, relief_id: uuid.UUID, relief_document_id: uuid.UUID) -> HttpResponse:
    """For officers of incentives, and for inspectors who see the same relief on compliance's page."""
    mine = Q(pk__in=_seen(request.user).values("pk"))
    if request.user.has_permission(Permission.READ_CASES):
        mine |= Q(adjustment__in=Adjustment.objects.visible_to(request.user))
    found = get_object_or_404(ReliefRequest.objects.filter(mine).select_related("enterprise"), pk=relief_id)
    documents = ReliefDocument.objects.filter(request=found).select_related("upload")
    document = get_object_or_404(documents, pk=relief_document_id)
    note_reading(found.enterprise, by=request.user, screen="incentives.relief_paper")
    return respond(document.upload)


def request_of(adjustment: Adjustment) -> ReliefRequest | None:
    """The request that led to an adjustment, for compliance's page of it."""
    return ReliefRequest.objects.filter(adjustment=adjustment).select_related("reason").first()
