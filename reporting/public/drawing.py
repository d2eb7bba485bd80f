"""The curve in the drawing's own units, and the map; the words stand beside it in HTML."""

from dataclasses import dataclass
from datetime import date

from nssf_portal.places.enums import PROVINCE_TILES
from nssf_portal.places.names import province_names
from nssf_portal.places.tiles import PROVINCE_CODES, step_of, steps, thousands
from reporting.public.figures import Province, Shown, Standing

_WIDE, _HIGH = 1000, 300
_SHARES = (40, 55, 70, 85)
"""A tile is darker from each of these shares of the target on."""


@dataclass(frozen=True)
class Curve:
    """Lines of the chart as the points of polylines."""

    reached: str
    filled: str
    target: str
    projection: str
    most: int


@dataclass(frozen=True)
class Tile:
    """A province on the map; without a code an empty square."""

    code: str = ""
    name: str = ""
    short: str = ""
    shown: str = ""
    step: int = 1


def curve(standing: Standing) -> Curve | None:
    """None while there is nothing to draw."""
    if len(standing.points) < 2:
        return None
    most = max(standing.target or 0, standing.points[-1][1], standing.projected or 0, 1)
    at = _Scale(standing.counted_from, max(standing.ends_on, standing.as_of), most)
    last, people = standing.points[-1]
    reached = " ".join(at(day, value) for day, value in standing.points)
    filled = f"{at(standing.counted_from, 0)} {reached} {at(last, 0)}"
    target = f"{at(standing.counted_from, 0)} {at(standing.ends_on, standing.target)}" if standing.target else ""
    ahead = standing.projected
    projection = f"{at(last, people)} {at(standing.ends_on, ahead)}" if ahead is not None else ""
    return Curve(reached, filled, target, projection, most)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date
    most: int

    def __call__(self, day: date, people: int) -> str:
        days = max((self.last - self.first).days, 1)
        x = _WIDE * (day - self.first).days / days
        return f"{min(max(x, 0), _WIDE):.1f},{_HIGH - _HIGH * people / self.most:.1f}"


def by_share(standing: Standing) -> bool:
    """The map tells shares of the quarter's target where provinces have targets, else people."""
    return any(one.target for one in standing.provinces)


def tiles(standing: Standing) -> list[Tile]:
    """The map, read row by row."""
    known = {one.code: one for one in standing.provinces}
    ends = steps([one.to_date.value or 0 for one in standing.provinces])
    names, shares = province_names(), by_share(standing)
    found = []
    for code in (code for row in PROVINCE_TILES for code in row):
        province = known.get(code)
        if not code or province is None:
            found.append(Tile())
            continue
        shown, step = _share(province) if shares else _people(province.to_date, ends)
        found.append(Tile(code, names.get(code, code), PROVINCE_CODES[code], shown, step))
    return found


def name_of(code: str) -> str:
    return province_names().get(code, code)


def _share(province: Province) -> tuple[str, int]:
    if province.share is None:
        return "–", 1
    if not province.share and province.in_quarter.value:
        return "<1%", 1
    return f"{province.share}%", 1 + sum(province.share >= end for end in _SHARES)


def _people(shown: Shown, ends: list[int]) -> tuple[str, int]:
    if shown.value is None:
        return "–", 1
    text = thousands(shown.value) if shown.value >= 1_000 else str(shown.value)
    return text, step_of(shown.value, ends) if shown.value else 1
