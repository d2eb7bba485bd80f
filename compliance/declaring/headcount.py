"""How many workers others say an enterprise has, beside how many the Fund knows."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from compliance.declaring import months
from compliance.models import Declaration
from enterprises.enums import MatchState, Way
from enterprises.models import Enterprise, RegistryRecord
from registration.models import Employment


@dataclass(frozen=True)
class Said:
    """One source's number, with its own date."""

    source: str
    as_of: date | None
    workers: int
    code: str = ""


@dataclass(frozen=True)
class Headcount:
    said: list[Said] = field(default_factory=list)
    registered: int = 0  # on the staff list on that day
    declared: int | None = None  # in the newest declaration known on that day

    @property
    def highest(self) -> int | None:
        return max((one.workers for one in self.said), default=None)

    @property
    def gap(self) -> int | None:
        """Workers that somebody else counts and the Fund does not; None when nobody else says a number."""
        return None if self.highest is None else max(self.highest - self.registered, 0)


def compare(enterprise: Enterprise, on: date) -> Headcount:
    """From what was recorded by the end of that day: registries and labour declarations, newest first."""
    until = months.end_of(on)
    declared = Declaration.objects.filter(enterprise=enterprise, filed_at__lte=until)
    newest = declared.order_by("-month", "-filed_at").values_list("workers", flat=True).first()
    there = Employment.objects.filter(enterprise=enterprise, started_on__lte=on, entered_at__lte=until)
    registered = there.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).values("member").distinct().count()
    return Headcount(_said(enterprise, on), registered, newest)


def _said(enterprise: Enterprise, on: date) -> list[Said]:
    until = months.end_of(on)
    records = RegistryRecord.objects.filter(enterprise=enterprise, declared_workers__isnull=False)
    records = records.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=until), received_at__lte=until)
    records = records.exclude(source__way=Way.OWN).exclude(match_state=MatchState.POSSIBLE)
    records = records.filter(Q(as_of__isnull=True) | Q(as_of__lte=on)).select_related("source")
    said = [
        Said(record.source.name, record.as_of, record.declared_workers, record.source.code)
        for record in records.order_by("source__rank", "-as_of", "pk")
    ]
    if enterprise.declared_workers is not None:
        said.append(Said(_("The enterprise itself, when it registered"), enterprise.registered_on,
                         enterprise.declared_workers))  # fmt: skip
    return said
