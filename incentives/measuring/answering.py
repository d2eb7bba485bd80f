"""The answer to one measure for one enterprise, with the sentence that names what is missing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from incentives.measuring import sentences
from incentives.measuring.holding import holds, value_of
from incentives.measuring.measured import Measured


@dataclass(eq=False)
class Answer:
    """Yes, no or not computed (None), the value it rests on, and what is missing in the reader's language."""

    measure: str
    holds: bool | None
    value: Any
    measured: Measured = field(repr=False)
    minimum: int | None = None
    maximum: int | None = None
    one_of: Collection[str] = ()

    @cached_property
    def missing(self) -> str:
        """Empty when it holds."""
        if self.holds:
            return ""
        return sentences.missing(self.measure, self.measured, self.minimum, self.maximum, self.one_of)

    @property
    def said(self) -> str:
        """The value in words."""
        return sentences.said(self.measure, self.value)


def answer(
    measure: str,
    measured: Measured,
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    one_of: Collection[str] = (),
) -> Answer:
    """Whether the measure holds within its bounds; without bounds, what its name says."""
    found = holds(measure, measured, minimum, maximum, one_of)
    return Answer(measure, found, value_of(measure, measured), measured, minimum, maximum, one_of)
