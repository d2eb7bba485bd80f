"""Finding a commune by the names people write: with or without "Sangkat", in either script, in its district."""

from functools import lru_cache

from nssf_portal.places.enums import Level
from nssf_portal.places.models import Place, PlaceAlias, place_key

_TITLES = """រាជធានី ខេត្ត ក្រុង ស្រុក ខណ្ឌ ឃុំ សង្កាត់ province city municipality district khan srok krong commune
    sangkat khum capital""".split()


class Communes:
    """The current communes by code and by name; where no places are loaded, any code passes."""

    def __init__(self) -> None:
        places = Place.objects.current().exclude(level=Level.VILLAGE)
        self._codes: dict[str, set[str]] = {}
        for code, *keys in places.values_list("code", "key_km", "key_latin"):
            self._add(code, *keys)
        aliases = PlaceAlias.objects.exclude(place__level=Level.VILLAGE).filter(place__is_current=True)
        for code, key in aliases.values_list("place__code", "key"):
            self._add(code, key)
        # A record may name a commune of an older release: its code is known, though nobody finds it by name.
        self.known = frozenset(Place.objects.filter(level=Level.COMMUNE).values_list("code", flat=True))
        self._found: dict[tuple[str, str, str], str] = {}

    def find(self, province: str, district: str, commune: str) -> str:
        """The code of the one commune these names mean; '' when none or several."""
        key = (province, district, commune)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _add(self, code: str, *keys: str) -> None:
        for key in keys:
            self._codes.setdefault(key, set()).add(code)

    def _find(self, province: str, district: str, commune: str) -> str:
        found = self._named(commune, 6)
        for name, length in ((district, 4), (province, 2)):
            if name:
                within = self._named(name, length)
                found = {code for code in found if code[:length] in within}
        return found.pop() if len(found) == 1 else ""

    def _named(self, name: str, length: int) -> set[str]:
        return {code for key in _keys(name) for code in self._codes.get(key, ()) if len(code) == length}


@lru_cache(maxsize=8192)
def _keys(name: str) -> tuple[str, ...]:
    """The name's key, and the one without a title before or after it."""
    whole, bare = place_key(name), name.strip().casefold()
    for title in _TITLES:
        bare = bare.removeprefix(title).removesuffix(f" {title}").strip()
    return (whole, key) if (key := place_key(bare)) and key != whole else (whole,)
