"""Number 2: reading a roster file, and reading, validating and keying it, against openpyxl."""

import tempfile
from pathlib import Path

from bench.measuring import Figure, in_turn, median
from bench.register import roster_file


def measure() -> list[Figure]:
    import openpyxl

    from nssf_portal.reading.guard import open_guarded
    from nssf_portal.reading.sources import SheetSource, sheet_of
    from registration.reading.headers import read_layout
    from registration.reading.rows import RosterReader
    from registration.services.checking import rules_today

    rules = rules_today()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.xlsx"
        path.write_bytes(roster_file(10_000, 11))

        def slow_rows() -> list[list]:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            return [["" if v is None else v for v in row] for row in book.active.iter_rows(values_only=True)]

        def ours() -> int:
            return sum(1 for _ in open_guarded(path, path.name).sheets[0].rows())

        def check(source: SheetSource) -> int:
            return sum(1 for row in RosterReader(read_layout(source), rules) if row.key_latin)

        sides = {
            "parse": ours,
            "openpyxl_parse": slow_rows,
            "whole": lambda: check(open_guarded(path, path.name)),
            "openpyxl_whole": lambda: check(SheetSource("xlsx", [sheet_of("Staff", slow_rows())])),
        }
        found = {name: median(times) for name, times in in_turn(sides, 5).items()}
    parse = found["openpyxl_parse"] / found["parse"]
    whole = found["openpyxl_whole"] / found["whole"]
    return [
        Figure("2", "times faster than openpyxl, parse (guarded child process included)", parse, ">= 8", parse >= 8,
               "", found),
        Figure("2", "times faster, parse + validate + keys", whole, ">= 4", whole >= 4),
    ]  # fmt: skip
