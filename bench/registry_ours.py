"""Compare two files of `registry_files` with our rule, in a process of its own; says seconds, peak memory and links.

    python -m bench.registry_ours FOLDER

Reads register.csv and registry.csv, writes links.csv (source_key, nssf_number, decision); one JSON line on stdout."""

import csv
import json
import sys
import time
from datetime import date
from pathlib import Path

from enterprises.matching.blocking import Index
from enterprises.matching.choosing import UNMATCHED, Choice, choose
from enterprises.matching.rarity import Rarity
from enterprises.matching.running import uncollected
from enterprises.matching.units import Unit
from enterprises.matching.weights import weights
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.seeds.registry_matching import VALUES

_WORDS = ("tin", "moc_number", "commune_code", "phone")


def main(folder: Path) -> None:
    first = {seed.code: seed.value for seed in VALUES}
    started = time.perf_counter()
    with uncollected():
        choices = _choices(folder, Rarity(weights(first, first.__getitem__)))
    seconds = time.perf_counter() - started
    with (folder / "links.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            (choice.record.key, choice.best.unit.id, choice.decision)
            for choice in choices
            if choice.best and choice.decision != UNMATCHED
        )
    print(json.dumps({"seconds": seconds, "megabytes": megabytes()}))


def _choices(folder: Path, rarity: Rarity) -> list[Choice]:
    enterprises = _units(folder / "register.csv", "nssf_number", 0)
    records = _units(folder / "registry.csv", "source_key", 1)
    rarity.count(enterprises)
    rarity.count(records)
    return choose(records, Index(enterprises), rarity)


def megabytes() -> float:
    """Peak resident memory of this process alone."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _units(path: Path, key: str, source: int) -> list[Unit]:
    with path.open(newline="", encoding="utf-8") as file:
        return [_unit(row, key, source) for row in csv.DictReader(file)]


def _unit(row: dict[str, str], key: str, source: int) -> Unit:
    return Unit(
        id=row[key],
        key=row[key],
        source=source,
        key_km=search_key(row["name_km"]),
        key_latin=search_key(row["name_latin"]),
        opened_on=date.fromisoformat(row["opened_on"]) if row["opened_on"] else None,
        **{name: row[name] for name in _WORDS},
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
