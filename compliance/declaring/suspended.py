"""Whose contract is suspended in a month, by relief that was granted: nothing is due for them then."""

import uuid
from datetime import date

from django.db.models import Q

from compliance.enums import AdjustmentKind
from compliance.models import Adjustment, SuspendedContract
from enterprises.models import Enterprise
from nssf_portal.law.contributions import Contributions

NOTHING = Contributions(
    base=0, pension_base=0, occupational_risk=0, health_care=0, pension_employer=0, pension_worker=0, confirmed=True
)


def suspended(enterprise: Enterprise, month: date) -> frozenset[uuid.UUID]:
    """Employments for which no contributions are due in that month, as it stands now; one query."""
    relief = Adjustment.objects.granted().filter(enterprise=enterprise, kind=AdjustmentKind.CONTRACTS)
    then = relief.filter(Q(to_month__isnull=True) | Q(to_month__gte=month), from_month__lte=month)
    return frozenset(SuspendedContract.objects.filter(adjustment__in=then).values_list("employment", flat=True))
