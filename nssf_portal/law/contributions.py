"""Monthly contributions of one worker (Prakas 449 of 2017; Sub-Decrees 32 and 144 of 2021)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

from nssf_portal import law
from nssf_portal.law import NoLawInForce


@dataclass(frozen=True)
class Contributions:
    """Riel per month; `base` serves occupational risk and health care, `pension_base` the pension."""

    base: int
    pension_base: int
    occupational_risk: int
    health_care: int
    pension_employer: int
    pension_worker: int
    confirmed: bool

    def amounts(self) -> dict[str, Any]:
        given = asdict(self)
        del given["confirmed"]
        return given


def work_out(wage: int, on: date | None = None) -> Contributions:
    """What is due for a month's wage under the law of that date; raises NoLawInForce before 2018."""
    if wage < 0:
        raise ValueError("a wage is not negative")
    reader = _Reader(on or timezone.localdate())
    base = band_base(wage, reader)
    pension_base, employer, worker = _pension(wage, reader)
    return Contributions(
        base=base,
        pension_base=pension_base,
        occupational_risk=_riel(base * reader("contribution.occupational_risk.rate")),
        health_care=_riel(base * reader("contribution.health_care.rate")),
        pension_employer=employer,
        pension_worker=worker,
        confirmed=reader.confirmed,
    )


class _Reader:
    """Reads values for one date and remembers whether all of them are confirmed."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.confirmed = law.value("contribution.rounding", on=on).confirmed

    def __call__(self, code: str) -> Any:
        found = law.value(code, on=self.on)
        self.confirmed = self.confirmed and found.confirmed
        return found.value


def band_base(wage: int, read: _Reader) -> int:
    """The middle of the wage's band; above the ceiling the ceiling itself (so 1,200,001 jumps by 25,000)."""
    floor, ceiling = read("contribution.band.floor"), read("contribution.band.ceiling")
    width = read("contribution.band.width")
    if wage <= floor:
        return floor
    if wage > ceiling:
        return ceiling
    bands = int((Decimal(wage - floor) / width).to_integral_value(ROUND_CEILING))
    return floor + bands * width - width // 2


def _pension(wage: int, read: _Reader) -> tuple[int, int, int]:
    """The wage itself between floor and ceiling; nothing before contributions began on 1 October 2022."""
    try:
        floor, ceiling = read("contribution.pension.floor"), read("contribution.pension.ceiling")
    except NoLawInForce:
        return 0, 0, 0
    base = min(max(wage, floor), ceiling)
    employer = _riel(base * read("contribution.pension.employer_rate"))
    return base, employer, _riel(base * read("contribution.pension.worker_rate"))


def _riel(amount: Decimal) -> int:
    """Whole riel, half up, per worker and scheme: `contribution.rounding`, to be confirmed by NSSF."""
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
