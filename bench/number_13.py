"""Number 13: eligibility for an award over 94,000 registered enterprises, beside plain SQL of the same facts.

Plain SQL is two statements' worth in one: the facts of a standing and the months, of everybody at once, written into a
bare temporary table. The other side is the whole act: facts and months in blocks, judged by the law book and the
cycle's criteria, rows written, summed up and digested. Both in one transaction that is undone."""

import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.measuring import Figure, in_turn, median

ENTERPRISES = int(os.environ.get("BENCH_ENTERPRISES", "94000"))
ROUNDS = 3

# Registered units up to 94,000 in all, with two of the sample's people each, a year of declarations (one month in
# fifteen is missing, one in ten late) and what was paid for them.
_UNITS = """
INSERT INTO enterprises_enterprise (id, reference, nssf_number, kind, state, name_km, name_latin, key_km, key_latin,
    tin, moc_number, certificate_kind, certificate_number, commune_code, address, phone, sector, activity, opened_on,
    registered_on, channel)
SELECT gen_random_uuid(), 'B13-' || n, 'C' || n, 'company', 'registered', '', 'Bench Unit ' || n, '', 'benchunit' || n,
    '', '', '', '', lpad((1 + n %% 25)::text, 2, '0') || '0101', '', '', substr('CGFIHNAS', 1 + n %% 8, 1), '',
    date '2019-01-01' + n %% 1500, date '2019-01-20' + n %% 1500, 'core'
FROM generate_series(1, %(more)s) n
"""
_HEADS = """
INSERT INTO enterprises_establishment (id, enterprise_id, is_head_office, name_km, name_latin, key_km, key_latin,
    commune_code, address, phone)
SELECT gen_random_uuid(), id, true, '', name_latin, '', key_latin, commune_code, '', ''
FROM enterprises_enterprise WHERE reference LIKE 'B13-%%'
"""
_STAFF = """
WITH people AS (SELECT array_agg(id) AS ids FROM (SELECT id FROM registration_member LIMIT 50000) m),
heads AS (
    SELECT e.id, s.id AS establishment, e.commune_code, row_number() OVER () AS n FROM enterprises_enterprise e
    JOIN enterprises_establishment s ON s.enterprise_id = e.id AND s.is_head_office WHERE e.reference LIKE 'B13-%%'
)
INSERT INTO registration_employment (id, member_id, enterprise_id, establishment_id, commune_code, staff_number,
    occupation, department, wage, wage_currency, started_on, presence, channel, entered_at)
SELECT gen_random_uuid(), ids[1 + (h.n * 2 + k) %% array_length(ids, 1)], h.id, h.establishment, h.commune_code, '', '',
    '', 900000, 'KHR', %(since)s + (h.n %% 360)::int, 'working', 'web',
    %(since)s + (h.n %% 360)::int + make_interval(days => (h.n %% 11)::int - 4)
FROM heads h, people, generate_series(0, 1) k
"""
_DECLARED = """
INSERT INTO compliance_declaration (id, reference, enterprise_id, month, kind, due_on, filed_at, channel, workers,
    wages, occupational_risk, health_care, pension_employer, pension_worker, confirmed, submission_id)
SELECT gen_random_uuid(), 'B13' || substr(md5(e.id::text || m), 1, 12), e.id, m, 'staff',
    (m + interval '1 month 19 days')::date, m + interval '1 month 10 days'
    + make_interval(days => CASE WHEN abs(hashtext(e.id::text || m)) %% 10 = 0 THEN 15 ELSE 0 END),
    'web', 2, 1800000, 14400, 46800, 36000, 36000, true, gen_random_uuid()
FROM enterprises_enterprise e, generate_series(%(first)s, %(last)s, interval '1 month') m
WHERE e.reference LIKE 'B13-%%' AND abs(hashtext(m || e.id::text)) %% 15 > 0
"""
_PAID = """
INSERT INTO compliance_payment (id, batch_id, enterprise_id, month, fine_reference, amount, paid_on, reference,
    received_at)
SELECT gen_random_uuid(), %(batch)s, enterprise_id, month, '', 133200, (filed_at + interval '1 day')::date, reference,
    filed_at + interval '1 day'
FROM compliance_declaration WHERE reference LIKE 'B13%%'
"""
_TABLES = (
    "enterprises_enterprise",
    "enterprises_establishment",
    "registration_employment",
    "compliance_declaration",
    "compliance_payment",
)


