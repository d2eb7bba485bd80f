"""The curve, the bars and the map of a report, in the drawing's own units; the words stand beside them in HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nssf_portal.places.enums import PROVINCE_TILES
from nssf_portal.places.names import province_names
from nssf_portal.places.tiles import PROVINCE_CODES, step_of, steps, thousands
from reporting.enums import Hidden
from reporting.paper.figures import Shown
from reporting.paper.saying import Say

WIDE, HIGH = 1000, 300
_WIDE_NUMBER = 1_000
_NO_PARTS = frozenset({"percent", "days", "documents", "fields"})


@dataclass(frozen=True)
class Curve:
    """Lines as the points of polylines; heights of the scale with their words, from above."""

    reached: str
    filled: str
    target: str
    projection: str
    marks: list[str]
    ends: tuple[str, str]


@dataclass(frozen=True)
class Bar:
    word: str
    shown: Shown
    width: int  # of a thousand
    share: str = ""


@dataclass(frozen=True)
class Tile:
    """A province on the map; without a code an empty square."""

    code: str = ""
    name: str = ""
    short: str = ""
    shown: str = ""
    whole: str = ""
    step: int = 1
    url: str = ""


@dataclass(frozen=True)
class Span:
    """From the first day to the last; up to the most."""

    first: date
    last: date
    most: Decimal

    def at(self, day: date, value: Decimal | int) -> str:
        days = max((self.last - self.first).days, 1)
        x = min(max((day - self.first).days / days, 0), 1)
        y = 1 - float(value) / float(self.most or 1)
        return f"{WIDE * x:.1f},{HIGH * y:.1f}"


def curve(
    points: list[tuple[date, Decimal]], start: date, end: date, target: Decimal | None, ahead: Decimal | None, say: Say
) -> Curve | None:
    """None while there is nothing to draw a line between."""
    if not points:
        return None
    most = max([value for _day, value in points] + [one for one in (target, ahead) if one is not None])
    span = Span(start, max(end, points[-1][0]), most)
    zero, (last, value) = span.at(start, 0), points[-1]
    reached = " ".join([zero, *(span.at(day, here) for day, here in points)])
    return Curve(
        reached,
        f"{reached} {span.at(last, 0)}",
        f"{zero} {span.at(end, target)}" if target else "",
        f"{span.at(last, value)} {span.at(end, ahead)}" if ahead is not None and last < end else "",
        [say.number(most * part / 4) for part in (4, 3, 2, 1, 0)],
        (say.day(start), say.day(span.last)),
    )


def bars(cells: Iterable[tuple[str, Shown]], whole: Decimal | None, say: Say) -> list[Bar]:
    """The longest is the largest number shown; a hidden one has no length, and beside it nobody has a share."""
    rows = list(cells)
    most = max((shown.number for _word, shown in rows if shown.number is not None), default=Decimal(0))
    known = all(shown.number is not None for _word, shown in rows)
    return [_bar(word, shown, most, whole if known else None, say) for word, shown in rows]


def _bar(word: str, shown: Shown, most: Decimal, whole: Decimal | None, say: Say) -> Bar:
    if shown.number is None:
        return Bar(word, shown, 0)
    width = int(1000 * shown.number / most) if most > 0 else 0
    adds_up = whole and shown.unit not in _NO_PARTS
    return Bar(word, shown, width, say.value(100 * shown.number / whole, "percent") if adds_up and whole else "")


def _short(shown: Shown, here: int, say: Say) -> str:
    """What fits a tile of a telephone; the whole words are in the table."""
    if shown.hidden:
        return say.digits("<5") if shown.hidden == Hidden.SMALL else "–"
    return say.digits(thousands(here)) if here >= _WIDE_NUMBER else shown.text


def tiles(cells: Mapping[str, Shown], say: Say) -> list[Tile]:
    """Read row by row; a province without a cell has nobody."""
    numbers = {code: int(one.number) for code, one in cells.items() if one.number is not None}
    ends, names = steps(numbers.values()), province_names()
    found = []
    for code in (code for row in PROVINCE_TILES for code in row):
        shown = cells.get(code) or Shown(say.number(0), number=Decimal(0))
        here = numbers.get(code, 0)
        step = step_of(here, ends) if here else 1
        short = _short(shown, here, say)
        name = names.get(code, code)
        found.append(Tile(code, name, PROVINCE_CODES[code], short, shown.text, step, shown.url) if code else Tile())
    return found
