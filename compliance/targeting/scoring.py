"""Scoring the units of an office's places, and reading back what was scored."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from compliance.enums import Signal
from compliance.models import Declaration, Payment, StandingRow
from compliance.targeting import scoring_sql as sql
from enterprises.enums import Sector
from enterprises.figures import bands
from nssf_portal import law
from nssf_portal.accounts.models import Office
from nssf_portal.law.book import value_or
from registration.enums_service import TipState
from registration.models import ServicePoint, Tip
from registration.services.confirmations import overdue_confirmations

_FOUR = Decimal("0.0001")
_DISTRICT = 4


class Unit(NamedTuple):
    """A scored unit, as far as choosing needs it."""

    id: uuid.UUID
    district: str
    total: float


@dataclass(frozen=True)
class Reason:
    """Why a unit is on a list: a signal, how strong, its part of the score, and the facts of its sentence."""

    signal: str
    strength: Decimal
    points: Decimal
    number: int | None = None
    against: int | None = None
    since: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Scored:
    """A chosen unit with everything its line shows."""

    id: uuid.UUID
    commune_code: str
    is_known: bool
    missing: int | None
    reasons: list[Reason]

    @property
    def score(self) -> Decimal:
        """The points of all reasons together, 1 at most."""
        return min(Decimal(1), sum((reason.points for reason in self.reasons), Decimal(0)))


def weights(on: date) -> dict[str, Decimal]:
    """The most each reason can give, as the law book has it on that day; a reason without a weight gives nothing."""
    return {str(signal): Decimal(value_or(f"target.weight.{signal}", 0, on=on)) for signal in Signal}


def availability() -> dict[str, bool]:
    """Which reasons can be computed at all: False is shown as "not computed", never as "nothing found".

    Nobody reports accidents to the portal yet, so a hire entered after one cannot be told."""
    standing = StandingRow.objects.exists()
    found = dict.fromkeys(map(str, Signal), True)
    found[Signal.HIRE_AFTER_ACCIDENT] = Signal.HIRE_AFTER_ACCIDENT in sql.STRENGTHS
    found[Signal.LATE_DECLARATIONS] = standing or Declaration.objects.exists()
    found[Signal.LATE_PAYMENTS] = standing or Payment.objects.exists()
    return found


def score(office: Office, month: date, on: date, weighed: dict[str, Decimal]) -> None:
    """Score every unit of the office's places into a table of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql.MAKE, parameters(office, month, on, weighed))


def parameters(office: Office, month: date, on: date, weighed: dict[str, Decimal]) -> dict[str, Any]:
    """What the statement is asked with: the office's places, the day, and the law of that day."""
    return {
        "places": f"{office.place_prefix}%",
        "month": month,
        "on": on,
        "zone": settings.TIME_ZONE,
        "near": _near(office),
        "informed": _informed(office),
        "micro": bands()["micro"],
        **_months(on),
        **_limits(on),
        **_sectors(on),
        **{f"w_{signal}": weight for signal, weight in weighed.items()},
    }


def count() -> int:
    """How many units were scored."""
    with connection.cursor() as cursor:
        cursor.execute(sql.COUNT)
        return cursor.fetchone()[0]


def best(limit: int) -> list[Unit]:
    """The highest scores."""
    return _units(sql.BEST, limit=limit)


def best_of_districts(floor: int) -> list[Unit]:
    """The highest scores of each district, so many of each."""
    return _units(sql.BEST_OF_DISTRICTS, floor=floor)


def lot(seed: str, limit: int) -> list[Unit]:
    """Units in the order in which they are drawn; the same seed draws the same."""
    return _units(sql.LOT, seed=seed, limit=limit)


