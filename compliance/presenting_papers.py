"""Notices and fines as people read them: states, clocks, what happened, what came of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import FineState, NoticeState
from compliance.models import Adjustment, Fine, Notice
from compliance.services import fines
from nssf_portal.ui.templatetags.ui import NBSP, number, riel
from nssf_portal.work.queue import Clock

_SOON = 2  # days: the look's "last day or two"
NOTICE_TAGS = {
    NoticeState.ISSUED: "progress",
    NoticeState.SERVED: "waits",
    NoticeState.ANSWERED: "ok",
    NoticeState.EXPIRED: "wrong",
}
FINE_TAGS = {
    FineState.PROPOSED: "progress",
    FineState.DECLINED: "none",
    FineState.CONFIRMED: "waits",
    FineState.PART_PAID: "waits",
    FineState.PAID: "ok",
    FineState.RELIEVED: "none",
    FineState.REFERRED: "wrong",
}
ADJUSTMENT_TAGS = {"proposed": "progress", "granted": "ok", "refused": "none", "revoked": "wrong"}


@dataclass(frozen=True)
class Row:
    """One paper in a list."""

    of: Notice | Fine
    url: str
    kind: str
    tag: tuple[str, str]
    clock: Clock | None
    amount: str = ""


def clock_until(start: date, due: date, today: date | None = None) -> Clock:
    """Words first, then how much of the time is used; gold on the last days, red after."""
    left = (due - (today or timezone.localdate())).days
    share = min(max(1 - left / max((due - start).days, 1), 0.05), 1)
    if left < 0:
        words = ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": number(-left)}
        return Clock(words.replace(" ", NBSP, 1), 1, "red")
    if left == 0:
        return Clock(_("Last day today"), share, "gold")
    words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": number(left)}
    return Clock(words.replace(" ", NBSP, 1), share, "gold" if left <= _SOON else "teal")


def notice_clock(notice: Notice) -> Clock | None:
    if notice.state not in (NoticeState.SERVED, NoticeState.EXPIRED) or not notice.due_on:
        return None
    return clock_until(timezone.localdate(notice.served_at), notice.due_on)


def fine_clock(fine: Fine) -> Clock | None:
    if fine.state not in (FineState.CONFIRMED, FineState.PART_PAID) or not fine.due_on:
        return None
    return clock_until(timezone.localdate(fine.confirmed_at), fine.due_on)


def notice_tag(notice: Notice) -> tuple[str, str]:
    return NOTICE_TAGS[NoticeState(notice.state)], notice.get_state_display()


def fine_tag(fine: Fine) -> tuple[str, str]:
    if fines.is_overdue(fine):
        return "wrong", _("overdue")
    return FINE_TAGS[FineState(fine.state)], fine.get_state_display()


def adjustment_tag(adjustment: Adjustment) -> tuple[str, str]:
    return ADJUSTMENT_TAGS[adjustment.state], adjustment.get_state_display()


def row_of(paper: Notice | Fine, url: str = "") -> Row:
    if isinstance(paper, Notice):
        url = url or reverse("papers:notice", args=[paper.pk])
        return Row(paper, url, paper.get_kind_display(), notice_tag(paper), notice_clock(paper))
    url = url or reverse("papers:fine", args=[paper.pk])
    return Row(paper, url, _("fine"), fine_tag(paper), fine_clock(paper), riel(paper.owed or paper.amount))


def rows_of(papers: Iterable[Notice | Fine]) -> list[Row]:
    return [row_of(paper) for paper in papers]


def _event(title: str, at: Any, *, by: Any = None, text: str = "", state: str = "done") -> dict[str, Any]:
    return {"title": title, "at": at, "by": str(by) if by else "", "text": text, "state": state}


def notice_events(notice: Notice, *, names: bool) -> list[dict[str, Any]]:
    """What happened, newest first; the employer is not told officers' names."""
    steps = [_event(_("Notice made"), notice.issued_at, by=notice.issued_by if names else None)]
    if notice.served_at:
        how = notice.get_served_how_display()
        steps.append(_event(_("Served"), notice.served_at, by=notice.served_by if names else None, text=how))
    if notice.reminded_at:
        steps.append(_event(_("Reminder sent"), notice.reminded_at))
    if notice.expired_at:
        steps.append(_event(_("Time to answer is over"), notice.expired_at, state="wrong"))
    for given in notice.replies.select_related("given_by"):
        late = _("after the last day") if given.is_late else ""
        title = _("Answer taken down by an officer") if given.on_behalf else _("The employer answered")
        steps.append(_event(title, given.given_at, by=given.given_by if names else None, text=late))
    return sorted(steps, key=lambda step: step["at"], reverse=True)


def fine_events(fine: Fine, *, names: bool) -> list[dict[str, Any]]:
    """From the proposal on for officers, from the decision on for the employer."""

    def by(user: Any) -> Any:
        return user if names else None

    steps = []
    if names:
        steps.append(_event(_("Proposed"), fine.proposed_at, by=fine.proposed_by, text=fine.multiplier_reason))
    if fine.declined_at:
        steps.append(_event(_("Sent back"), fine.declined_at, by=by(fine.declined_by), text=fine.declined_reason))
    if fine.confirmed_at:
        steps.append(_event(_("Confirmed"), fine.confirmed_at, by=by(fine.confirmed_by)))
    if fine.referred_at:
        text = fine.referred_to
        steps.append(
            _event(_("Referred to court"), fine.referred_at, by=by(fine.referred_by), text=text, state="wrong")
        )
    if fine.paid_at:
        steps.append(_event(_("Paid in full"), fine.paid_at))
    return sorted([*steps, *_relief_events(fine, by)], key=lambda step: step["at"], reverse=True)


def _relief_events(fine: Fine, by: Any) -> list[dict[str, Any]]:
    steps = []
    for relief in fine.adjustments.select_related("decided_by", "revoked_by"):
        if relief.state in ("granted", "revoked"):
            ground = relief.legal_ground
            steps.append(_event(_("Relief granted"), relief.decided_at, by=by(relief.decided_by), text=ground))
        if relief.revoked_at:
            why = relief.revoked_reason
            steps.append(_event(_("Relief revoked"), relief.revoked_at, by=by(relief.revoked_by), text=why))
    return steps
