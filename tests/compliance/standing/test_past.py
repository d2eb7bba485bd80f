"""The standing on a past day never changes, whatever is recorded later.

A few histories here, many with NSSF_LONG=1."""

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from compliance.models import Adjustment, CaseFile, Finding
from compliance.standing import standing_on
from enterprises.models import Enterprise, RegistryRecord
from nssf_portal.audit.as_of import end_of
from registration.models import Employment
from tests.compliance.standing.conftest import at, declared, hired
from tests.factories import compliance as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db
LONG = bool(os.environ.get("NSSF_LONG"))
BEGINS, LAST = date(2026, 1, 5), date(2026, 6, 10)
ASKED = [date(2026, 2, 25), date(2026, 4, 25), LAST]

days = some.integers(0, (LAST - BEGINS).days).map(lambda n: BEGINS + timedelta(days=n))
later = some.integers(1, 60).map(lambda n: LAST + timedelta(days=n))
months = some.integers(1, 5).map(lambda n: date(2026, n, 1))
riel = some.sampled_from([-500, 400, 600, 1_000, 2_000])
filed = some.tuples(months, days, some.sampled_from([0, 1_000]))
few = {"max_size": 4}


@some.composite
def histories(draw):
    return {
        "opened": draw(some.sampled_from([None, date(2025, 11, 1), BEGINS])),
        "declared": draw(some.lists(filed, unique_by=lambda given: given[0], **few)),
        "paid": draw(some.lists(some.tuples(months, riel, days), **few)),
        "hired": draw(some.lists(some.tuples(days, days), **few)),
        "found": draw(some.lists(days, max_size=2)),
        "said": draw(some.lists(some.tuples(days, some.integers(1, 6)), max_size=2)),
    }  # fmt: skip


def build(history) -> Enterprise:
    enterprise = EnterpriseFactory(opened_on=history["opened"], registered_on=BEGINS)
    for month, filed, amount in history["declared"]:
        declared(enterprise, month, filed, amount)
    for month, amount, on in history["paid"]:
        made.payment(enterprise, amount, month, on, received_at=at(on))
    for started, entered in history["hired"]:
        hired(enterprise, started, entered)
    case = made.case_file(enterprise)
    for on in history["found"]:
        made.finding(case, recorded_at=at(on))
    for on, workers in history["said"]:
        RecordFactory(
            enterprise=enterprise, declared_workers=workers, match_state="matched", received_at=at(on), as_of=on
        )
    return enterprise


def files(e, on, month, amount):
    """A correction supersedes what stood; a month not declared is declared late."""
    declared(e, month, on, abs(amount))


def pays(e, on, month, amount):
    made.payment(e, amount, month, BEGINS, received_at=at(on))


def hires(e, on, month, amount):
    hired(e, month + timedelta(days=6), on)


def ends(e, on, month, amount):
    Employment.objects.filter(enterprise=e, ended_on__isnull=True, started_on__lte=month).update(
        ended_on=month + timedelta(days=3), end_reason="resigned"
    )


def corrects_hires(e, on, month, amount):
    Employment.objects.filter(enterprise=e, ended_on__isnull=True).update(started_on=month)


def finds(e, on, month, amount):
    made.finding(CaseFile.objects.get(enterprise=e), recorded_at=at(on))


def cures(e, on, month, amount):
    by = UserFactory()
    Finding.objects.filter(case__enterprise=e, state="open").update(state="cured", cured_at=at(on), cured_by=by)


def opens_again(e, on, month, amount):
    Finding.objects.filter(case__enterprise=e, state="cured").update(state="open", cured_at=None, cured_by=None)


def corrects(e, on, month, amount):
    Enterprise.objects.filter(pk=e.pk).update(opened_on=month, registered_on=month)


def closes(e, on, month, amount):
    Enterprise.objects.filter(pk=e.pk, state="registered").update(state="closed", closed_on=month)


def delivers(e, on, month, amount):
    RecordFactory(enterprise=e, declared_workers=abs(amount), match_state="matched", received_at=at(on), as_of=month)


