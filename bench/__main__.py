"""`make bench`: the performance table as ratios, both sides in one run, on servers and data of its own.

    python -m bench [NUMBER ...] [--members N] [--work-items K]

Prints a line for each figure and writes bench/results.json. Absolute times say little on a shared machine; the
ratios are to be quoted. Exit status 1 when a wanted ratio was missed."""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NUMBERS = ("1", "2", "3", "4", "5", "6", "7", "9", "11", "12", "13", "duplicates", "deliveries")


def prepare(members: int, work_items: int) -> None:
    """Own cluster and keys under var/bench, migrated, with a register of sample people."""
    os.environ.setdefault("VAR_DIR", str(HERE.parent / "var" / "bench"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nssf_portal.settings.dev")
    os.environ["NSSF_DB_ROLE"] = "owner"
    from nssf_portal.runtime import keeper

    keeper.ensure()
    import django

    django.setup()
    from bench import register

    register.fill(members, work_items)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("numbers", nargs="*", default=[])
    parser.add_argument("--members", type=int, default=int(os.environ.get("BENCH_MEMBERS", "3000000")))
    parser.add_argument("--work-items", type=int, default=1_000_000)
    options = parser.parse_args()
    prepare(options.members, options.work_items)
    figures = []
    for number in options.numbers or NUMBERS:
        name = f"number_{number}" if number.isdigit() else number
        figures += importlib.import_module(f"bench.{name}").measure()
    for figure in figures:
        print(figure.line())
    (HERE / "results.json").write_text(json.dumps([vars(f) for f in figures], indent=1) + "\n")
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
