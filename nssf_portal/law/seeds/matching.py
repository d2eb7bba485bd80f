"""Comparing people: first values. No text says how; the Fund sets them by what its officers find."""

from decimal import Decimal

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

# Points for and against; their sum, held between 0 and 1, is the score.
_WEIGHTS = {
    "identifier": "0.60",
    "phone": "0.10",
    "name": "0.55",
    "name_differs": "-0.10",
    "birth_equal": "0.35",
    "birth_swapped": "0.30",
    "birth_slip": "0.28",
    "birth_year_slip": "0.27",
    "birth_default_equal": "0.18",
    "birth_year_equal": "0.15",
    "birth_unknown": "0",
    "birth_year_near": "-0.05",
    "birth_year_only": "-0.15",
    "birth_differs": "-0.60",
    "sex_differs": "-0.35",
    "nationality_differs": "-0.15",
    "common_name": "-0.05",
    "common_name_near": "-0.25",
}
_LIMITS = {
    "name.floor": "0.68",  # names less alike than this do not speak for one person
    "name.full": "0.93",  # from here on they speak as loud as equal ones
    "threshold.same": "0.90",
    "threshold.possible": "0.60",
    "threshold.shown": "0.40",
}
FIRST_VALUES = {**{f"weight.{code}": Decimal(text) for code, text in _WEIGHTS.items()},
                **{code: Decimal(text) for code, text in _LIMITS.items()}}  # fmt: skip

VALUES: tuple[Seed, ...] = (
    *(Seed(f"matching.{code}", value, Unit.NONE, HOUSE, False) for code, value in FIRST_VALUES.items()),
    Seed("matching.common_name.bearers", 500, Unit.PERSONS, HOUSE, False, note="A name more members bear says less."),
    Seed("matching.name_likeness", Decimal("0.3"), Unit.NONE, HOUSE, False, note="Trigrams in common, first step."),
)
