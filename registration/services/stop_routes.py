"""Where a mobile unit should go: districts with many workers of unregistered units, their communes one after another.

What is counted: units in state *known* (an institution names them, the Fund has not registered them) and the workers
declared elsewhere. A unit without such a number counts as a unit and as no worker: the sums are the least there are.
The national list of places has no positions: communes of one district, in the order of the list, are taken as near."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Sum
from django.utils import timezone

from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.law.book import value_or
from nssf_portal.places.names import place_name
from registration.enums import StopState
from registration.models import UnitStop


@dataclass(frozen=True)
class Gap:
    """A commune with units that are not registered."""

    code: str
    units: int
    workers: int
    last_stop: date | None

    @property
    def name(self) -> str:
        return place_name(self.code)


@dataclass(frozen=True)
class Route:
    """Communes of one district, in the order of the national list."""

    district: str
    communes: list[Gap]

    @property
    def name(self) -> str:
        return place_name(self.district)

    @property
    def units(self) -> int:
        return sum(one.units for one in self.communes)

    @property
    def workers(self) -> int:
        return sum(one.workers for one in self.communes)


def gaps(user: User) -> list[Gap]:
    """Communes of the user's places in which somebody is missing and no stop was or will be for the law book's days."""
    scope = in_places(user, Permission.PLAN_STOPS, "commune_code")
    known = Enterprise.objects.filter(scope, state=EnterpriseState.KNOWN, commune_code__gt="").order_by()
    counted = known.values_list("commune_code").annotate(Count("pk"), Sum("declared_workers"))
    last = _last_stops()
    quiet = timezone.localdate() - timedelta(days=int(value_or("stop.route_quiet_days", 90)))
    rows = (Gap(code, units, workers or 0, last.get(code)) for code, units, workers in counted)
    return [gap for gap in rows if gap.last_stop is None or gap.last_stop < quiet]


def _last_stops() -> dict[str, date]:
    held = UnitStop.objects.exclude(state=StopState.CANCELLED).order_by()
    rows = held.values_list("commune_code").annotate(Max("starts_at"))
    return {code: timezone.localdate(at) for code, at in rows}


def suggest(user: User, *, most: int = 8) -> list[Route]:
    """Routes by the workers they would reach; of a district the communes with the most, the law book's number."""
    longest = int(value_or("stop.route_communes", 4))
    by_district: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps(user):
        by_district[gap.code[:4]].append(gap)
    routes = [Route(district, _chain(found, longest)) for district, found in by_district.items()]
    return sorted(routes, key=lambda route: (-route.workers, -route.units, route.district))[:most]


def _chain(found: list[Gap], longest: int) -> list[Gap]:
    chosen = sorted(found, key=lambda gap: (-gap.workers, -gap.units, gap.code))[:longest]
    return sorted(chosen, key=lambda gap: gap.code)
