"""Whoever edits, deletes, adds, reorders or cuts sealed history is found out, the owner of the tables too."""

import json
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from nssf_portal.audit import sealing
from nssf_portal.audit.models import Seal
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
EVENTS = "enterprises_enterpriseevent"


def seal_all() -> int:
    """As if the open transaction were over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
        return sealing.seal(until=cursor.fetchone()[0])


def verdict() -> dict:
    out = StringIO()
    call_command("verify_audit", format="json", stdout=out)
    return json.loads(out.getvalue())


def found() -> set[tuple[str, str]]:
    answer = verdict()
    assert answer["ok"] == (not answer["broken"])
    return {(one["what"], one["table"]) for one in answer["broken"]}


@pytest.fixture
def sealed(as_owner):
    EnterpriseFactory.create_batch(3)
    assert seal_all() >= 2  # enterprises and establishments at least
    answer = verdict()
    assert answer["ok"], answer
    assert answer["rows"] >= 6
    assert answer["seals"] == Seal.objects.count()
    sealing.ship()
    as_owner.execute(f"ALTER TABLE {EVENTS} DISABLE TRIGGER USER")
    return as_owner


def test_nothing_new_makes_no_seal(sealed):
    assert seal_all() == 0


def test_an_edit_shows(sealed):
    sealed.execute(f"UPDATE {EVENTS} SET address = 'elsewhere' WHERE pgh_id = (SELECT min(pgh_id) FROM {EVENTS})")
    assert found() == {("rows_altered", EVENTS)}


def test_an_edit_of_who_did_it_shows(sealed):
    sealed.execute(f'UPDATE {EVENTS} SET pgh_context = \'{{"user": "another"}}\'')
    assert found() == {("rows_altered", EVENTS)}


def test_a_deletion_shows(sealed):
    sealed.execute(f"DELETE FROM {EVENTS} WHERE pgh_id = (SELECT max(pgh_id) FROM {EVENTS})")
    assert found() == {("rows_missing", EVENTS)}


def test_an_emptied_table_shows(sealed):
    sealed.execute("SET CONSTRAINTS ALL IMMEDIATE")
    sealed.execute(f"TRUNCATE {EVENTS}")
    assert found() == {("rows_missing", EVENTS)}


def test_a_row_slipped_in_afterwards_shows(sealed):
    sealed.execute(f"CREATE TEMP TABLE forged AS SELECT * FROM {EVENTS} LIMIT 1")
    sealed.execute("UPDATE forged SET pgh_id = 900000")
    sealed.execute(f"INSERT INTO {EVENTS} SELECT * FROM forged")
    assert found() == {("rows_added", EVENTS)}


def test_a_changed_order_shows(sealed):
    sealed.execute(f"UPDATE {EVENTS} SET pgh_id = 900000 + (SELECT max(pgh_id) FROM {EVENTS}) - pgh_id")
    assert found() == {("rows_altered", EVENTS)}


def test_a_seal_taken_out_shows(sealed):
    first = Seal.objects.order_by("id").first()
    sealed.execute("DELETE FROM audit_seal WHERE id = %s", [first.pk])
    assert "seal_missing" in {what for what, _table in found()}


def test_the_cut_end_of_the_chain_shows_in_the_shipped_log(sealed):
    last = Seal.objects.order_by("id").last()
    sealed.execute("DELETE FROM audit_seal WHERE id = %s", [last.pk])
    assert found() == {("seal_missing", last.table)}


def test_a_seal_made_to_fit_has_no_signature(sealed):
    sealed.execute(f"UPDATE {EVENTS} SET address = 'elsewhere'")
    seal = Seal.objects.get(table=EVENTS)
    source = next(source for source in sealing.sources() if source.table == EVENTS)
    sealed.execute(sealing.STABLE_TEXT)
    sealed.execute(source.sql(sealing._CONTENT), [seal.from_txid, seal.to_txid])
    seal.content = sealed.fetchone()[1]
    seal.digest = sealing.chain_digest(seal)
    seal.save()
    assert ("signature_wrong", EVENTS) in found()


def test_an_altered_seal_shows(sealed):
    sealed.execute("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE \"table\" = %s", [EVENTS])
    assert found() == {("seal_altered", EVENTS)}


def test_a_column_added_later_breaks_nothing(sealed):
    sealed.execute("SET CONSTRAINTS ALL IMMEDIATE")
    sealed.execute(f"ALTER TABLE {EVENTS} ADD COLUMN fresh integer DEFAULT 7 NOT NULL")
    assert found() == set()


def test_a_load_past_the_history_is_said_in_the_chain():
    sealing.bulk_load("sample of 300,000 invented people", rows=300_000)
    seal = Seal.objects.get(table=sealing.BULK_LOAD)
    assert (seal.rows, seal.note) == (300_000, "sample of 300,000 invented people")
    assert found() == set()


def test_one_sealer_at_a_time(transactional_db):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('audit.seal'))")
        with transaction.atomic():
            EnterpriseFactory()
        assert sealing.seal() == 0
    finally:
        other.close()
    assert seal_when_nobody_else_writes() > 0


def seal_when_nobody_else_writes() -> int:
    """The sealer waits for every open transaction of the cluster, those of tests running beside this one too."""
    for _try in range(300):
        if done := sealing.seal():
            return done
        time.sleep(0.2)
    return 0


def test_a_row_waits_while_an_older_transaction_is_open(transactional_db):
    """Its late commit would otherwise slip behind the seal."""
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        EnterpriseFactory()
        sealing.seal()
        assert not Seal.objects.filter(table=EVENTS).exists()
    finally:
        other.close()
    while not Seal.objects.filter(table=EVENTS).exists():
        assert seal_when_nobody_else_writes()
    assert Seal.objects.get(table=EVENTS).rows == 1
    assert len(sealing.logged()) == Seal.objects.count()
    answer = verdict()
    assert answer["ok"] and answer["unsealed"] == 0
