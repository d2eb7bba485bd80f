"""Requests for incentives as people read them: states, clocks, answers in words, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.presenting_papers import clock_until
from incentives.enums import AnswerKind, RequestState
from incentives.models import IncentiveRequest, PartnerAnswer
from incentives.sharing import STATE_TAGS
from nssf_portal.ui.templatetags.ui import long_date, number, riel
from nssf_portal.work.queue import Clock

ANSWER_TAGS = {
    AnswerKind.ACCEPTED: "ok",
    AnswerKind.TERMS: "progress",
    AnswerKind.REFUSED: "wrong",
    AnswerKind.TAKEN_UP: "ok",
}


@dataclass(frozen=True)
class Row:
    """One request in the officers' list."""

    of: IncentiveRequest
    tag: tuple[str, str]
    clock: Clock | None


def rows_of(requests: Iterable[IncentiveRequest]) -> list[Row]:
    return [Row(one, tag_of(one), clock_of(one)) for one in requests]


def tag_of(request: IncentiveRequest) -> tuple[str, str]:
    state = RequestState(request.state)
    return STATE_TAGS[state], str(state.label)


def clock_of(request: IncentiveRequest) -> Clock | None:
    """How much of the institution's time is used; none when it has answered or has nothing to answer."""
    answered = getattr(request, "is_answered", None)
    if request.state != RequestState.GRANTED or request.answer_by is None or answered:
        return None
    return clock_until(day_of(request.granted_at), request.answer_by)


def day_of(moment: Any) -> date:
    return timezone.localtime(moment).date() if moment else timezone.localdate()


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words, without who gave it."""

    kind: str
    tag: tuple[str, str]
    terms: str
    reason: str
    on: date
    received_at: Any
    channel: str


def answer_line(answer: PartnerAnswer) -> AnswerLine:
    kind = AnswerKind(answer.kind)
    return AnswerLine(
        answer.kind,
        (ANSWER_TAGS[kind], str(kind.label)),
        terms_of(answer),
        answer.reason,
        answer.happened_on,
        answer.received_at,
        str(answer.get_channel_display()),
    )


def terms_of(answer: PartnerAnswer) -> str:
    """Interest, term and amount, as far as they were said."""
    parts = []
    if answer.interest is not None:
        parts.append(_("%(interest)s%% a year") % {"interest": number(answer.interest.normalize())})
    if answer.months is not None:
        parts.append(_("%(months)s months") % {"months": number(answer.months)})
    if answer.amount is not None:
        parts.append(riel(answer.amount))
    return " · ".join(parts)


def events_of(request: IncentiveRequest) -> list[dict[str, Any]]:
    """What happened, for officers, newest first; what comes next stands above it."""
    found = [
        _event(_("Asked for"), request.proposed_at, request.proposed_by),
        _event(_("Sent to %(who)s") % {"who": request.institution.name}, request.granted_at, request.granted_by),
        _event(_("Not sent"), request.refused_at, request.refused_by, request.refused_reason, "wrong"),
        _event(_("Consent taken back"), request.consent_ended_at, request.consent_ended_by),
        _event(_("Taken back by the Fund"), request.revoked_at, request.revoked_by, request.revoked_reason, "wrong"),
        *(_answered(answer) for answer in request.answers.all()),
    ]
    told = sorted((one for one in found if one), key=lambda one: one["at"], reverse=True)
    return [*_coming(request), *told]


def _event(title: str, at: Any, by: Any = None, text: str = "", state: str = "done") -> dict[str, Any] | None:
    if at is None:
        return None
    return {"title": title, "at": at, "by": by.name if by else "", "text": text, "state": state}


def _answered(answer: PartnerAnswer) -> dict[str, Any]:
    line = answer_line(answer)
    text = " · ".join(part for part in (long_date(line.on), line.terms, line.reason) if part)
    state = "wrong" if answer.kind == AnswerKind.REFUSED else "done"
    title = _("The institution: %(answer)s") % {"answer": line.tag[1]}
    return {"title": title, "at": answer.received_at, "text": text, "by": line.channel, "state": state}


def _coming(request: IncentiveRequest) -> list[dict[str, Any]]:
    """What comes next, or that it lapsed (which has no moment of its own)."""
    if request.state == RequestState.LAPSED:
        return [{"title": _("Lapsed"), "at": "", "text": _("Nobody answered in time, or the consent was over.")}]
    if request.state == RequestState.GRANTED and request.answer_by:
        return [{"title": _("Answer wanted by"), "at": request.answer_by, "state": "planned"}]
    return []


def next_step(request: IncentiveRequest) -> str:
    """What comes next for this request, or why nothing does."""
    steps = {
        RequestState.PROPOSED: _("An officer of the Fund looks at it and sends it to the institution."),
        RequestState.GRANTED: _("The institution looks at it and answers."),
        RequestState.REFUSED: _("It was not sent. When the reason is put right, it can be asked for again."),
        RequestState.WITHDRAWN: _("It was withdrawn. It can be asked for again at any time."),
        RequestState.DECLINED: _("The institution said no. When its reason is put right, it can be asked for again."),
        RequestState.TAKEN_UP: _("It is taken up. Nothing more is to be done here."),
        RequestState.LAPSED: _("Nobody answered in time, or the consent was over. It can be asked for again."),
        RequestState.REVOKED: _("The Fund took it back. The reason is written below."),
    }
    last = next((one.kind for one in reversed(list(request.answers.all()))), "")
    if request.state == RequestState.GRANTED and last in (AnswerKind.ACCEPTED, AnswerKind.TERMS):
        return _("The institution has answered. The enterprise settles the rest with it.")
    return steps[RequestState(request.state)]
