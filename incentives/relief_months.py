"""Which declared months do not fit the relief of suspended contracts yet: the employer corrects them."""

import uuid
from collections import defaultdict
from datetime import date

from compliance.declaring.suspended import suspended
from compliance.models import Declaration, DeclarationLine
from enterprises.models import Enterprise
from incentives.enums import ReliefKind, ReliefState
from incentives.models import ReliefRequest

_DECIDED = (ReliefState.GRANTED, ReliefState.REVOKED)


def to_correct(request: ReliefRequest) -> list[date]:
    """Months that were declared before the relief was granted, or taken back; a correction counts them anew."""
    if request.kind != ReliefKind.CONTRACTS or request.state not in _DECIDED:
        return []
    ids = set(request.contracts.values_list("employment", flat=True))
    span = {"month__range": (request.from_month, request.to_month)}
    standing = Declaration.objects.current().filter(enterprise=request.enterprise_id, **span)
    lines = DeclarationLine.objects.filter(declaration__in=standing, employment_id__in=ids, **span)
    free: dict[date, dict[uuid.UUID, bool]] = defaultdict(dict)
    for month, employment, base in lines.values_list("month", "employment_id", "base"):
        free[month][employment] = base == 0
    return [month for month in sorted(free) if _differs(request.enterprise, month, free[month])]


def _differs(enterprise: Enterprise, month: date, told: dict[uuid.UUID, bool]) -> bool:
    resting = suspended(enterprise, month)
    return any(free != (employment in resting) for employment, free in told.items())


def waiting_for(enterprise: Enterprise) -> list[date]:
    """All such months of an enterprise, each once."""
    asked = ReliefRequest.objects.filter(enterprise=enterprise, kind=ReliefKind.CONTRACTS, state__in=_DECIDED)
    return sorted({month for one in asked.select_related("enterprise") for month in to_correct(one)})
