"""A delivery from its file to records and back: counts, repetition, repair, undo, and a worker killed half-way."""

import uuid

import pytest

from enterprises.models import RegistryRecord, SourceColumn
from enterprises.services import deliveries, delivery_jobs
from enterprises.services.linking import linked
from enterprises.sources import source
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.workflow import NotPossible
from tests.enterprises.delivering.conftest import (
    HEADER,
    A,
    B,
    checked,
    counts,
    csv_of,
    problems,
    run,
    send,
    taken_over,
    undone,
)
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


def test_a_list_becomes_records_with_their_delivery():
    batch = taken_over(csv_of(HEADER, A, B))
    assert (batch.state, counts(batch), problems(batch)) == ("done", (2, 2, 0, 0, 0), [])
    record = RegistryRecord.objects.get(source_key="A-1")
    assert (record.batch, record.phone, record.declared_workers) == (batch, "+85512345678", 4)
    assert (str(record.opened_on), str(record.as_of), record.match_state) == ("2020-04-14", "2026-09-01", "waiting")
    assert Job.objects.filter(kind="registry.match", subject_id=batch.pk).count() == 1


def test_the_same_file_again_is_all_unchanged_and_compares_nothing_anew():
    taken_over(csv_of(HEADER, A, B))
    again = taken_over(csv_of(HEADER, A, B))
    assert counts(again) == (2, 0, 0, 2, 0)
    assert not Job.objects.filter(kind="registry.match", subject_id=again.pk).exists()


def test_a_changed_file_counts_exactly_what_changed():
    taken_over(csv_of(HEADER, A, B))
    batch = taken_over(csv_of(HEADER, A.replace(",4,", ",9,"), B, B.replace("A-2", "A-3")))
    assert counts(batch) == (3, 1, 1, 1, 0)


def test_the_same_open_file_or_submission_is_the_same_delivery():
    key = uuid.uuid4()
    first = send(csv_of(HEADER, A), key=key)
    assert send(csv_of(HEADER, A)) == first
    assert send(csv_of(HEADER, B), key=key) == first
    with pytest.raises(deliveries.SubmissionUsed):
        send(csv_of(HEADER, B), key=key, code="mot")


def test_bad_rows_are_named_as_their_sender_sees_them_and_refused_alone():
    bad = ["X-1,,,,,120101,,,,", ",,No Key,,,120101,,,,", B, "A-3,,Third,,,999999,12,some,31/02/2020,2099-01-01"]
    batch = taken_over(csv_of(HEADER, A, *bad, B.replace("Moon", "Other"), "Total,,,,,,,2,,"))
    assert (counts(batch), batch.state) == ((6, 3, 0, 0, 3), "done")
    assert problems(batch) == [
        (3, "name_latin", "required", "error"),
        (4, "source_key", "required", "error"),
        (6, "commune_code", "commune_invalid", "warning"),
        (6, "opened_on", "date_invalid", "warning"),
        (6, "phone", "phone_invalid", "warning"),
        (6, "declared_workers", "workers_invalid", "warning"),
        (6, "as_of", "date_future", "warning"),
        (7, "source_key", "duplicate_in_file", "error"),
    ]
    third = RegistryRecord.objects.get(source_key="A-3")
    assert (third.commune_code, third.phone, third.opened_on, str(third.as_of)) == ("", "", None, "2026-10-31")


def test_an_unknown_name_column_is_asked_once_and_remembered_for_the_source():
    strange = csv_of("Code,Wat,Commune code,Tel", "Z-1,Lotus Coffee,120101,012345678")
    batch = checked(strange)
    assert (batch.state, batch.columns.get(position=1).field) == ("mapping", "")
    deliveries.name_columns(batch=batch, chosen={1: "name_latin"}, by=UserFactory())
    run(deliveries.CHECK, batch)
    assert batch.state == "ready"
    assert SourceColumn.objects.get().field == "name_latin"
    assert checked(strange + b"\n").state == "ready"
    assert checked(strange, code="mot").state == "mapping"  # another source's words are its own


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [(b"not a table at all", "list.csv", "no_rows"), (csv_of(HEADER), "list.csv", "no_rows")],
)
def test_what_holds_no_units_cannot_be_read(content, name, problem):
    batch = checked(content, name=name)
    assert (batch.state in ("unreadable", "mapping"), batch.problem in (problem, "")) == (True, True)


