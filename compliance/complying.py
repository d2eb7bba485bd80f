"""What it means that a listed enterprise put it right by itself, as a question to the database."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from compliance.enums import LineState, Signal
from compliance.models import TargetLine, TargetReason
from enterprises.enums import EnterpriseState
from registration.models import Employment

WAITING = (LineState.PROPOSED, LineState.ACCEPTED, LineState.NUDGED, LineState.DUE)


def with_cured(lines: QuerySet[TargetLine]) -> QuerySet[TargetLine]:
    """Each line says in `is_cured` whether its enterprise registered since, or registered the staff it lacked.

    A page shows this at once; what it shows is written down by the next act or the daily run."""
    reasons = TargetReason.objects.filter(line=OuterRef("pk"))
    said = reasons.filter(signal=Signal.HEADCOUNT_GAP).values("number")[:1]
    staff = Employment.objects.current().filter(enterprise=OuterRef("enterprise")).order_by().values("enterprise")
    lines = lines.annotate(
        _said=Subquery(said), _staff=Coalesce(Subquery(staff.annotate(n=Count("pk")).values("n")), 0)
    )
    unknown = Exists(reasons.filter(signal=Signal.UNREGISTERED))
    since = Q(enterprise__registered_on__gt=TruncDate(F("list__built_at")))
    registered = Q(enterprise__state=EnterpriseState.REGISTERED) & (Q(unknown) | since)
    staffed = Q(_said__isnull=False, _staff__gte=F("_said"))
    waits = Q(state__in=WAITING)
    return lines.annotate(is_cured=ExpressionWrapper(waits & (registered | staffed), output_field=BooleanField()))


def cured(lines: QuerySet[TargetLine]) -> QuerySet[TargetLine]:
    """Lines that wait for nothing any more."""
    return with_cured(lines.filter(state__in=WAITING)).filter(is_cured=True)
