"""Compare the same two files with Splink on DuckDB; run by a Python that has it (requirements/bench.txt).

    python registry_splink.py FOLDER

It learns its own weights from the data, as its guide says. Stands alone: that Python has nothing of ours."""

import csv
import json
import logging
import re
import sys
import time
import warnings
from pathlib import Path

FORMS = re.compile(r"\b(co|ltd|sole|cambodia|plc|enterprise|holdings|group)\b")
COLUMNS = ("name", "name_km", "tin", "moc_number", "commune_code", "phone", "opened_on")
RULES = (
    ("tin",),
    ("moc_number",),
    ("phone",),
    ("opened_on",),
    ("substr(tin, 1, 11)",),
    ("commune_code", "substr(sorted, 1, 4)"),
    ("commune_code", "substr(sorted, -4)"),
    ("substr(commune_code, 1, 4)", "substr(sorted, 1, 4)"),
    ("sorted",),
)


def main(folder: Path) -> None:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    pairs = _pairs(folder)
    seconds = time.perf_counter() - started
    with (folder / "splink.csv").open("w", newline="") as file:
        csv.writer(file).writerows(pairs)
    status = Path("/proc/self/status").read_text()
    print(json.dumps({"seconds": seconds, "megabytes": int(status.partition("VmHWM:")[2].split()[0]) / 1024}))


def _pairs(folder: Path) -> list[tuple[str, str, float]]:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    import duckdb

    tables = []
    for name, key in (("registry", "source_key"), ("register", "nssf_number")):
        _clean(folder / f"{name}.csv", folder / f"{name}_clean.csv", key)
        frame = duckdb.sql(f"SELECT * FROM read_csv('{folder}/{name}_clean.csv', all_varchar=true, nullstr='')")
        tables.append(api.register(frame.to_arrow_table(), dataset_display_name=name))
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="key",
        comparisons=[
            cl.JaroWinklerAtThresholds("sorted", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("tin", [1, 2]),
            cl.ExactMatch("moc_number"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("opened_on"),
            cl.ExactMatch("commune_code"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
    )
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("tin"), block_on("moc_number")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for rule in (("tin",), ("sorted",), ("opened_on", "commune_code")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=0.05).as_record_list()
    best: dict[str, tuple[str, float]] = {}
    for row in found:
        sides = {row["source_dataset_l"]: row["key_l"], row["source_dataset_r"]: row["key_r"]}
        record, number = sides["registry"], sides["register"]
        if row["match_probability"] > best.get(record, ("", 0.0))[1]:
            best[record] = (number, row["match_probability"])
    return [(record, number, probability) for record, (number, probability) in best.items()]


def _clean(path: Path, to: Path, key: str) -> None:
    """Names without forms, also with their words sorted: what anybody does before comparing."""
    with path.open(newline="", encoding="utf-8") as file, to.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["key", "sorted", *COLUMNS])
        for row in csv.DictReader(file):
            words = FORMS.sub(" ", re.sub(r"[^a-z0-9 ]", " ", row["name_latin"].lower())).split()
            row["name"] = " ".join(words)
            writer.writerow([row[key], " ".join(sorted(words)), *(row[name] for name in COLUMNS)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
