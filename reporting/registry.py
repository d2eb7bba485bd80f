"""The registry of indicators: one function each, no copy; docs/indicators.md is written from it.

An app's indicators stand in `reporting/indicators/<theme>.py` and are added by `add` when the module is imported."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reporting.enums import Direction, Hidden, Method, Missing, Origin
from reporting.periods import Period

WHOLE = ""


@dataclass(frozen=True)
class Cell:
    """One figure: of the whole (cut "") or of a value of each dimension of its cut ("sex+province").

    `value` is a count, days, riel or, for shares, percent; shares carry what they were divided from."""

    cut: str = WHOLE
    where: Mapping[str, str] = field(default_factory=dict)
    value: Decimal | int | None = None
    numerator: int | None = None
    denominator: int | None = None
    missing: Missing = Missing.NO
    hidden: Hidden = Hidden.NO
    origin: Origin = Origin.COMPUTED

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.missing):
            raise ValueError("a figure, or the reason why there is none")

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        return self.cut, tuple(sorted(self.where.items()))


Figures = Callable[[Period], Iterable[Cell]]


@dataclass(frozen=True)
class Definition:
    """What an indicator is. Texts are lazy: English in the code, Khmer by gettext."""

    code: str  # "new_members"
    name: Any
    definition: Any  # what is counted and what is not
    unit: str  # people, units, percent, days, riel, activities, documents
    source: Any
    method: Method
    direction: Direction
    as_of: Any  # the rule: "registered within the period, as known when the report is made"
    measures: tuple[str, ...] = ()  # rows of the plan it serves ("1.1")
    cuts: tuple[str, ...] = ()  # tables beside the whole: "province", "sex+province+group"
    figures: Figures | None = None  # None: entered by an institution
    headline: bool = False
    shares: bool = False  # percent of a denominator
    rows: Callable[[Period, Mapping[str, str]], Any] | None = None  # a queryset behind a cell, for those allowed

    def cells(self, period: Period) -> Iterator[Cell]:
        """The figures of a period; an entered indicator has none of its own."""
        if self.figures is not None:
            yield from self.figures(period)


_definitions: dict[str, Definition] = {}


def add(definition: Definition) -> Definition:
    """Put an indicator on record; a code is taken once."""
    if _definitions.setdefault(definition.code, definition) is not definition:
        raise ValueError(f"the code {definition.code} is taken")
    return definition


def every() -> list[Definition]:
    """All, in the order in which they were added."""
    import reporting.indicators  # noqa: F401  (its modules add theirs)

    return list(_definitions.values())


def get(code: str) -> Definition:
    """Raises KeyError for an unknown code."""
    every()
    return _definitions[code]
