"""One calendar with MLVT's teams: nobody is visited twice within some months without a reason."""

from datetime import date, timedelta

from django.db.models import Q

from compliance.enums import VisitState
from compliance.models import Visit
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.accounts.models import Office

DAYS_A_MONTH = 30.4375
UNTOLD = Q(announced=False, state=VisitState.PLANNED, office__tree=Office.Tree.NSSF, joint_with__isnull=True)
"""Visits of the Fund that nobody outside may learn of yet."""


def gap(on: date) -> timedelta:
    """The days within which a second visit needs a reason."""
    return timedelta(days=int(law.value("visit.gap_months", on=on).value * DAYS_A_MONTH))


def recent_visit(enterprise: Enterprise, on: date, *, told_to_labour: bool = False) -> Visit | None:
    """The nearest visit, planned or held, of either tree within `visit.gap_months` of that day.

    `told_to_labour` leaves out what MLVT may not know: a refusal would tell of a visit without announcement."""
    near = Visit.objects.standing().filter(enterprise=enterprise, planned_on__range=(on - gap(on), on + gap(on)))
    if told_to_labour:
        near = near.exclude(UNTOLD)
    return near.select_related("office").order_by("-planned_on", "id").first()
