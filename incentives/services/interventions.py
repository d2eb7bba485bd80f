"""Emergency relief: a rule is declared, it selects, people review, one proposes, another grants, refuses or takes back.

What is granted is applied by a durable job through compliance's adjustments (`intervention_jobs`)."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.declaring import months as calendar
from compliance.services.refusing import Refused
from compliance.services.reliefs import of_people_tied
from incentives import interventions_sql as sql
from incentives.enums import InterventionState, LineState
from incentives.models import Intervention, InterventionLine
from incentives.models.scope import nationwide
from incentives.services import intervention_jobs as jobs
from incentives.sizes import limits
from incentives.workflow import INTERVENTION, INTERVENTION_LINE
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference

RULE = (
    "name_km", "name_en", "kind", "effect", "legal_ground", "reason", "sectors", "activity_contains", "places", "sizes",
    "registered_before", "from_month", "to_month",
)  # fmt: skip
S = InterventionState


def works(user: User) -> bool:
    """Prepares emergency reliefs: for the whole country, as they are declared for it."""
    return nationwide(user, Permission.WORK_INCENTIVES)


def decides(user: User) -> bool:
    """May be the second person, end it early, or take it back."""
    return nationwide(user, Permission.GRANT_RELIEF)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def months_most() -> int:
    """For how many months an emergency relief may be declared at most (law book)."""
    return int(value_or("relief.emergency_months_most", 12))


@transaction.atomic
def declare(*, by: User, submission_id: uuid.UUID, **rule: Any) -> Intervention:
    """Put an emergency relief on record with its rule; the same submission is the same declaration."""
    _require(works(by))
    if known := Intervention.objects.filter(submission_id=submission_id).first():
        return known
    _checked(rule)
    with acting(by=by, action="intervention.declare"):
        given = {"reference": new_reference("EMR", letters=7), "created_by": by, **rule}
        return Intervention.objects.get_or_create(submission_id=submission_id, defaults=given)[0]


def _checked(rule: dict[str, Any]) -> None:
    first, last = rule["from_month"], rule["to_month"]
    if last < first:
        raise Refused(_("The last month comes before the first."), None, "declare")
    if last >= calendar.after(first, months_most()):
        said = _("An emergency relief lasts %(months)s months at most.") % {"months": months_most()}
        raise Refused(said, None, "declare")


@transaction.atomic
def change(intervention: Intervention, *, by: User, **rule: Any) -> Intervention:
    """Another rule, while nothing is proposed. Effects: the list has to be made again."""
    _require(works(by))
    _checked(rule)
    locked = _lock(intervention)
    with acting(by=by, action="intervention.change"):
        if locked.state == S.SELECTED:
            INTERVENTION.move(locked, "redraft")
        elif locked.state != S.DRAFTED:
            raise Refused(_("It is proposed already: take the proposal back before you change it."), locked, "change")
        for name, value in rule.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(rule))
    return locked


def _lock(intervention: Intervention) -> Intervention:
    return Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)


@transaction.atomic
def select(intervention: Intervention, *, by: User) -> int:
    """The rule selects: how many stand on the list. Done again, new ones come, others go, decisions of people stay.

    Effects: one INSERT..SELECT; state selected."""
    _require(works(by))
    locked = _lock(intervention)
    with acting(by=by, action="intervention.select"):
        INTERVENTION.move(locked, "select", selected_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(sql.SELECT, {"intervention": locked.pk, **_rule(locked)})
    return locked.lines.filter(state=LineState.SELECTED).count()


def _rule(one: Intervention) -> dict[str, Any]:
    word = one.activity_contains.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "until": calendar.last_of(one.to_month),
        "before": one.registered_before,
        "sectors": list(one.sectors),
        "places": [f"{code}%" for code in one.places],
        "activity": f"%{word}%" if word else "",
        "sizes": list(one.sizes),
        **limits(),
    }


@transaction.atomic
def exclude(intervention: Intervention, lines: QuerySet[InterventionLine], *, by: User, reason: str) -> int:
    """These enterprises are taken off the list, with the reason; how many."""
    _to_review(intervention, by)
    if not reason.strip():
        raise Refused(_("Write why."), intervention, "exclude")
    taken = {"excluded_at": timezone.now(), "excluded_by": by, "excluded_reason": reason.strip()[:300]}
    return INTERVENTION_LINE.transition_many(_of(intervention, lines), "exclude", **taken)


@transaction.atomic
def put_back(intervention: Intervention, lines: QuerySet[InterventionLine], *, by: User) -> int:
    """Back on the list, as far as the rule still means them; how many."""
    locked = _to_review(intervention, by)
    ids = list(_of(intervention, lines).values_list("enterprise_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(sql.MEANT, {"ids": ids, **_rule(locked)})
        meant = [pk for (pk,) in cursor.fetchall()]
    back = _of(intervention, lines).filter(enterprise__in=meant)
    return INTERVENTION_LINE.transition_many(back, "put_back", excluded_at=None, excluded_by=None, excluded_reason="")


def _of(intervention: Intervention, lines: QuerySet[InterventionLine]) -> QuerySet[InterventionLine]:
    return InterventionLine.objects.filter(intervention=intervention, pk__in=lines.order_by().values("pk"))


def _to_review(intervention: Intervention, by: User) -> Intervention:
    _require(works(by))
    locked = _lock(intervention)
    if locked.state != S.SELECTED:
        raise Refused(_("The list is not under review now."), locked, "review")
    return locked


@transaction.atomic
def propose(intervention: Intervention, *, by: User) -> Intervention:
    """The reviewed list is proposed to the second person."""
    _require(works(by))
    locked = _lock(intervention)
    if locked.state == S.SELECTED and not locked.lines.filter(state=LineState.SELECTED).exists():
        raise Refused(_("Nobody is on the list: change the rule and make the list again."), locked, "propose")
    _untied(locked, by)
    with acting(by=by, action="intervention.propose"):
        return INTERVENTION.move(locked, "propose", proposed_at=timezone.now(), proposed_by=by)


def tied_count(intervention: Intervention, user: User, states: Iterable[str] = (LineState.SELECTED,)) -> int:
    """How many enterprises of the list this person represents or is tied to."""
    return intervention.lines.filter(of_people_tied(user), state__in=list(states)).count()


def _untied(intervention: Intervention, by: User) -> None:
    """Nobody acts on an enterprise of one's own: another person does, or it is taken off the list first."""
    tied = tied_count(intervention, by, (LineState.SELECTED, LineState.APPLIED))
    if tied:
        said = ngettext(
            "You represent %(count)s enterprise on this list, or declared a tie to it. Another person must do this, "
            "or another officer takes it off the list first.",
            "You represent %(count)s enterprises on this list, or declared a tie to them. Another person must do this, "
            "or another officer takes them off the list first.",
            tied,
        )
        raise Refused(said % {"count": tied}, intervention, "tied")