def chosen(ids: list[uuid.UUID], weighed: dict[str, Decimal]) -> dict[uuid.UUID, Scored]:
    """These units with their reasons."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CHOSEN, {"ids": ids})
        names = [column.name for column in cursor.description]
        return {row[0]: _scored(dict(zip(names, row, strict=True)), weighed) for row in cursor.fetchall()}


def _units(statement: str, **given: object) -> list[Unit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [Unit(*row) for row in cursor.fetchall()]


def _scored(row: dict[str, Any], weighed: dict[str, Decimal]) -> Scored:
    reasons = [_reason(signal, row, weighed[signal]) for signal in sql.STRENGTHS if row[f"s_{signal}"]]
    given = sorted((r for r in reasons if r.points > 0), key=lambda r: (-r.points, r.signal))
    return Scored(row["id"], row["commune_code"], row["state"] == "known", row["missing"], given)


def _reason(signal: str, row: dict[str, Any], weight: Decimal) -> Reason:
    strength = Decimal(row[f"s_{signal}"]).quantize(_FOUR)
    number, against, since, source = (row[name] if name else None for name in sql.FACTS[signal])
    return Reason(signal, strength, (strength * weight).quantize(_FOUR), number, against, since, source or "")


def _informed(office: Office) -> list[uuid.UUID]:
    """Enterprises of which somebody said something, or whose answer about a worker is overdue: one set, told by nobody.

    Whether it was a tip or a question, how many, when and about what cannot be seen from what leaves here."""
    here = {"enterprise__commune_code__startswith": office.place_prefix}
    tips = Tip.objects.filter(enterprise__isnull=False, **here).exclude(state=TipState.CLOSED)
    overdue = overdue_confirmations().filter(**here)
    said = tips.order_by().values_list("enterprise_id").union(overdue.order_by().values_list("enterprise_id"))
    return sorted(key for (key,) in said)


def _near(office: Office) -> list[str]:
    """Districts with an office of the Fund: a coarse word for "near", by place codes alone."""
    points = ServicePoint.objects.open_for_public().near(office.place_prefix).filter(kind="office").order_by()
    codes = {code[:_DISTRICT] for code in points.values_list("commune_code", flat=True)} | {office.code[:_DISTRICT]}
    return sorted(code for code in codes if len(code) == _DISTRICT)


def _sectors(on: date) -> dict[str, Any]:
    shares = {str(sector): value_or(f"target.sector.{sector}", 0, on=on) for sector in Sector}
    given = {letter: share for letter, share in shares.items() if share}
    return {"sectors": list(given), "shares": list(given.values())}


def _limits(on: date) -> dict[str, Any]:
    return {name: law.value(code, on=on).value for name, code in _LIMITS.items()}


_LIMITS = {
    "register_days": "deadline.enterprise_registration",
    "hire_days": "deadline.employee_registration",
    "pay_day": "deadline.contribution_day",
    "tolerance": "target.headcount_tolerance",
    "gap_full": "target.headcount_full",
    "months_full": "target.late_months_full",
    "hires_full": "target.late_hires_full",
    "ended_days": "target.ended_before_visit_days",
    "ended_full": "target.ended_before_visit_full",
    "split_least": "target.split_units_least",
    "split_full": "target.split_units_full",
    "shared_most": "target.shared_most",
    "phone_least": "target.shared_phone_least",
    "phone_full": "target.shared_phone_full",
    "size_full": "target.size_full",
    "visit_full": "target.visit_full_months",
}


def _months(on: date) -> dict[str, date]:
    """From which month on lateness counts, and the last months whose day to declare and to pay is over."""
    back = int(law.value("target.months_back", on=on).value)
    return {
        "months_from": month_before(on.replace(day=1), back),
        "declared_to": _last_due(on, "deadline.declaration_day"),
        "paid_to": _last_due(on, "deadline.contribution_day"),
    }


def _last_due(on: date, code: str) -> date:
    """What is due on a day of the month after."""
    return month_before(on.replace(day=1), 1 if on.day > int(law.value(code, on=on).value) else 2)


def month_before(first: date, months: int) -> date:
    """The first day of the month so many months before."""
    for _month in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
