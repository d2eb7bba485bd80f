"""At a quarter's end every institution of the plan is asked how its rows go (plan, section 6)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from reporting.enums import DecisionKind, ReportKind
from reporting.models import MeasureVersion, Plan, PlanDecision, ProgressCall, ProgressEntry
from reporting.periods import Period
from reporting.services import entry_messages


def plan_of(period: Period) -> Plan | None:
    """The plan that runs in these months; the later one, where a successor has begun."""
    running = Plan.objects.filter(starts_on__lte=period.last, ends_on__gte=period.first)
    return running.order_by("-starts_on").first()


def versions_of(plan: Plan, period: Period) -> QuerySet[MeasureVersion]:
    """Each row of the plan as it was at the period's end (today, while it runs), without those that had ended."""
    day = min(period.last, timezone.localdate())
    rows = MeasureVersion.objects.in_force(day).filter(measure__plan=plan).exclude(measure__in=_over(plan, period))
    return rows.select_related("measure").prefetch_related("parts__institution").order_by("measure__number")


def _over(plan: Plan, period: Period) -> set[Any]:
    """Rows that a decision had ended before the period began, and that no later decision took up again."""
    rows = PlanDecision.objects.filter(plan=plan, measure__isnull=False).exclude(kind=DecisionKind.ADJUSTED)
    last = {one.measure_id: one for one in rows.order_by("decided_on", "pk")}
    ended = [one for one in last.values() if one.kind == DecisionKind.ENDED]
    return {one.measure_id for one in ended if (one.until or one.decided_on) < period.first}


def due_on(period: Period) -> date:
    """So many days after the quarter (law book)."""
    return period.last + timedelta(days=int(value_or("progress.due_days", 15)))


def _due(period: Period, today: date) -> date:
    """Who is asked late has some days all the same: nobody is late because of the one who asks."""
    return max(due_on(period), today + timedelta(days=int(value_or("progress.again_days", 7))))


@transaction.atomic
def open_call(period: Period, *, by: User | None = None) -> ProgressCall:
    """The quarter's call; opened again it asks whoever was not asked yet, once each.

    Effects: the call, an entry for each row and institution, messages to their contacts."""
    plan = plan_of(period)
    if period.kind != ReportKind.QUARTERLY:
        raise Refused(_("Institutions are asked quarter by quarter."), None, "call")
    if plan is None:
        raise Refused(_("No plan runs in this quarter."), None, "call")
    today = timezone.localdate()
    if not period.is_over(today):
        raise Refused(_("This quarter is not over yet."), None, "call")
    with acting(by=by, action="progress.call"):
        given = {"due_on": _due(period, today), "called_by": by}
        call = ProgressCall.objects.get_or_create(plan=plan, period=period.code, defaults=given)[0]
        made = _ask(call, versions_of(plan, period))
    entry_messages.called(call, {one.institution_id for one in made})
    return call


def _ask(call: ProgressCall, versions: Iterable[MeasureVersion]) -> list[ProgressEntry]:
    asked = set(call.entries.values_list("measure_id", "institution_id"))
    missing = [
        ProgressEntry(call=call, measure=version.measure, institution=part.institution)
        for version in versions
        for part in version.parts.all()
        if (version.measure_id, part.institution_id) not in asked
    ]
    ProgressEntry.objects.bulk_create(missing, ignore_conflicts=True)
    return missing
