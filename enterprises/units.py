"""The units behind a figure: which enterprises or records a number of the map means."""

from typing import Any

from django.db.models import Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enterprises.enums import EnterpriseState, MatchState, Way
from enterprises.figures import NOT_SAID, bands
from enterprises.models import Enterprise, RegistryRecord
from nssf_portal.accounts.models import User

STATES = ("registered", "matched", "possible", "missing")
_IN_FORCE = (EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED)


def enterprises_of(user: User, state: str, **filters: str) -> QuerySet[Enterprise]:
    """Registered, matched or missing units that this user may see, as the map counts them."""
    found = Enterprise.objects.visible_to(user)
    found = found.filter(state=EnterpriseState.KNOWN) if state == "missing" else found.filter(state__in=_IN_FORCE)
    if state != "registered" or filters.get("source"):
        found = found.filter(Exists(_records(filters.get("source", "")).filter(enterprise=OuterRef("pk"))))
    if filters.get("size"):
        found = found.alias(
            workers=Coalesce("declared_workers", Subquery(_said_workers()), output_field=IntegerField())
        )
    return found.filter(_where(filters, "workers")).order_by("pk")


def records_of(user: User, **filters: str) -> QuerySet[RegistryRecord]:
    """Records that may be an enterprise we know, that this user may see."""
    found = RegistryRecord.objects.visible_to(user).live().filter(match_state=MatchState.POSSIBLE)
    found = found.exclude(source__way=Way.OWN)
    if filters.get("source"):
        found = found.filter(source__code=filters["source"])
    return found.filter(_where(filters, "declared_workers")).select_related("source").order_by("pk")


def sources_of(enterprises: list[Enterprise]) -> dict[Any, list[str]]:
    """Who names each of these units."""
    rows = _records("").filter(enterprise__in=enterprises).select_related("source").order_by("source__rank", "pk")
    found: dict[Any, list[str]] = {}
    for record in rows:
        names = found.setdefault(record.enterprise_id, [])
        if record.source.name not in names:
            names.append(record.source.name)
    return found


def _records(source: str) -> QuerySet[RegistryRecord]:
    found = RegistryRecord.objects.live().exclude(source__way=Way.OWN).exclude(match_state=MatchState.POSSIBLE)
    return found.filter(source__code=source) if source else found


def _said_workers() -> QuerySet:
    said = _records("").filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    return said.annotate(most=Max("declared_workers")).values("most")


def _where(filters: dict[str, str], workers: str) -> Q:
    wanted = Q()
    if place := filters.get("place"):
        wanted &= Q(commune_code__startswith=place)
    if sector := filters.get("sector"):
        wanted &= Q(sector="" if sector == NOT_SAID else sector)
    if size := filters.get("size"):
        wanted &= _of_size(size, workers)
    return wanted


def _of_size(size: str, workers: str) -> Q:
    if size == NOT_SAID:
        return Q(**{f"{workers}__isnull": True})
    ends = bands()
    lower = {"small": ends["micro"], "medium": ends["small"], "large": ends["medium"]}.get(size)
    found = Q(**{f"{workers}__isnull": False})
    if lower is not None:
        found &= Q(**{f"{workers}__gte": lower})
    return found & Q(**{f"{workers}__lt": ends[size]}) if size in ends else found
