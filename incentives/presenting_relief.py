"""Relief as people read it: the state with its next step, what happened, and the facts an officer looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.declaring.filings import filings
from compliance.declaring.presenting import MonthRow, month_rows, month_words
from compliance.models import Adjustment
from compliance.standing import standing_on
from enterprises.models import Enterprise
from incentives.enums import ReliefKind, ReliefState
from incentives.models import ReliefRequest
from registration.enums import Presence

_S, _K = ReliefState, ReliefKind
TAGS = {
    _S.ASKED: "progress",
    _S.PROPOSED: "progress",
    _S.GRANTED: "ok",
    _S.REFUSED: "wrong",
    _S.WITHDRAWN: "none",
    _S.REVOKED: "wrong",
}
_GRANTED: dict[str, Promise] = {
    _K.PENALTY: gettext_lazy("What was still open of this fine does not have to be paid any more."),
    _K.LATENESS: gettext_lazy("These months count as declared on time. Nothing else is to be done."),
    _K.INTEREST: gettext_lazy("No interest is counted for these months. What was due itself stays due."),
    _K.CONTRACTS: gettext_lazy("Nothing is due for these workers in these months. Declare each month all the same."),
}
_NEXT: dict[str, Promise] = {
    _S.ASKED: gettext_lazy("An officer of the Fund looks at it. You get a message when it is decided."),
    _S.PROPOSED: gettext_lazy("An officer proposed it; a second person decides. You get a message then."),
    _S.WITHDRAWN: gettext_lazy("You took this request back. You can ask again at any time."),
    _S.REFUSED: gettext_lazy("You can ask again with other papers, or ask an officer at the counter or on 1286."),
    _S.REVOKED: gettext_lazy("What was relieved is due again. If you see it differently, ask again and say why."),
}
_EARLIER = 10
_LATELY = 6  # months that say how an enterprise keeps its duties


def tag_of(request: ReliefRequest) -> tuple[str, str]:
    """For officers, what waits is gold; the employer only reads that it is in progress."""
    return TAGS[ReliefState(request.state)], request.get_state_display()


def officers_tag(request: ReliefRequest) -> tuple[str, str]:
    waits = request.state in (_S.ASKED, _S.PROPOSED)
    return ("waits" if waits else TAGS[ReliefState(request.state)]), request.get_state_display()


def next_step(request: ReliefRequest) -> str:
    """What happens now, or what to do, in one or two sentences."""
    return str(_GRANTED[request.kind] if request.state == _S.GRANTED else _NEXT[request.state])


def months_of(request: ReliefRequest) -> str:
    """September 2026, or September 2026 to November 2026; empty for a fine."""
    if request.from_month is None:
        return ""
    first, last = month_words(request.from_month), month_words(request.to_month or request.from_month)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def subject_of(request: ReliefRequest) -> str:
    """What it is for: the fine's number, or the months."""
    return request.fine.number if request.fine else months_of(request)


@dataclass(frozen=True)
class Row:
    """One request in a list."""

    of: ReliefRequest
    url: str
    subject: str
    tag: tuple[str, str]


def own_rows(requests: Iterable[ReliefRequest]) -> list[Row]:
    """As the employer follows them."""
    return [
        Row(one, reverse("employer_relief:request", args=[one.enterprise_id, one.pk]), subject_of(one), tag_of(one))
        for one in requests
    ]


def rows(requests: Iterable[ReliefRequest]) -> list[Row]:
    """As officers work through them."""
    return [Row(one, reverse("relief:request", args=[one.pk]), subject_of(one), officers_tag(one)) for one in requests]


def _event(title: str, at: Any, by: Any = None, text: str = "", state: str = "done") -> dict[str, Any]:
    return {"title": title, "at": at, "by": str(by) if by else "", "text": text, "state": state}


def events(request: ReliefRequest, *, names: bool) -> list[dict[str, Any]]:
    """What happened, newest first; the employer is not told officers' names."""

    def by(user: Any) -> Any:
        return user if names else None

    found = [_event(_("Relief asked for"), request.asked_at, request.asked_by)]
    if request.proposed_at:
        found.append(_event(_("Relief proposed"), request.proposed_at, by(request.proposed_by)))
    if request.granted_at:
        found.append(_event(_("Relief granted"), request.granted_at, by(request.granted_by)))
    if request.refused_at:
        text = request.refused_reason
        found.append(_event(_("Relief refused"), request.refused_at, by(request.refused_by), text, "wrong"))
    if request.revoked_at:
        text = request.revoked_reason
        found.append(_event(_("Relief taken back"), request.revoked_at, by(request.revoked_by), text, "wrong"))
    if request.state == _S.WITHDRAWN:
        found.append(_event(_("Withdrawn by the employer"), _withdrawn_at(request)))
    return sorted(found, key=lambda one: one["at"], reverse=True)


def _withdrawn_at(request: ReliefRequest) -> Any:
    """From the row's history: no other field depends on it."""
    history = apps.get_model("incentives", "ReliefRequestEvent").objects.filter(pgh_obj_id=request.pk)
    at = history.filter(state=_S.WITHDRAWN).order_by("pgh_created_at").values_list("pgh_created_at", flat=True)
    return at.first() or request.asked_at


@dataclass(frozen=True)
class Facts:
    """What an officer weighs; no worker's name and no wage."""

    months: list[MonthRow]
    standing: tuple[str, str]
    reliefs: list[Adjustment]
    requests: list[ReliefRequest]
    contracts: int
    presences: list[tuple[str, int]]


def facts_of(request: ReliefRequest, today: date | None = None) -> Facts:
    """The months asked for, the standing of today, what was relieved and asked before."""
    today = today or timezone.localdate()
    presences = _presences(request)
    return Facts(
        months=_months(request, today),
        standing=standing_on(request.enterprise, today).tag,
        reliefs=list(_reliefs(request.enterprise, request)),
        requests=list(_requests(request)),
        contracts=sum(count for _word, count in presences),
        presences=presences,
    )


def _months(request: ReliefRequest, today: date) -> list[MonthRow]:
    """For a fine the last months say how the enterprise keeps its duties; else those it asks for."""
    known = filings(request.enterprise, today)
    if request.from_month is None or request.to_month is None:
        return month_rows(known[:_LATELY])
    return month_rows(one for one in known if request.from_month <= one.month <= request.to_month)


def _reliefs(enterprise: Enterprise, request: ReliefRequest) -> Iterable[Adjustment]:
    earlier = Adjustment.objects.filter(enterprise=enterprise).exclude(pk=request.adjustment_id)
    return earlier.select_related("fine")[:_EARLIER]


def _requests(request: ReliefRequest) -> Iterable[ReliefRequest]:
    others = ReliefRequest.objects.filter(enterprise=request.enterprise).exclude(pk=request.pk)
    return others.select_related("reason", "fine")[:_EARLIER]


def _presences(request: ReliefRequest) -> list[tuple[str, int]]:
    """How the staff list marks the people named: how many are suspended there, how many are at work."""
    grouped = request.contracts.order_by().values_list("employment__presence").annotate(n=Count("pk"))
    return [(str(Presence(value).label), count) for value, count in grouped.order_by("-n", "employment__presence")]
