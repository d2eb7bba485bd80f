"""Bulk exports: asked for, made by the job, taken, deleted."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from nssf_portal.api import exports
from nssf_portal.api.models import BulkExport
from nssf_portal.audit.models import ReadLog
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.api.conftest import caller_for
from tests.factories.registration import confirmed, person, send_roster

pytestmark = pytest.mark.django_db
ASYNC = {"prefer": "respond-async"}


@pytest.fixture
def staff(enterprise):
    return confirmed(send_roster(enterprise, [person(n) for n in range(1, 4)]))


def asked(caller, **more):
    answer = caller.post("exports", {"what": "staff", **more}, **ASYNC)
    assert answer.status_code == 202, answer.content
    return answer


def made(caller, **more) -> BulkExport:
    asked(caller, **more)
    export = BulkExport.objects.first()
    assert jobs.run(Job.objects.get(subject_id=export.pk).pk), Job.objects.get(subject_id=export.pk).error
    return BulkExport.objects.get(pk=export.pk)


def test_asked_polled_taken(payroll, staff):
    answer = asked(payroll)
    where = answer["Content-Location"].removeprefix("/api/v1/")
    waiting = payroll.get(where)
    assert (waiting.status_code, waiting["X-Progress"], waiting["Retry-After"]) == (202, "0", "5")
    assert payroll.get(f"{where}/file").status_code == 404
    jobs.run(Job.objects.get(kind=exports.JOB).pk)
    manifest = payroll.get(where)
    assert manifest.status_code == 200
    assert manifest["Expires"]
    (output,) = manifest.json()["output"]
    assert (output["type"], output["count"]) == ("staff", 3)
    file = payroll.get(output["url"].removeprefix("/api/v1/"), accept="application/gzip")
    lines = [json.loads(line) for line in gzip.decompress(file.content).splitlines()]
    assert sorted(line["identity"]["last_four"] for line in lines) == sorted(person(n)[2][-4:] for n in (1, 2, 3))
    assert person(1)[2].encode() not in gzip.decompress(file.content)
    assert ReadLog.objects.filter(screen="api.staff_export").count() == 1


def test_where_it_lies_it_is_encrypted_and_deleting_takes_it_away(payroll, staff, django_capture_on_commit_callbacks):
    export = made(payroll)
    with default_storage.open(export.stored, "rb") as file:
        assert not file.read().startswith(b"\x1f\x8b")
    with django_capture_on_commit_callbacks(execute=True):
        assert payroll.delete(f"exports/{export.pk}").status_code == 204
    assert not default_storage.exists(export.stored)
    for path in (f"exports/{export.pk}", f"exports/{export.pk}/file"):
        assert payroll.get(path).status_code == 404
    assert payroll.delete(f"exports/{export.pk}").status_code == 404


def test_deleted_while_it_is_made_no_file_is_left(payroll, staff):
    asked(payroll)
    export = BulkExport.objects.get()
    payroll.delete(f"exports/{export.pk}")
    jobs.run(Job.objects.get(kind=exports.JOB).pk)
    export.refresh_from_db()
    assert (export.state, export.stored) == ("deleted", "")


def test_after_a_day_it_is_gone(payroll, staff, django_capture_on_commit_callbacks):
    export = made(payroll)
    BulkExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert payroll.get(f"exports/{export.pk}").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.delete_expired() == 1
    assert not default_storage.exists(export.stored)


def test_too_long_a_list_fails_with_the_reason(payroll, staff, monkeypatch):
    monkeypatch.setattr(exports, "value_or", lambda code, default: 2)
    export = made(payroll)
    assert (export.state, export.problem) == ("failed", "too_long")
    assert payroll.get(f"exports/{export.pk}").status_code == 409


def test_only_so_many_at_once(payroll, staff):
    for _n in range(3):
        asked(payroll)
    assert payroll.post("exports", {"what": "staff"}, **ASYNC).status_code == 429


def test_what_is_asked_wrongly(payroll):
    assert payroll.post("exports", {"what": "staff"}).status_code == 400
    assert payroll.post("exports", {"what": "members"}, **ASYNC).status_code == 422
    assert payroll.post("exports", {"what": "staff", "since": "yesterday"}, **ASYNC).status_code == 422


def test_since_narrows(payroll, staff):
    soon = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert made(payroll, since=soon).lines == 0


def test_a_strangers_export_is_not_there_nor_another_programmes(payroll, stranger, enterprise, owner, staff):
    export = made(payroll)
    other = caller_for(enterprise, owner)
    for caller in (stranger, other):
        for path in (f"exports/{export.pk}", f"exports/{export.pk}/file"):
            assert caller.get(path).status_code == 404
        assert caller.delete(f"exports/{export.pk}").status_code == 404
