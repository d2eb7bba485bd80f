"""The coordination log as reports read it."""

from django.db.models import F, QuerySet

from reporting.models import CoordinationItem, Plan
from reporting.periods import Period


def open_items(plan: Plan) -> QuerySet[CoordinationItem]:
    """Not decided or not done yet: they open the next report. What is due first stands first."""
    rows = CoordinationItem.objects.filter(plan=plan).open().select_related("measure", "institution", "owner")
    return rows.order_by(F("due_on").asc(nulls_last=True), "raised_at", "id")


def closed_in(plan: Plan, period: Period) -> QuerySet[CoordinationItem]:
    """What was done within a period."""
    rows = CoordinationItem.objects.filter(plan=plan, done_on__range=(period.first, period.last))
    return rows.select_related("measure", "institution", "owner").order_by("done_on", "id")
