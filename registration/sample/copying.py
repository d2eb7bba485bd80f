"""How invented rows are written for COPY, and how their keys follow from their number."""

from datetime import date, timedelta

EPOCH_MS = 1_577_836_800_000
"""1 January 2020: keys look like any other's (UUIDv7), and no two samples share one, because each row has a serial."""
_V7 = (0x7 << 76) | (0x2 << 62)
_FIRST = date(1940, 1, 1).toordinal()
ISO = [(date(1940, 1, 1) + timedelta(days=day)).isoformat() for day in range(366 * 110)]


def iso(ordinal: int) -> str:
    """A date as text, from its ordinal: looked up, because millions are written."""
    return ISO[ordinal - _FIRST]


def key_of(table: int, serial: int, noise: int) -> int:
    """The UUIDv7 of the serial-th row of a table; `noise` is 62 random bits."""
    return ((EPOCH_MS + serial) << 80) | _V7 | (table << 64) | (noise & 0x3FFFFFFFFFFFFFFF)