def test_a_delivery_is_taken_over_once_and_not_after_it_was_put_aside():
    batch = checked(csv_of(HEADER, A))
    deliveries.cancel(batch=batch, by=UserFactory())
    for act in (lambda: deliveries.load(batch=batch, by=None), lambda: deliveries.cancel(batch=batch, by=None)):
        with pytest.raises(NotPossible):
            act()


def test_undo_withdraws_what_was_new_and_puts_back_what_was_changed():
    taken_over(csv_of(HEADER, A))
    second = taken_over(csv_of(HEADER, A.replace(",4,", ",9,"), B))
    batch = undone(second, UserFactory())
    assert (batch.state, batch.undone_rows, batch.kept_rows, batch.undone_why) == (
        "undone", 2, 0, "The wrong month was sent.",
    )  # fmt: skip
    assert list(RegistryRecord.objects.live().values_list("source_key", "declared_workers")) == [("A-1", 4)]
    assert RegistryRecord.objects.get(source_key="A-1").match_state == "waiting"
    assert counts(taken_over(csv_of(HEADER, A, B))) == (2, 1, 0, 1, 0)  # said again, it stands again


def test_undo_leaves_what_a_later_delivery_said():
    first = taken_over(csv_of(HEADER, A, B))
    taken_over(csv_of(HEADER, A.replace(",4,", ",9,")))
    batch = undone(first, UserFactory())
    assert (batch.undone_rows, batch.kept_rows) == (1, 1)
    assert RegistryRecord.objects.live().get().declared_workers == 9


def test_undo_goes_back_behind_every_delivery_that_was_undone():
    first = taken_over(csv_of(HEADER, A, B))
    second = taken_over(csv_of(HEADER, A.replace(",4,", ",9,")))
    third = taken_over(csv_of(HEADER, B.replace("Moon Apparel", "Moon Apparels")))
    undone(first, UserFactory())
    undone(second, UserFactory())
    assert [r.source_key for r in RegistryRecord.objects.live()] == ["A-2"]  # the third stands, nothing of the others
    undone(third, UserFactory())
    assert not RegistryRecord.objects.live().exists()


def test_undo_leaves_the_link_a_person_made():
    taken_over(csv_of(HEADER, A))
    second = taken_over(csv_of(HEADER, A.replace(",4,", ",9,")))
    RegistryRecord.objects.update(**linked(EnterpriseFactory(), by="person"))
    undone(second, UserFactory())
    record = RegistryRecord.objects.get()
    assert (record.declared_workers, record.match_state, record.matched_by) == (4, "matched", "person")


def test_a_second_undo_is_not_possible():
    batch = undone(taken_over(csv_of(HEADER, A)), UserFactory())
    with pytest.raises(NotPossible):
        deliveries.undo(batch=batch, by=UserFactory(), why="again")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["take_over", "undo"])
def test_killed_between_blocks_the_next_worker_goes_on_and_counts_nothing_twice(monkeypatch, step):
    monkeypatch.setattr(delivery_jobs, "BLOCK", 2)
    by = UserFactory()
    rows = [B.replace("A-2", f"K-{number}").replace("Moon", f"Moon {number}") for number in range(7)]
    batch = checked(csv_of(HEADER, *rows))
    deliveries.load(batch=batch, by=None)
    if step == "undo":
        run(deliveries.LOAD, batch)
        deliveries.undo(batch=batch, by=by, why="test")
    kind = deliveries.UNDO if step == "undo" else deliveries.LOAD
    target, name = (delivery_jobs.undoing_sql, "put_back") if step == "undo" else (delivery_jobs, "record_words")
    real, calls = getattr(target, name), []

    def dies_third_time(*args, **options):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("killed")
        return real(*args, **options)

    monkeypatch.setattr(target, name, dies_third_time)
    job = Job.objects.get(kind=kind, subject_id=batch.pk)
    assert not jobs.run(job.pk)
    batch.refresh_from_db()
    assert (batch.undone_rows if step == "undo" else batch.read_to) == 4
    Job.objects.update(not_before="2026-01-01T00:00:00Z")
    run(kind, batch)
    if step == "undo":
        assert (batch.state, batch.undone_rows, RegistryRecord.objects.live().count()) == ("undone", 7, 0)
    else:
        assert (batch.state, counts(batch)) == ("done", (7, 7, 0, 0, 0))


def test_sources_do_not_meet():
    taken_over(csv_of(HEADER, A))
    assert counts(taken_over(csv_of(HEADER, A), code="mot")) == (1, 1, 0, 0, 0)
    assert RegistryRecord.objects.filter(source=source("mot")).count() == 1
