"""kill -9 while a registry's list is taken over, undone or compared: each record once, exact counts, no unit twice."""

import uuid

import pytest
from django.core.files.base import ContentFile

from enterprises.models import Enterprise, MatchRun, RegistryBatch, RegistryRecord
from enterprises.services import deliveries, match_store
from enterprises.sources import fill_sources, source
from nssf_portal.accounts.institutions import seed_institutions
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.factories.accounts import UserFactory
from tests.faults.tripwire import FORKS, heir_takes_over, run_and_fall

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True), FORKS]
ROWS = 3_200  # four blocks
JOBS = "enterprises.services.delivery_jobs"
IN_THE_LOAD = [(f"{JOBS}:record_words", 2), (f"{JOBS}:_take_block", 3), (f"{JOBS}:_take_block", 4), ("handler", 1)]
IN_THE_RUN = ["_make_units", "_update", "write"]


@pytest.fixture
def sources(transactional_db):
    seed_institutions()
    fill_sources()


def delivery(rows: int, *, named: str = "Unit") -> RegistryBatch:
    """So many units, checked and waiting to be taken over; each with a number of its own."""
    lines = [f"K-{n},{named} {n} of {n * n},K001-{n:09d},120101,2026-09-01" for n in range(1, rows + 1)]
    text = "\n".join(["source_key,name_latin,tin,commune_code,as_of", *lines])
    batch = deliveries.receive(
        source=source("mlvt"), file=ContentFile(text.encode(), name="list.csv"), period="2026-10", by=None,
        institution=None, submission_id=uuid.uuid4(),
    )  # fmt: skip
    assert jobs.run(job(deliveries.CHECK, batch).pk)
    batch.refresh_from_db()
    deliveries.load(batch=batch, by=None)
    return batch


def job(kind: str, batch: RegistryBatch) -> Job:
    return Job.objects.filter(kind=kind, subject_id=batch.pk).latest("id")


def counts(batch: RegistryBatch) -> tuple:
    batch.refresh_from_db()
    return batch.state, batch.read_to, batch.created, batch.updated, batch.unchanged, batch.refused


@pytest.mark.parametrize(("after", "turn"), IN_THE_LOAD)
def test_killed_while_a_list_is_taken_over(sources, after, turn):
    batch = delivery(ROWS)
    load = job(deliveries.LOAD, batch)
    run_and_fall(load.pk, after=after, turn=turn)
    assert heir_takes_over(load.pk)
    assert counts(batch) == ("done", ROWS, ROWS, 0, 0, 0)
    assert RegistryRecord.objects.count() == RegistryRecord.objects.values("source_key").distinct().count() == ROWS
    assert Job.objects.filter(kind=deliveries.MATCH).count() == 1  # what was taken over is compared once


def test_killed_while_a_delivery_is_undone(sources):
    first, second = delivery(1_200), None
    assert jobs.run(job(deliveries.LOAD, first).pk)
    second = delivery(2_400, named="Place")
    assert jobs.run(job(deliveries.LOAD, second).pk)
    deliveries.undo(batch=second, by=UserFactory(), why="The wrong month.")
    back = job(deliveries.UNDO, second)
    run_and_fall(back.pk, after="enterprises.services.undoing_sql:put_back", turn=2)
    assert heir_takes_over(back.pk)
    second.refresh_from_db()
    assert (second.state, second.undone_rows, second.kept_rows) == ("undone", 2_400, 0)
    live = RegistryRecord.objects.live()
    assert live.count() == live.filter(name_latin__startswith="Unit").count() == 1_200


@pytest.mark.parametrize("after", IN_THE_RUN)
def test_killed_while_records_are_compared(sources, monkeypatch, after):
    monkeypatch.setattr(match_store, "BLOCK", 100)
    batch = delivery(350)
    assert jobs.run(job(deliveries.LOAD, batch).pk)
    run = job(deliveries.MATCH, batch)
    run_and_fall(run.pk, after=f"enterprises.services.match_store:{after}", turn=2)
    assert heir_takes_over(run.pk)  # the dead run's lock ended with it
    assert Enterprise.objects.filter(state="known").count() == 350
    records = RegistryRecord.objects.filter(match_state="unmatched")
    assert records.count() == records.values("enterprise").distinct().count() == 350
    assert MatchRun.objects.exclude(finished_at=None).count() == 1