def says_again(e, on, month, amount):
    RegistryRecord.objects.filter(enterprise=e).update(declared_workers=abs(amount), as_of=month, received_at=at(on))


def unlinks(e, on, month, amount):
    RegistryRecord.objects.filter(enterprise=e).update(enterprise=None, match_state="unmatched")


def relieves(e, on, month, amount):
    Adjustment.objects.create(
        submission_id=e.pk, enterprise=e, kind="suspension", from_month=month, legal_ground="x", reason="flood",
        state="granted", proposed_by=UserFactory(), decided_by=UserFactory(), decided_at=at(on),
    ) if not Adjustment.objects.filter(enterprise=e).exists() else None  # fmt: skip


ACTS = [files, pays, hires, ends, corrects_hires, finds, cures, opens_again, corrects, closes, delivers, says_again,
        unlinks, relieves]  # fmt: skip
later_facts = some.lists(some.tuples(some.sampled_from(ACTS), later, months, riel), min_size=1, max_size=8)


def told(enterprise: Enterprise):
    fresh = Enterprise.objects.get(pk=enterprise.pk)
    standings = [standing_on(fresh, on) for on in ASKED]
    return [(s.state, [(i.item, i.result, i.sentence, i.cure, i.count) for i in s.items]) for s in standings]


@settings(
    max_examples=400 if LONG else 15,
    deadline=None,
    database=None,
    derandomize=not LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories(), later_facts)
def test_the_standing_on_a_past_day_never_changes_when_later_facts_arrive(history, facts):
    with transaction.atomic():
        enterprise = build(history)
        before = told(enterprise)
        for act, on, month, amount in facts:
            act(enterprise, on, month, amount)
        assert told(enterprise) == before
        transaction.set_rollback(True)


@pytest.mark.parametrize("act", ACTS)
def test_each_kind_of_later_fact_alone_leaves_the_past_as_it_was(act):
    rich = {
        "opened": date(2025, 11, 1),
        "declared": [(date(2026, 1, 1), date(2026, 2, 3), 1_000), (date(2026, 2, 1), date(2026, 4, 3), 1_000)],
        "paid": [(date(2026, 1, 1), 1_000, date(2026, 2, 4))],
        "hired": [(date(2026, 1, 9), date(2026, 1, 10)), (date(2026, 1, 19), date(2026, 2, 10))],
        "found": [date(2026, 3, 3)],
        "said": [(date(2026, 2, 2), 3)],
    }
    enterprise = build(rich)
    before = told(enterprise)
    act(enterprise, LAST + timedelta(days=3), date(2026, 2, 1), 5)
    assert told(enterprise) == before


def test_what_changed_within_a_row_s_history_is_read_as_it_stood():
    """The last event before the moment counts, not the first of all."""
    from django.db import connection

    enterprise = EnterpriseFactory(opened_on=date(2025, 11, 1), registered_on=BEGINS)
    names = [f.column for f in Enterprise._meta.get_fields() if f.concrete and f.column != "province_code"]
    with connection.cursor() as cursor:
        for day, opened in ((date(2026, 2, 1), date(2025, 12, 30)), (date(2026, 5, 1), None)):
            columns = ", ".join(f'"{n}"' for n in names)
            values = ", ".join("%(opened)s::date" if n == "opened_on" else f'"{n}"' for n in names)
            cursor.execute(
                f"INSERT INTO enterprises_enterpriseevent (pgh_created_at, pgh_label, pgh_obj_id, {columns}) "
                f"SELECT %(at)s, 'update', id, {values} FROM enterprises_enterprise WHERE id = %(id)s",
                {"at": at(day), "opened": opened, "id": enterprise.pk},
            )
    results = {on: standing_on(enterprise, on).items[0].result for on in (BEGINS, date(2026, 3, 1), date(2026, 5, 2))}
    assert results == {BEGINS: "warn", date(2026, 3, 1): "pass", date(2026, 5, 2): "unavailable"}
    assert end_of(date(2026, 5, 2)) > at(date(2026, 5, 2))
