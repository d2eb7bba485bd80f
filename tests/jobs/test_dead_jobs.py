"""A job that stopped is listed and taken up again; what works or is done is left alone."""

import json
import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from nssf_portal.jobs.models import Job
from nssf_portal.runtime import readiness
from nssf_portal.runtime.command import CommandFailed

pytestmark = pytest.mark.django_db


def answer(*words: str) -> dict:
    return json.loads(call_command("jobs", *words, format="json"))


@pytest.fixture
def dead() -> Job:
    return Job.objects.create(
        kind="test.kind",
        subject_id=uuid.uuid4(),
        dedup_key="dead",
        state="dead",
        failures=5,
        error="KeyError at place:7",
        finished_at=timezone.now(),
    )


@pytest.fixture
def waiting() -> Job:
    return Job.objects.create(kind="test.kind", subject_id=uuid.uuid4(), dedup_key="waiting")


def test_dead_jobs_are_listed_with_the_place_of_their_error(dead, waiting):
    found = answer("--dead")
    assert [job["id"] for job in found["jobs"]] == [str(dead.pk)]
    assert found["jobs"][0]["error"] == "KeyError at place:7"
    assert found["counts"] == {"queued": 1, "running": 0, "done": 0, "dead": 1}
    assert len(answer()["jobs"]) == 2


def test_a_dead_job_is_taken_up_again(dead):
    assert answer("--retry", str(dead.pk))["retried"] == str(dead.pk)
    dead.refresh_from_db()
    assert (dead.state, dead.failures, dead.finished_at) == ("queued", 0, None)
    assert dead in Job.objects.due()


def test_only_a_dead_one_is(waiting):
    for job_id in (waiting.pk, uuid.uuid4()):
        with pytest.raises(CommandFailed):
            answer("--retry", str(job_id))


def test_the_look_at_readiness_counts_them(dead):
    found = readiness.check_jobs()
    assert found.ok and "1 dead" in found.advice
    dead.delete()
    assert not readiness.check_jobs().advice
