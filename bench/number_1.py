"""Number 1: a roster, xlsx on disk to committed members, employments, audit and encrypted identifiers."""

import io
import json
import os
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import connection

from bench.measuring import Figure, in_turn, median, timed
from bench.register import FACTORY, roster_file

_SEEDS = iter(range(int.from_bytes(os.urandom(4), "big"), 2**40))


def measure() -> list[Figure]:
    ten, hundred = _against_copy(10_000, rounds=5), _against_copy(100_000, rounds=3)
    saved = _per_row_save(600)
    statements = {rows: _statements(rows) for rows in (100, 10_000, 100_000)}
    memory = _peak_megabytes(100_000)
    by_row = saved / (ten["whole"] / 10_000)
    per_second = (100_000 / hundred["whole"]) / (10_000 / ten["whole"])
    times = {f"{side}_{n}": value for n, run in ((10, ten), (100, hundred)) for side, value in run.items()}
    return [
        Figure("1", "COPY floor / whole path, 10,000 rows", ten["copy"] / ten["whole"], ">= 1/40 = 0.025",
               ten["copy"] / ten["whole"] >= 1 / 40, f"= 1/{ten['whole'] / ten['copy']:.0f}", times),
        Figure("1", "COPY floor / whole path, 100,000 rows", hundred["copy"] / hundred["whole"], ">= 1/50 = 0.02",
               hundred["copy"] / hundred["whole"] >= 1 / 50, f"= 1/{hundred['whole'] / hundred['copy']:.0f}"),
        Figure("1", "times faster than save() a row", by_row, ">= 25", by_row >= 25),
        Figure("1", "statements in the registering transaction", max(statements.values()), "<= 20 at any size",
               max(statements.values()) <= 20 and len(set(statements.values())) == 1, str(statements)),
        Figure("1", "rows/s at 100,000 against 10,000", per_second, ">= 0.7", per_second >= 0.7,
               f"{100_000 / hundred['whole']:.0f} rows/s"),
        Figure("1", "peak memory of the importing process, MB, 100,000 rows", memory, "<= 300", memory <= 300),
    ]  # fmt: skip


def _against_copy(rows: int, rounds: int) -> dict[str, float]:
    files = iter([roster_file(rows, next(_SEEDS)) for _ in range(rounds + 1)])
    last = import_bytes(next(files))  # warm: plans, caches
    lines = _staged_lines(last)
    found = in_turn({"copy": lambda: _copy(lines), "whole": lambda: import_bytes(next(files))}, rounds)
    extra = [timed(lambda: _copy(lines)) for _ in range(max(0, 5 - rounds))]
    return {"copy": median([*found["copy"], *extra]), "whole": median(found["whole"])}


def import_bytes(content: bytes):
    """What the employer's upload, the worker's check, the employer's confirmation and the worker's registering do."""
    from enterprises.models import Enterprise
    from nssf_portal.jobs import services as jobs
    from nssf_portal.jobs.models import Job
    from registration.enums import RosterMode
    from registration.services import rosters

    factory = Enterprise.objects.get(nssf_number=FACTORY)
    roster, _new = rosters.take_in(
        enterprise=factory, establishment=factory.establishments.get(), mode=RosterMode.NEW_ONLY,
        file=ContentFile(content, name="staff.xlsx"), submission_id=uuid.uuid4(), by=None,
    )  # fmt: skip
    assert jobs.run(Job.objects.get(subject_id=roster.pk, kind=rosters.CHECK).pk)
    job = rosters.confirm(roster=roster, by=None)
    assert job and jobs.run(job.pk)
    roster.refresh_from_db()
    # A few share name, birth date and sex with a member and wait for an officer.
    assert roster.registered + roster.review + roster.repair == roster.rows_total
    return roster


def _staged_lines(roster) -> str:
    """The same rows, as COPY text: every column of the staging table."""
    out = io.BytesIO()
    statement = f"COPY (SELECT * FROM registration_rosterrow WHERE roster_id = '{roster.pk}') TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in copy:
            out.write(block)
    return out.getvalue().decode()


def _copy(lines: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE floor (LIKE registration_rosterrow)")
        with cursor.copy("COPY floor FROM STDIN") as copy:
            copy.write(lines)
        cursor.execute("DROP TABLE floor")


def _per_row_save(rows: int) -> float:
    """Seconds a row when the same models are saved one by one, in one transaction, with the same guards."""
    from django.db import transaction

    from bench.per_row import save_people

    content = roster_file(rows, next(_SEEDS))
    with transaction.atomic():
        return timed(lambda: save_people(content)) / rows


@contextmanager
def _counted(counts: list[int]):
    def count(execute, sql, params, many, context):
        counts[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def _statements(rows: int) -> int:
    from django.db import transaction

    from nssf_portal.jobs import services as jobs
    from nssf_portal.jobs.models import Job
    from registration.models import Roster
    from registration.services import registering, rosters

    counts = [0]
    original = registering.register

    def counted(running) -> None:
        with _counted(counts), transaction.atomic():
            original(running)

    jobs.register_handler(rosters.REGISTER, counted)
    try:
        import_bytes(roster_file(rows, next(_SEEDS)))
    finally:
        jobs.register_handler(rosters.REGISTER, original)
    assert Roster.objects.exists() and Job.objects.exists()
    return counts[0]


def _peak_megabytes(rows: int) -> float:
    """Of a process of its own."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(roster_file(rows, next(_SEEDS)))
        done = subprocess.run(
            [sys.executable, "-m", "bench.peak", file.name], capture_output=True, text=True, check=True
        )
    return json.loads(done.stdout)["megabytes"]
