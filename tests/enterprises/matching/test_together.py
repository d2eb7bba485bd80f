"""A run beside people, claims and other runs at the same moment: nobody is overruled, no unit is made twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from enterprises.enums import EnterpriseState, MatchState, Verdict
from enterprises.models import Enterprise, RegistryRecord, Representative
from enterprises.services import match_store, matching
from enterprises.services.matching import decide, match
from enterprises.tasks import nightly_figures
from nssf_portal.jobs.models import Job
from tests.enterprises.matching.conftest import ASIA, record, say
from tests.enterprises.matching.test_runs import other, same

pytestmark = pytest.mark.django_db


def test_a_pair_that_a_person_parts_during_the_run_stays_apart(enterprise, officer, monkeypatch):
    first, _second = enterprise("1", tin="L001-100000001"), enterprise("2", tin="L001-200000002")
    say("obr", {"source_key": "A"} | ASIA | {"tin": "", "moc_number": ""})
    match()
    say("obr", {"source_key": "A"} | ASIA | {"tin": first.tin, "moc_number": ""})
    write = match_store.write

    def meanwhile(changes, **given):
        decide(record=record("obr", "A"), enterprise=first, verdict=Verdict.NOT_SAME, by=officer)
        return write(changes, **given)

    monkeypatch.setattr(match_store, "write", meanwhile)
    match()
    assert record("obr", "A").enterprise_id != first.pk


def test_a_branch_that_a_person_took_away_from_its_head_office_stays_away(enterprise, officer):
    asia = enterprise()
    say("obr", same("A"), {"source_key": "A-2", "name_latin": "Siem Reap outlet", "parent_key": "A"})
    match()
    decide(record=record("obr", "A-2"), enterprise=asia, verdict=Verdict.NOT_SAME, by=officer, why="Sold in May.")
    match()
    assert record("obr", "A-2").enterprise_id != asia.pk


def test_deserted_units_close_though_one_of_them_is_in_use(officer, monkeypatch):
    monkeypatch.setattr(match_store, "BLOCK", 2)
    say("obr", *(other(f"B-{n}", name_latin=f"Bakery {n} of {n}", tin=f"K010-00000{n}") for n in range(10, 15)))
    match()
    first = Enterprise.objects.order_by("pk").first()
    Representative.objects.create(enterprise=first, user=officer, role="owner", basis="sample")
    RegistryRecord.objects.update(withdrawn_at="2026-11-01T00:00Z")
    match()
    assert list(Enterprise.objects.filter(state=EnterpriseState.KNOWN)) == [first]


def test_every_night_all_sources_are_compared_once(db):
    nightly_figures()
    nightly_figures()
    assert Job.objects.filter(kind=matching.JOB).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_unit_that_registers_while_a_run_writes_is_not_written_over():
    say("obr", other("B"))
    match()
    unit = record("obr", "B").enterprise
    say("obr", other("B", name_latin="Another name"))
    held, written = Event(), Event()

    def refresh() -> None:
        held.wait(20)
        try:
            with transaction.atomic():
                match_store.refresh_known([unit.pk])
        finally:
            written.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(refresh)
        with transaction.atomic():
            Enterprise.objects.filter(pk=unit.pk).update(
                state=EnterpriseState.REGISTERED, nssf_number="100099", registered_on=date(2026, 11, 1)
            )
            held.set()
            assert not written.wait(0.5)  # the run waits for the claim
        done.result(20)
    unit.refresh_from_db()
    assert (unit.state, unit.name_latin) == (EnterpriseState.REGISTERED, "Lotus Bakery Kirirom")


@pytest.mark.django_db(transaction=True)
def test_two_runs_wait_for_each_other(enterprise):
    """Together each would make a unit of what its source says of one."""
    say("obr", other("B"))
    begun, ended = Event(), Event()

    def second() -> None:
        begun.set()
        try:
            match()
        finally:
            ended.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with matching._one_at_a_time():
            done = pool.submit(second)
            assert begun.wait(20) and not ended.wait(0.5)
        done.result(20)
    assert record("obr", "B").match_state == MatchState.UNMATCHED
