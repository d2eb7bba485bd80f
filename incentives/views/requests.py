"""Officers' queue of requests for incentives: what waits, what was sent, what came of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from incentives import presenting_requests as presenting
from incentives.entitlement import entitlement_to
from incentives.enums import RequestState
from incentives.forms_requests import ReasonForm
from incentives.models import IncentiveRequest, PartnerAnswer, Programme
from incentives.models.programme import IncentiveRequestQuerySet
from incentives.services import granting
from incentives.services.lapsing import lapse_on
from incentives.sharing import preview
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.places.names import place_name
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/requests"
_PAGE = 25
_CAP = 1_000
S = RequestState
_SENT = Q(state=S.GRANTED)
_ENDED = (S.DECLINED, S.REFUSED, S.WITHDRAWN, S.LAPSED, S.REVOKED)


def chips() -> dict[str, tuple[Any, Q]]:
    """The parts of the list: words and rule."""
    late = Q(is_answered=False, answer_by__lt=timezone.localdate())
    return {
        "waiting": (gettext_lazy("Waits to be sent"), Q(state=S.PROPOSED)),
        "late": (gettext_lazy("Answer is late"), _SENT & late),
        "sent": (gettext_lazy("With the institution"), _SENT & Q(is_answered=False)),
        "answered": (gettext_lazy("Answered, still open"), _SENT & Q(is_answered=True)),
        "taken_up": (gettext_lazy("Taken up"), Q(state=S.TAKEN_UP)),
        "ended": (gettext_lazy("Over"), Q(state__in=_ENDED)),
    }


def with_answered(rows: IncentiveRequestQuerySet) -> IncentiveRequestQuerySet:
    return rows.annotate(is_answered=Exists(PartnerAnswer.objects.filter(request=OuterRef("pk"))))


def counts_of(rows: IncentiveRequestQuerySet) -> dict[str, int]:
    """All chips in one question."""
    rules = {key: Count("pk", filter=rule) for key, (_word, rule) in chips().items()}
    return with_answered(rows).order_by().aggregate(**rules)


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests of one's places, by what they wait for; the longest waiting first."""
    code = request.GET.get("programme", "").replace("\0", "")[:40]
    seen = IncentiveRequest.objects.looked_after_by(request.user)
    seen = seen.filter(programme__code=code) if code else seen
    counts, parts = counts_of(seen), chips()
    shown = request.GET.get("show", "")
    if shown not in parts:
        shown = next((key for key in parts if counts[key]), "waiting")
    order = ("proposed_at", "id") if shown in ("waiting", "sent", "answered") else ("-proposed_at", "id")
    rows = with_answered(seen).filter(parts[shown][1]).select_related("enterprise", "programme", "institution")
    page = Paginator(rows.order_by(*order), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": presenting.rows_of(page.object_list),
        "chips": [(key, word, _capped(counts[key]), key == shown) for key, (word, _rule) in parts.items()],
        "shown": shown,
        "waiting": counts["waiting"],
        "programme": code,
        "programmes": _programmes(),
    }
    return render(request, f"{FOLDER}/list.html", context)


def _capped(count: int) -> int | str:
    return f"{_CAP}+" if count >= _CAP else count


def _programmes() -> list[tuple[str, str]]:
    """Each programme once, by the name of its newest version."""
    rows = Programme.objects.filter(takes_requests=True).order_by("code", "-valid_from")
    newest: dict[str, str] = {}
    for row in rows:
        newest.setdefault(row.code, row.name)
    return list(newest.items())


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def request_page(request: HttpRequest, incentive_id: uuid.UUID) -> HttpResponse:
    """One request: the conditions then and now, what the institution sees, who decides, what happened."""
    found = _seen(request, incentive_id)
    note_reading(found, by=request.user, screen="incentives.request")
    return _page(request, found, ReasonForm())


def _page(request: HttpRequest, found: IncentiveRequest, form: ReasonForm, status: int = 200) -> HttpResponse:
    acts = granting.acts(found, request.user)
    context = {
        "incentive": found,
        "place": place_name(found.enterprise.commune_code),
        "tag_of": presenting.tag_of(found),
        "clock_of": presenting.clock_of(found),
        "next_step": presenting.next_step(found),
        "stand": preview(found),
        "conditions": _conditions(found),
        "answers": [presenting.answer_line(one) for one in found.answers.all()],
        "events": presenting.events_of(found),
        "acts": acts,
        "who": granting.who_is_next(found, request.user),
        "consent_holds": granting.consent_holds(found),
        "lapse_on": lapse_on(found) if found.state == S.GRANTED else None,
        "form": form,
    }
    return render(request, f"{FOLDER}/request.html", context, status=status)


def _conditions(found: IncentiveRequest) -> dict[str, Any]:
    """Each condition with its answer on the day it was asked for, and today."""
    asked, today = presenting.day_of(found.proposed_at), timezone.localdate()
    then = entitlement_to(found.programme, found.enterprise, asked)
    now = then if asked == today else entitlement_to(found.programme, found.enterprise, today)
    rows = list(zip(then.conditions, now.conditions, strict=True))
    return {"asked": asked, "today": today, "then": then, "now": now, "rows": rows}


def _seen(request: HttpRequest, incentive_id: uuid.UUID) -> IncentiveRequest:
    rows = IncentiveRequest.objects.looked_after_by(request.user)
    people = ("proposed_by", "granted_by", "refused_by", "revoked_by", "consent_ended_by")
    rows = rows.select_related("enterprise", "programme__institution", "institution", *people)
    return get_object_or_404(rows.prefetch_related("answers", "programme__conditions"), pk=incentive_id)


@require_POST
@require_permission(Permission.DECIDE_INCENTIVES)
def send(request: HttpRequest, incentive_id: uuid.UUID) -> HttpResponse:
    found = _seen(request, incentive_id)
    try:
        granting.send(found, by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Sent. The institution sees it now, and the enterprise is told."))
    return redirect("requests:request", found.pk)


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def refuse(request: HttpRequest, incentive_id: uuid.UUID) -> HttpResponse:
    return _with_reason(request, incentive_id, granting.refuse, _("Not sent. The enterprise reads your reason."))


@require_POST
@require_permission(Permission.DECIDE_INCENTIVES)
def revoke(request: HttpRequest, incentive_id: uuid.UUID) -> HttpResponse:
    return _with_reason(request, incentive_id, granting.revoke, _("Taken back. The institution sees it no more."))


def _with_reason(request: HttpRequest, incentive_id: uuid.UUID, act: Callable[..., object], done: str) -> HttpResponse:
    found, form = _seen(request, incentive_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        act(found, by=request.user, reason=form.cleaned_data["reason"])
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("requests:request", found.pk)
