"""Requests for incentives as the enterprise reads them: where it stands, what comes next, what happened."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incentives.enums import AnswerKind, RequestState
from incentives.models import IncentiveRequest, PartnerAnswer
from nssf_portal.ui.templatetags.ui import long_date, number, riel

_TAGS = {
    RequestState.PROPOSED: "progress",
    RequestState.GRANTED: "progress",
    RequestState.REFUSED: "wrong",
    RequestState.WITHDRAWN: "none",
    RequestState.DECLINED: "wrong",
    RequestState.TAKEN_UP: "ok",
    RequestState.LAPSED: "none",
    RequestState.REVOKED: "none",
}
_AT_YOU = (AnswerKind.ACCEPTED, AnswerKind.TERMS)
_ANSWERS = {AnswerKind.REFUSED: "wrong", AnswerKind.TAKEN_UP: "done"}


def waits_for_you(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> bool:
    """The institution said yes or offered terms: the enterprise has to answer it."""
    return request.state == RequestState.GRANTED and bool(answers) and answers[-1].kind in _AT_YOU


def tag_of(request: IncentiveRequest, answers: Sequence[PartnerAnswer] = ()) -> tuple[str, str]:
    """Gold only where the enterprise itself must act."""
    if waits_for_you(request, answers):
        return "waits", str(AnswerKind(answers[-1].kind).label)
    return _TAGS[RequestState(request.state)], str(request.get_state_display())


def next_step(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    """One or two sentences: what happens next, or why nothing does."""
    return _STEPS[RequestState(request.state)](request, answers)


def _proposed(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    text = _(
        "An officer of the Fund looks at it, and a second person sends it to %(institution)s. You need do nothing."
    )
    return text % _names(request)


def _granted(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    if answers and answers[-1].kind == AnswerKind.ACCEPTED:
        return _("%(institution)s accepted. Go there to sign; it tells us when you have taken it up.") % _names(request)
    if answers and answers[-1].kind == AnswerKind.TERMS:
        return _("%(institution)s offers you terms. Tell it whether you take them.") % _names(request)
    if request.answer_by is None:
        return _("%(institution)s looks at it. You get a message when it answers.") % _names(request)
    if request.answer_by < timezone.localdate():
        text = _("%(institution)s should have answered by %(day)s. We reminded it; you may also call it.")
    else:
        text = _("%(institution)s answers by %(day)s. You get a message.")
    return text % (_names(request) | {"day": long_date(request.answer_by)})


def _refused(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    return _("The Fund did not send it: %(reason)s When this is put right, ask again.") % {
        "reason": _sentence(request.refused_reason)
    }


def _withdrawn(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    return _("You withdrew it. The institution sees nothing of it. You may ask again at any time.")


def _declined(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    reason = next((one.reason for one in reversed(answers) if one.kind == AnswerKind.REFUSED), "")
    text = _("%(institution)s refused: %(reason)s You may ask again, or ask another institution.")
    return text % (_names(request) | {"reason": _sentence(reason)})


def _taken_up(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    return _("You took it up. There is nothing more to do here.")


def _lapsed(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    return _("It came to no end in time and has lapsed. You may ask again.")


def _revoked(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> str:
    return _("The Fund took it back: %(reason)s Your NSSF office can tell you more.") % {
        "reason": _sentence(request.revoked_reason)
    }


_STEPS = {
    RequestState.PROPOSED: _proposed,
    RequestState.GRANTED: _granted,
    RequestState.REFUSED: _refused,
    RequestState.WITHDRAWN: _withdrawn,
    RequestState.DECLINED: _declined,
    RequestState.TAKEN_UP: _taken_up,
    RequestState.LAPSED: _lapsed,
    RequestState.REVOKED: _revoked,
}


def _names(request: IncentiveRequest) -> dict[str, str]:
    return {"institution": request.institution.name}


def _sentence(text: str) -> str:
    """A reason somebody typed, ended as a sentence."""
    text = text.strip() or "–"
    return text if text[-1] in ".!?។–" else f"{text}."


def offer_words(answer: PartnerAnswer) -> str:
    """Amount, interest and months of an answer, as far as they were given."""
    parts = [riel(answer.amount)] if answer.amount is not None else []
    if answer.interest is not None:
        percent = f"{answer.interest:f}".rstrip("0").rstrip(".") if answer.interest else "0"
        parts.append(_("%(n)s%% interest a year") % {"n": percent})
    if answer.months is not None:
        parts.append(ngettext("%(n)s month", "%(n)s months", answer.months) % {"n": number(answer.months)})
    return ", ".join(parts)


def events_of(request: IncentiveRequest, answers: Sequence[PartnerAnswer]) -> list[dict[str, Any]]:
    """Newest first; officers of the Fund are not named to the enterprise."""
    institution, fund = request.institution.name, _("National Social Security Fund")
    told = [_event(_("You asked"), request.proposed_at, request.proposed_by)]
    if request.granted_at:
        told.append(_event(_("Sent to %(institution)s") % _names(request), request.granted_at, fund))
    for one in answers:
        text = " ".join(filter(None, (offer_words(one), one.reason)))
        title = f"{institution}: {one.get_kind_display()}"
        told.append(_event(title, one.received_at, institution, text, _ANSWERS.get(one.kind, "done")))
    if request.refused_at:
        told.append(_event(_("Not sent"), request.refused_at, fund, request.refused_reason, "wrong"))
    if request.revoked_at:
        told.append(_event(_("Taken back by the Fund"), request.revoked_at, fund, request.revoked_reason, "wrong"))
    if request.consent_ended_at:
        ended = _("You withdrew") if request.state == RequestState.WITHDRAWN else _("You took your consent back")
        told.append(_event(ended, request.consent_ended_at, request.consent_ended_by))
    return sorted(told, key=lambda event: event["at"], reverse=True)


def _event(title: str, at: Any, by: Any, text: str = "", state: str = "done") -> dict[str, Any]:
    return {"title": title, "at": at, "by": str(by or ""), "text": text, "state": state}
