"""Size classes by number of workers, with the law book's limits."""

from collections.abc import Mapping
from datetime import date

from enterprises.figures import bands
from incentives.enums import Size


def limits(on: date | None = None) -> dict[str, int]:
    """The number of workers below which an enterprise is micro, small or medium on a day (today)."""
    return bands(on)


def size_of(workers: int | None, below: Mapping[str, int] | None = None) -> str:
    """The class of so many workers; empty when nobody knows how many there are. `below`: limits read once for many."""
    if workers is None:
        return ""
    return next((name for name, limit in (below or limits()).items() if workers < limit), Size.LARGE.value)
