"""How an activity is shown: its tag, its next step, what happened to it, its sheet in words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from outreach.enums import ActivityState, FieldKind
from outreach.models import Activity
from outreach.scope import may
from outreach.services import reporting_back
from outreach.services.activities import missing_to_announce

S = ActivityState
TAGS = {
    S.PROPOSED: "waits",
    S.PLANNED: "none",
    S.ANNOUNCED: "progress",
    S.HELD: "waits",
    S.REPORTED: "waits",
    S.VERIFIED: "ok",
    S.CANCELLED: "wrong",
    S.DECLINED: "wrong",
}


def tag_of(activity: Activity) -> str:
    return TAGS[S(activity.state)]


def events_of(activity: Activity) -> list[dict[str, Any]]:
    """Newest first."""
    declined = activity.state == S.DECLINED
    told = (
        (_("Cancelled"), activity.cancelled_at, activity.cancelled_by, activity.cancelled_reason),
        (_("Verified: it counts"), activity.verified_at, activity.verified_by, ""),
        (_("Reported"), activity.reported_at, activity.reported_by, ""),
        (_("Held"), activity.held_at, activity.held_by, ""),
        (_("Made public"), activity.announced_at, activity.announced_by, ""),
        (_("Not taken up") if declined else _("Taken up"), activity.decided_at, activity.decided_by,
         activity.decided_reason),
        (_("Proposed") if activity.proposed_for_id else _("Planned"), activity.created_at, activity.created_by, ""),
    )  # fmt: skip
    return [{"title": title, "at": at, "by": by or "", "text": text} for title, at, by, text in told if at]


def may_do(activity: Activity, user: User) -> dict[str, bool]:
    """Which acts this person is offered now."""
    works = may(user, Permission.WORK_OUTREACH, activity.place_code)
    today, state = timezone.localdate(), activity.state
    is_open = state in (S.PLANNED, S.ANNOUNCED)
    its_day = timezone.localdate(activity.starts_at) <= today
    return {
        "work": works,
        "edit": works and is_open,
        "decide": works and state == S.PROPOSED,
        "announce": works and state == S.PLANNED and activity.ends_at >= timezone.now(),
        "hold": works and is_open and its_day,
        "cancel": works and is_open,
        "report": works and state == S.HELD,
        "verify": state == S.REPORTED and not reporting_back.why_not_verify(activity, user),
        "send_back": (
            state == S.REPORTED
            and may(user, Permission.VERIFY_OUTREACH, activity.place_code)
            and activity.reported_by_id != user.pk
        ),
        "part": works and state in (S.PROPOSED, S.PLANNED, S.ANNOUNCED, S.HELD),
        "evidence": works and state in reporting_back.TAKES_EVIDENCE,
        "money": works and state not in (S.PROPOSED, S.DECLINED),
        "materials": works and state not in (S.PROPOSED, S.DECLINED, S.CANCELLED, S.VERIFIED),
        "hear": works and state in (S.ANNOUNCED, S.HELD, S.REPORTED, S.VERIFIED),
    }


def next_step(activity: Activity, user: User) -> str:
    """What comes next, or why nothing does."""
    say = {
        S.PROPOSED: _("A partner proposes this. Take it up, or say why not."),
        S.PLANNED: _planned(activity),
        S.ANNOUNCED: _announced(activity),
        S.HELD: _held(activity),
        S.REPORTED: _("It counts when a second person has verified it."),
        S.VERIFIED: _("It is verified and counts."),
        S.CANCELLED: _("It is cancelled. It does not count."),
        S.DECLINED: _("It was not taken up. The partner reads the reason and may propose something else."),
    }[S(activity.state)]
    if activity.state == S.REPORTED and (why := reporting_back.why_not_verify(activity, user)):
        return f"{say} {why}"
    return str(say)


def _planned(activity: Activity) -> str:
    if activity.ends_at < timezone.now():
        return _("Its day is over: say that it was held, change the day, or cancel it.")
    if lacks := missing_to_announce(activity):
        return _("Before it is announced, write down: %(what)s.") % {"what": ", ".join(lacks)}
    if not activity.is_public:
        return _("Announce it: partners see it, and it is not shown to everybody.")
    return _("Announce it: then everybody sees it and can sign up.")


def _announced(activity: Activity) -> str:
    if timezone.localdate(activity.starts_at) <= timezone.localdate():
        return _("When it took place, say so: then it can be reported.")
    return _("It is announced. On its day: the door code, the list at the desk, or head counts.")


def _held(activity: Activity) -> str:
    if activity.sent_back_reason:
        return _("It was sent back. Put it right and report it again.")
    return _("Add a photo or the sign-in sheet, enter what was spent, then report it.")


def sheet_of(activity: Activity) -> list[tuple[str, str]]:
    """The sheet's questions with their answers in words."""
    known = reporting_back.answers_of(activity)
    return [(row.label, _words(row, known.get(row.pk))) for row in reporting_back.fields_of(activity)]


def _words(row: Any, value: Any) -> str:
    if value in (None, ""):
        return _("not answered")
    if row.kind == FieldKind.YES_NO:
        return _("Yes") if value else _("No")
    if row.kind == FieldKind.CHOICE and get_language() == "en":
        return dict(zip(row.choices_km, row.choices_en, strict=False)).get(value, value)
    return str(value)
