"""Sources, small lists in several shapes, and running a delivery's jobs as a worker does."""

import uuid

import pytest
from django.core.files.base import ContentFile

from enterprises.models import RegistryBatch
from enterprises.services import deliveries
from enterprises.sources import fill_sources, source
from nssf_portal.accounts.institutions import seed_institutions
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job

HEADER = "source_key,name_km,name_latin,tin,moc_number,commune_code,phone,declared_workers,opened_on,as_of"
A = "A-1,ហាងកាហ្វេឈូក,Lotus Coffee,K001-123456789,00012345,120101,012345678,4,2020-04-14,2026-09-01"
B = "A-2,,Moon Apparel,,,120101,,,2019-01-02,2026-09-01"


@pytest.fixture(autouse=True)
def sources(db):
    seed_institutions()
    fill_sources()


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def send(content: bytes, *, code="mlvt", name="list.csv", period="2026-10", by=None, institution=None, key=None):
    return deliveries.receive(
        source=source(code), file=ContentFile(content, name=name), period=period, by=by, institution=institution,
        submission_id=key or uuid.uuid4(),
    )  # fmt: skip


def run(kind: str, batch: RegistryBatch) -> RegistryBatch:
    for job in Job.objects.filter(kind=kind, subject_id=batch.pk).order_by("id"):
        if job.is_open:
            assert jobs.run(job.pk), Job.objects.get(pk=job.pk).error
    batch.refresh_from_db()
    return batch


def checked(content: bytes, **options) -> RegistryBatch:
    return run(deliveries.CHECK, send(content, **options))


def taken_over(content: bytes, **options) -> RegistryBatch:
    batch = checked(content, **options)
    if batch.state == "ready":
        deliveries.load(batch=batch, by=None)
    return run(deliveries.LOAD, batch)


def undone(batch: RegistryBatch, by) -> RegistryBatch:
    deliveries.undo(batch=batch, by=by, why="The wrong month was sent.")
    return run(deliveries.UNDO, batch)


def counts(batch: RegistryBatch) -> tuple[int, ...]:
    return batch.rows, batch.created, batch.updated, batch.unchanged, batch.refused


def problems(batch: RegistryBatch) -> list[tuple]:
    return list(batch.problems.order_by("row_no", "id").values_list("row_no", "field", "code", "severity"))
