"""Deliveries: a registry file of 20,000 rows taken over, against COPY of the same rows into a table with its keys."""

import csv
import io
import time
import uuid
from random import Random

from django.core.files.base import ContentFile
from django.db import connection, transaction

from bench.measuring import Figure

ROWS = 20_000
COLUMNS = "source_key,name_km,name_latin,tin,moc_number,commune_code,phone,declared_workers,opened_on,as_of"


def registry_file(rows: int, seed: int, *, more_workers: bool = False) -> bytes:
    """Invented units; with `more_workers` every second one has one worker more than before."""
    rnd, text = Random(seed), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS.split(","))
    for number in range(rows):
        workers = rnd.randint(1, 80) + (more_workers and number % 2)
        tin = f"K{rnd.randint(0, 999):03}-{rnd.randint(0, 999_999_999):09}"
        day = f"20{rnd.randint(10, 24)}-{rnd.randint(1, 12):02}-{rnd.randint(1, 28):02}"
        phone = f"0{rnd.randint(11, 98)}{rnd.randint(0, 999_999):06}"
        name = f"Lotus {rnd.choice('ABCDEFGH')} {number}"
        writer.writerow(
            (f"{seed}-{number:06}", "ហាងឈូក", name, tin, rnd.randint(10**7, 10**8), "120101", phone, workers, day, day)
        )
    return text.getvalue().encode()


def measure() -> list[Figure]:
    content = registry_file(ROWS, seed=uuid.uuid4().int % 10**6)
    ours, longest = _take_over(content)
    theirs = _copy(content)
    ratio = ours / theirs
    parts = f"{ROWS / ours:,.0f} rows/s, COPY {ROWS / theirs:,.0f} rows/s"
    return [
        Figure("deliveries", "registry file read, checked, recorded / COPY", ratio, "<= 120", ratio <= 120, parts),
        Figure("deliveries", "longest transaction, seconds", longest, "<= 2", longest <= 2, "rows locked in key order"),
    ]


def _take_over(content: bytes) -> tuple[float, float]:
    """Seconds for the whole way, and the longest transaction that held rows of the registry."""
    from enterprises.services import deliveries, delivery_jobs
    from enterprises.sources import source
    from nssf_portal.jobs import services as jobs
    from nssf_portal.jobs.models import Job

    spans: list[float] = []
    take_block = delivery_jobs._take_block

    def timed(*args: object) -> None:
        began = time.perf_counter()
        take_block(*args)
        spans.append(time.perf_counter() - began)

    delivery_jobs._take_block = timed
    began = time.perf_counter()
    batch = deliveries.receive(
        source=source("mlvt"), file=ContentFile(content, name="list.csv"), period="2026-10", by=None,
        institution=None, submission_id=uuid.uuid4(), channel="command",
    )  # fmt: skip
    jobs.run(Job.objects.get(kind=deliveries.CHECK, subject_id=batch.pk).pk)
    jobs.run(deliveries.load(batch=batch, by=None).pk)
    delivery_jobs._take_block = take_block
    return time.perf_counter() - began, max(spans)


def _copy(content: bytes) -> float:
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        columns = ", ".join(f"{name} text" for name in COLUMNS.split(","))
        cursor.execute(f"CREATE TEMP TABLE delivery_copy ({columns}, PRIMARY KEY (source_key)) ON COMMIT DROP")
        with cursor.copy("COPY delivery_copy FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(content)
    return time.perf_counter() - began