@transaction.atomic
def redraft(intervention: Intervention, *, by: User) -> Intervention:
    """The proposal is taken back before anybody decided: the rule can be changed and the list made again."""
    _require(works(by))
    with acting(by=by, action="intervention.redraft"):
        return INTERVENTION.move(_lock(intervention), "redraft", proposed_at=None, proposed_by=None)


@transaction.atomic
def grant(intervention: Intervention, *, by: User) -> Intervention:
    """The second person grants. Effects: state; a job applies it to every enterprise of the list."""
    locked = _to_decide(intervention, by)
    _untied(locked, by)
    with acting(by=by, action="intervention.grant"):
        INTERVENTION.move(locked, "grant", granted_at=timezone.now(), granted_by=by)
    jobs.ask(jobs.APPLY, locked, by)
    return locked


@transaction.atomic
def refuse(intervention: Intervention, *, by: User, reason: str) -> Intervention:
    """The second person refuses, with the reason; nothing is relieved."""
    locked = _to_decide(intervention, by)
    refused = {"refused_at": timezone.now(), "refused_by": by, "refused_reason": _why(locked, reason)}
    with acting(by=by, action="intervention.refuse"):
        return INTERVENTION.move(locked, "refuse", **refused)


def _to_decide(intervention: Intervention, by: User) -> Intervention:
    _require(decides(by))
    locked = _lock(intervention)
    if locked.proposed_by_id == by.pk:
        raise Refused(_("Another person decides: you proposed this relief."), locked, "grant")
    return locked


def _why(intervention: Intervention, reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Write why."), intervention, "reason")
    return reason.strip()[:500]


def last_months(intervention: Intervention, today: date | None = None) -> list[date]:
    """The months with which it may end early: a month that has begun keeps its relief."""
    month = max(intervention.from_month, calendar.first_of(today or timezone.localdate()))
    found = []
    while month < intervention.to_month:
        found.append(month)
        month = calendar.after(month)
    return found


@transaction.atomic
def end(intervention: Intervention, *, last_month: date, by: User, reason: str) -> Intervention:
    """It ends early, with this month as its last. Effects: state; a job shortens every adjustment."""
    _require(decides(by))
    locked = _lock(intervention)
    why = _why(locked, reason)
    _untied(locked, by)
    if locked.state == S.GRANTED:
        _may_end(locked, last_month)
    ended = {"ended_at": timezone.now(), "ended_by": by, "last_month": last_month, "ended_reason": why}
    with acting(by=by, action="intervention.end"):
        INTERVENTION.move(locked, "end", **ended)
    jobs.ask(jobs.END, locked, by)
    return locked


def _may_end(locked: Intervention, last_month: date) -> None:
    if locked.lines.filter(state=LineState.SELECTED).exists():
        raise Refused(_("It is still being applied. Wait until that is done, then end it."), locked, "end")
    if last_month not in last_months(locked):
        said = _("Choose a month from this one on, before the last. A month that has begun keeps its relief.")
        raise Refused(said, locked, "end")


@transaction.atomic
def revoke(intervention: Intervention, *, by: User, reason: str) -> Intervention:
    """All of it is taken back, with the reason. Effects: state; a job revokes every adjustment."""
    _require(decides(by))
    locked = _lock(intervention)
    why = _why(locked, reason)
    _untied(locked, by)
    revoked = {"revoked_at": timezone.now(), "revoked_by": by, "ended_reason": why}
    with acting(by=by, action="intervention.revoke"):
        INTERVENTION.move(locked, "revoke", **revoked)
    jobs.ask(jobs.REVERSE, locked, by)
    return locked


@transaction.atomic
def expire(today: date | None = None) -> int:
    """Whose last month is over, and which are applied in full, expire; what they relieved stays. How many."""
    this_month = calendar.first_of(today or timezone.localdate())
    waiting = InterventionLine.objects.filter(state=LineState.SELECTED).values("intervention")
    over = Intervention.objects.filter(to_month__lt=this_month).exclude(pk__in=waiting)
    with acting(by=None, action="intervention.expire"):
        return INTERVENTION.transition_many(over, "expire", expired_at=timezone.now())