def measure() -> list[Figure]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)  # a database of an earlier day may not know awards
    with transaction.atomic():
        _fill()
        figures = [_figure()]
        transaction.set_rollback(True)
    return figures


def _fill() -> None:
    from compliance.models import PaymentBatch
    from enterprises.models import Enterprise

    # No triggers: this is no act of anybody, and nothing of it stays.
    today = timezone.localdate()
    given = {
        "more": max(ENTERPRISES - Enterprise.objects.exclude(state="known").count(), 0),
        "since": today - timedelta(days=364),
        "first": (today.replace(day=1) - timedelta(days=360)).replace(day=1),
        "last": (today.replace(day=1) - timedelta(days=1)).replace(day=1),
        "batch": PaymentBatch.objects.create(source="bench").pk,
    }
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in (_UNITS, _HEADS, _STAFF, _DECLARED, _PAID):
            cursor.execute(statement, given)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ANALYZE {table}")


def _figure() -> Figure:
    cycle = _cycle()
    runs: list[Any] = []

    def ours() -> None:
        from incentives.models import EligibilityRun
        from incentives.services import eligibility

        run = EligibilityRun(submission_id=uuid.uuid4(), cycle=cycle, cut_off_on=cycle.cut_off_on)
        run.ran_by = cycle.created_by
        run.save()
        runs.append(eligibility.compute(run))

    plain = _plain(cycle)
    plain(), ours()  # warm
    found = in_turn({"plain": plain, "ours": ours}, ROUNDS)
    mine, theirs = median(found["ours"]), median(found["plain"])
    same = len({run.digest for run in runs}) == 1
    return Figure(
        "13",
        f"eligibility of {runs[-1].enterprises:,} enterprises, frozen and digested / plain SQL of the facts",
        mine / theirs,
        "<= 2, every run the same digest",
        mine / theirs <= 2 and same,
        f"{mine:.1f} s against {theirs:.1f} s; {runs[-1].eligible:,} eligible; {len(runs)} runs, same: {same}",
        {"ours": mine, "plain": theirs},
    )


def _cycle() -> Any:
    from incentives.models import AwardCycle
    from incentives.services import cycles
    from incentives.services.cycle_rules import proposed
    from nssf_portal.accounts.models import User

    by = User.objects.create(email="bench-awards@example.test", name="Bench")
    given = proposed(timezone.localdate()) | {"year": 2199, "name_km": "B", "name_en": "B"}
    cycle = cycles.create(by=by, submission_id=uuid.uuid4(), **given)
    return cycles.open_cycle(AwardCycle.objects.get(pk=cycle.pk), by=by)


def _plain(cycle: Any) -> Callable[[], None]:
    """Facts and months of everybody at once into a bare table; the last days of periods are given."""
    from compliance.standing import rows, rows_sql
    from compliance.standing.facts import Facts, as_array
    from compliance.standing.facts_sql import facts_sql
    from compliance.standing.rules import Rules
    from enterprises.models import Enterprise
    from nssf_portal.audit.as_of import end_of

    rules, before = Rules(cycle.cut_off_on, months=cycle.months), end_of(cycle.cut_off_on)
    ids = list(Enterprise.objects.exclude(state="known").values_list("pk", "registered_on"))
    columns = ", ".join(f"f{n}" for n in range(len(Facts._fields)))
    statement = (
        f"CREATE TEMPORARY TABLE plain_facts AS SELECT f.*, m.* FROM ({facts_sql(before)}) AS f({columns}) "
        f"LEFT JOIN ({rows_sql.MONTHS}) AS m(id, due, missing, late, unpaid, owed, paid_late, unknown, "
        "interest, taken) ON m.id = f.f0"
    )
    nothing = [None] * len(Facts._fields)
    first = Facts(*nothing)._replace(registered_on=min(day for _pk, day in ids if day))
    given = rows._values({uuid.uuid4(): first}, rows._months(rules), rules) | {
        "ids": as_array(pk for pk, _day in ids),
        "registered_on": as_array(day for _pk, day in ids),
        "since": rules.since,
        "heard_since": rules.heard_since,
        "days": list(rules.hire_days),
        "lasts": list(rules.hire_days.values()),
    }

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            cursor.execute("DROP TABLE plain_facts")

    return ask
