"""One calendar with MLVT's teams: nobody is visited twice within some months without a reason."""

from datetime import date, timedelta

from compliance.models import Visit
from enterprises.models import Enterprise
from nssf_portal import law

DAYS_A_MONTH = 30.4375


def recent_visit(enterprise: Enterprise, on: date) -> Visit | None:
    """The nearest visit, planned or held, of either tree within `visit.gap_months` of that day."""
    gap = timedelta(days=int(law.value("visit.gap_months", on=on).value * DAYS_A_MONTH))
    near = Visit.objects.standing().filter(enterprise=enterprise, planned_on__range=(on - gap, on + gap))
    return near.select_related("office").order_by("-planned_on", "id").first()
