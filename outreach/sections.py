"""What the other parts of outreach show on an activity's own page: a small card each.

Parts register `(request, activity) -> Section | None` in the slot `SLOT` with an order."""

from dataclasses import dataclass, field
from typing import Any

SLOT = "activity.sections"


@dataclass(frozen=True)
class Section:
    """A card: its title, lines of facts, and links as (words, address)."""

    title: Any
    lines: list[Any] = field(default_factory=list)
    links: list[tuple[Any, str]] = field(default_factory=list)
