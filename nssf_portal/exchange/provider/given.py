"""What the Fund itself gives over CamDX: its own row on the scoreboard of those who share."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Sum

from nssf_portal.exchange.provider.models import PartnerGrant, ProvidedTally
from nssf_portal.exchange.provider.registry import Service, services


@dataclass(frozen=True, slots=True)
class Given:
    """One service: how many partners may use it, since when it answers, when last, and how often."""

    service: str
    title: str
    partners: int
    since: datetime.date | None
    last: datetime.date | None
    answered: int
    clients: int
    """How many partners were ever answered."""


def given_since() -> list[Given]:
    """Each service offered, also those that nobody has asked yet; two queries, whatever was exchanged."""
    counted = ProvidedTally.objects.filter(answered__gt=0).order_by().values("service")
    told: dict[str, Mapping[str, Any]] = {
        row["service"]: row
        for row in counted.annotate(
            first=Min("day"), last=Max("day"), total=Sum("answered"), clients=Count("client", distinct=True)
        )
    }
    open_grants = PartnerGrant.objects.in_force().filter(client__active=True).order_by().values("service")
    granted = dict(open_grants.annotate(n=Count("client", distinct=True)).values_list("service", "n"))
    return [_given(service, told.get(service.code, {}), granted.get(service.code, 0)) for service in services()]


def _given(service: Service, row: Mapping[str, Any], partners: int) -> Given:
    first, last = row.get("first"), row.get("last")
    answered, clients = row.get("total") or 0, row.get("clients") or 0
    return Given(service.code, service.title, partners, first, last, answered, clients)
