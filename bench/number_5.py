"""Number 5: a registry of 94,000 against a register of 22,000, beside Splink on DuckDB, on the same invented files.

Splink is no part of the portal. BENCH_SPLINK names a Python that has it (requirements/bench.txt); without one its
figures are said to be not computed. Both run in processes of their own, from the same two files to links."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.measuring import Figure, median
from bench.registry_files import Files, make

HERE = Path(__file__).resolve().parent
ENTERPRISES, RECORDS = 22_000, 94_000
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


def measure() -> list[Figure]:
    files = make(enterprises=ENTERPRISES, records=RECORDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(files, folder)
        ours, theirs = _in_turn(folder)
        figures = _ours(files, folder, ours)
        return figures + (_beside(files, folder, ours, theirs) if theirs else [_not_computed()])


def _write(files: Files, folder: Path) -> None:
    for name, rows in (("register", files.register), ("registry", files.registry)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, list(rows[0]))
            out.writeheader()
            out.writerows(rows)


def _in_turn(folder: Path) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    rival = _rival()
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(_run([sys.executable, "-m", "bench.registry_ours", str(folder)]))
        if rival:
            theirs.append(_run([rival, str(HERE / "registry_splink.py"), str(folder)]))
    return ours, theirs


def _rival() -> str | None:
    """A Python that can import it, or none."""
    python = os.environ.get("BENCH_SPLINK", sys.executable)
    asked = subprocess.run([python, "-c", "import splink, duckdb, pyarrow"], capture_output=True, check=False)
    return python if asked.returncode == 0 else None


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, capture_output=True, check=True, cwd=HERE.parent)
    return json.loads(done.stdout.splitlines()[-1])


def _ours(files: Files, folder: Path, runs: list[dict[str, float]]) -> list[Figure]:
    rows = list(_links(folder / "links.csv"))
    linked = [(key, number) for key, number, decision in rows if decision == "matched"]
    alone, _share = _precision_and_recall(files, linked)
    precision, recall = _precision_and_recall(files, [(key, number) for key, number, _decision in rows])
    size = f"{RECORDS:,} records, {ENTERPRISES:,} enterprises"
    memory = max(run["megabytes"] for run in runs)
    counts = f"{len(linked):,} linked, {len(rows) - len(linked):,} possible"
    return [
        Figure("5", f"{size}: precision of the linked", alone, ">= 0.995", alone >= 0.995, counts),
        Figure("5", "precision with the possible", precision, ">= 0.99", precision >= 0.99),
        Figure("5", "recall with the possible", recall, ">= 0.97", recall >= 0.97),
        Figure("5", "peak memory, MB", memory, "<= 600", memory <= 600),
    ]


def _beside(files: Files, folder: Path, ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> list[Figure]:
    mine = _f1(*_precision_and_recall(files, [row[:2] for row in _links(folder / "links.csv")]))
    other, threshold = _best_of(files, list(_links(folder / "splink.csv")))
    seconds = median([run["seconds"] for run in ours]), median([run["seconds"] for run in theirs])
    memory = median([run["megabytes"] for run in ours]), median([run["megabytes"] for run in theirs])
    return [
        Figure(
            "5",
            "F1 / Splink's at its best threshold",
            mine / other,
            ">= 1",
            mine >= other,
            f"{mine:.4f} against {other:.4f} (at {threshold})",
        ),
        Figure(
            "5",
            "time / Splink's",
            seconds[0] / seconds[1],
            "<= 0.25",
            seconds[0] <= seconds[1] / 4,
            f"{seconds[0]:.1f} s against {seconds[1]:.1f} s, files to links",
            {"ours": seconds[0], "splink": seconds[1]},
        ),
        Figure("5", "memory / Splink's", memory[0] / memory[1], "told", True, f"{memory[0]:.0f}, {memory[1]:.0f} MB"),
    ]


def _not_computed() -> Figure:
    return Figure("5", "beside Splink", 0.0, "not computed", True, "Splink is not installed (bench/README.md)")


def _best_of(files: Files, rows: list[list[str]]) -> tuple[float, float]:
    """Its threshold is chosen for it with the truth in hand."""
    found = []
    for threshold in (0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99):
        links = [(key, number) for key, number, likely in rows if float(likely) >= threshold]
        found.append((_f1(*_precision_and_recall(files, links)), threshold))
    return max(found)


def _links(path: Path) -> Iterable[list[str]]:
    with path.open(newline="") as file:
        yield from csv.reader(file)


def _precision_and_recall(files: Files, links: Iterable[Sequence[str]]) -> tuple[float, float]:
    right = [files.truth[key] == number for key, number in links]
    return sum(right) / max(1, len(right)), sum(right) / sum(map(bool, files.truth.values()))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)
