"""The tile map of provinces: each a square in its rough place, the darker the more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nssf_portal.places.enums import PROVINCE_TILES
from nssf_portal.places.names import province_names

# English names do not fit a tile of a telephone; Khmer ones do.
PROVINCE_CODES = {
    "01": "BMC", "02": "BTB", "03": "KCM", "04": "KCN", "05": "KSP", "06": "KTM", "07": "KPT", "08": "KDL", "09": "KKG",
    "10": "KRT", "11": "MDK", "12": "PNP", "13": "PVH", "14": "PVG", "15": "PST", "16": "RTK", "17": "SRP", "18": "PSH",
    "19": "STG", "20": "SVR", "21": "TKO", "22": "OMC", "23": "KEP", "24": "PLN", "25": "TBK",
}  # fmt: skip
_WIDE = 1_000


@dataclass(frozen=True)
class Tile:
    """A province on the map; without a code an empty square."""

    code: str = ""
    name: str = ""
    short: str = ""
    people: int = 0
    step: int = 0

    @property
    def compact(self) -> str:
        """Short enough for a tile of a telephone; the whole figure is in the table."""
        return thousands(self.people) if self.people >= _WIDE else number_format(self.people, force_grouping=True)


def thousands(value: int) -> str:
    """2.6k or 33k."""
    rounded = f"{value / 1000:.1f}" if value < 9_950 else str(round(value / 1000))
    return _("%(number)sk") % {"number": rounded}


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """The map, read row by row; the darkest step holds the largest count."""
    ends, names = steps(counts.values()), province_names()
    found = []
    for code in (code for row in PROVINCE_TILES for code in row):
        here = counts.get(code, 0)
        step = step_of(here, ends) if here else 1
        found.append(Tile(code, names.get(code, code), PROVINCE_CODES[code], here, step) if code else Tile())
    return found


def steps(values: Iterable[int], count: int = 5) -> list[int]:
    """Upper ends of `count` steps that hold about as many provinces each: one large city must not pale all others."""
    ranked = sorted(value for value in values if value)
    return [ranked[-(-len(ranked) * number // count) - 1] for number in range(1, count + 1)] if ranked else []


def step_of(value: int, ends: list[int]) -> int:
    """1 to 5: the step that reaches the value; of equal ends the darkest, so that the largest count is the darkest."""
    reached = next((end for end in ends if value <= end), ends[-1])
    return len(ends) - ends[::-1].index(reached)
