"""Candidates and awards in words: tags of states, the facts behind points, what happened to each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import Result, StandingState
from incentives.enums import AwardState, CandidateState, Size, Vote
from incentives.models import Award, Candidate, EligibilityRow
from nssf_portal.ui.templatetags.ui import long_date, number

_CANDIDATE_TAGS = {
    CandidateState.NOMINATED: "waits",
    CandidateState.LONG_LIST: "progress",
    CandidateState.SHORT_LIST: "ok",
    CandidateState.SET_ASIDE: "none",
    CandidateState.WITHDRAWN: "none",
}
_AWARD_TAGS = {
    AwardState.PROPOSED: "waits",
    AwardState.DECIDED: "progress",
    AwardState.REJECTED: "none",
    AwardState.GIVEN: "ok",
    AwardState.WITHDRAWAL_PROPOSED: "waits",
    AwardState.WITHDRAWN: "wrong",
}
_VOTE_TAGS = {Vote.FOR: "ok", Vote.AGAINST: "wrong", Vote.ABSTAIN: "none"}
_RESULT_TAGS = {Result.PASS: "ok", Result.FAIL: "wrong", Result.WARN: "waits", Result.NONE: "none"}


def candidate_tag(one: Candidate) -> tuple[str, str]:
    return _CANDIDATE_TAGS[CandidateState(one.state)], str(one.get_state_display())


def award_tag(one: Award) -> tuple[str, str]:
    return _AWARD_TAGS[AwardState(one.state)], str(one.get_state_display())


def vote_tag(vote: str) -> tuple[str, str]:
    return _VOTE_TAGS[Vote(vote)], str(Vote(vote).label)


def facts_of(row: EligibilityRow) -> list[dict[str, Any]]:
    """What the register said on the cut-off date: numbers of the enterprise, never a person or a wage."""
    return [
        _standing(row),
        _answer(_("Enterprise registered in time"), row.registered, _since(row)),
        _answer(_("Staff registered in time"), row.staff, _late(row.late_hires)),
        _answer(_("Months declared"), row.declarations, _months(row)),
        _answer(_("Months paid"), row.payments, _paid_late(row.months_paid_late)),
        _answer(_("Number of workers"), row.headcount, _heads(row)),
        _answer(_("Findings and fines"), row.findings, ""),
        {"label": _("Registered workers"), "tag": None, "text": number(row.workers)},
        {"label": _("Size class"), "tag": None, "text": str(Size(row.size).label) if row.size else _("not computed")},
    ]


def _standing(row: EligibilityRow) -> dict[str, Any]:
    state = StandingState(row.standing)
    meaning = {StandingState.GOOD: "ok", StandingState.OWING: "wrong"}.get(state, "unknown")
    return {"label": _("Standing"), "tag": (meaning, str(state.label)), "text": ""}


def _answer(label: str, result: str, text: str) -> dict[str, Any]:
    tag = (_RESULT_TAGS.get(Result(result), "unknown"), str(Result(result).label))
    return {"label": label, "tag": tag, "text": text}


def _since(row: EligibilityRow) -> str:
    if not row.registered_on:
        return ""
    return _("registered since %(day)s") % {"day": long_date(row.registered_on)}


def _late(people: int) -> str:
    return ngettext("%(n)s person late", "%(n)s people late", people) % {"n": people}


def _paid_late(months: int) -> str:
    return ngettext("%(n)s month paid late", "%(n)s months paid late", months) % {"n": months}


def _months(row: EligibilityRow) -> str:
    text = _("%(due)s due, %(missing)s missing, %(late)s late")
    return text % {"due": row.months_due, "missing": row.months_missing, "late": row.months_late}


def _heads(row: EligibilityRow) -> str:
    if row.workers_said is None:
        return _("nobody else says a number")
    return _("others say %(n)s") % {"n": number(row.workers_said)}


def facts_url(row: EligibilityRow | None) -> str:
    """The page that opens every number of the row."""
    return reverse("awards:row", args=[row.pk]) if row else ""


def candidate_events(one: Candidate) -> list[dict[str, Any]]:
    """Who did what with a candidate, newest first; names of officers, for officers."""
    events = [_event(_("Put among the candidates"), one.nominated_at, one.nominated_by)]
    if one.set_aside_at:
        events.append(_event(_("Set aside"), one.set_aside_at, one.set_aside_by, one.set_aside_reason))
    if one.public_at:
        events.append(_event(_("The enterprise agreed to the public roll"), one.public_at, None))
    for note in one.notes.select_related("written_by"):
        events.append(_event(_("Note"), note.written_at, note.written_by, note.text))
    for award in one.awards.select_related("proposed_by", "decided_by", "withdrawal_proposed_by", "withdrawn_by"):
        events.extend(award_events(award))
    return sorted(events, key=lambda event: event["at"], reverse=True)


def award_events(award: Award) -> list[dict[str, Any]]:
    """From the proposal to the withdrawal, newest first."""
    rejected = award.state == AwardState.REJECTED
    decided = _("Not chosen by the committee") if rejected else _("Decided by the committee")
    steps = [
        (_("Award proposed to the committee"), award.proposed_at, award.proposed_by, award.tie_reason),
        (decided, award.decided_at, award.decided_by, ""),
        (_("Award announced"), award.given_at, None, ""),
        (_("Withdrawal proposed"), award.withdrawal_proposed_at, award.withdrawal_proposed_by, award.withdrawal_reason),
        (_("Award withdrawn"), award.withdrawn_at, award.withdrawn_by, ""),
    ]
    found = [_event(title, at, by, text) for title, at, by, text in steps if at]
    return sorted(found, key=lambda event: event["at"], reverse=True)


def _event(title: str, at: Any, by: Any, text: str = "") -> dict[str, Any]:
    return {"title": title, "at": at, "by": by.name if by else "", "text": text}
