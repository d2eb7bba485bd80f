"""Number 12: the target list of one office over 94,000 enterprises, beside plain SQL of the same score.

Plain SQL is the statement of the score alone, sorted, with as many rows as the list has; the other side is the whole
act: scoring, choosing by score, district and lot, lines and reasons written with their history. Both in one transaction
that is undone; staff and telephones are load_sample's, the standing is last night's."""

import itertools
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.measuring import Figure, in_turn, median

ENTERPRISES = 94_000
CAPACITY = 40
ROUNDS = 5
_OFFICES = ("HQ", "12")

# Units of the registries and of the register up to 94,000 in all: of the new, seven of ten are not registered; half of
# all have a number of workers, most an owner who has others too. Their places are those of the sample's enterprises.
_UNITS = """
INSERT INTO enterprises_enterprise (id, reference, nssf_number, kind, state, name_km, name_latin, key_km, key_latin,
    tin, moc_number, certificate_kind, certificate_number, commune_code, address, phone, sector, activity, opened_on,
    registered_on, channel)
SELECT gen_random_uuid(), 'BNC-' || n, CASE WHEN n %% 10 < 3 THEN 'B' || n END, 'company',
    CASE WHEN n %% 10 < 3 THEN 'registered' ELSE 'known' END, '', 'Bench Unit ' || n, '', 'benchunit' || n, '', '', '',
    '', places.codes[1 + n %% array_length(places.codes, 1)], 'No. ' || n %% 40000 || ', Street ' || n %% 300,
    '+85510' || lpad((n %% 70000)::text, 6, '0'), substr('CGFIHNAS', 1 + n %% 8, 1), '', date '2015-01-01' + n %% 3600,
    CASE WHEN n %% 10 < 3 THEN date '2020-01-01' END, 'core'
FROM generate_series(1, %(more)s) n,
    (SELECT array_agg(commune_code ORDER BY id) AS codes FROM (
        SELECT id, commune_code FROM enterprises_enterprise WHERE commune_code <> '' ORDER BY id LIMIT 5000) e) places
"""
_RECORDS = """
INSERT INTO enterprises_registryrecord (id, source_id, source_key, enterprise_id, name_km, name_latin, key_km,
    key_latin, tin, moc_number, commune_code, address, phone, sector, activity, declared_workers, opened_on,
    received_at, verification, parent_key, match_state, matched_by, match_reasons)
SELECT gen_random_uuid(), %(source)s, 'B12-' || row_number() OVER (ORDER BY e.id), e.id, '', e.name_latin, '',
    e.key_latin, '', '', e.commune_code, '', '', e.sector, '',
    CASE WHEN hashtext(e.id::text) %% 2 = 0 THEN abs(hashtext(e.id::text)) %% 120 END, e.opened_on, now(),
    'unverified', '', 'matched', 'rule', '{}'
FROM enterprises_enterprise e WHERE e.state <> 'closed'
"""
_OWNERS = """
INSERT INTO enterprises_registryperson (record_id, role, key_km, key_latin, identity_blind)
SELECT id, 'owner', '', 'owner' || abs(hashtext(id::text)) %% 70000,
    md5((abs(hashtext(id::text)) %% 60000)::text)::uuid
FROM enterprises_registryrecord WHERE source_key LIKE 'B12-%%'
"""


_TABLES = ("enterprises_enterprise", "enterprises_registryrecord", "enterprises_registryperson")


def measure() -> list[Figure]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)  # a database of an earlier day may not know target lists
    with transaction.atomic():
        _fill()
        _stand()
        figures = [_figure(code) for code in _OFFICES]
        transaction.set_rollback(True)
    return figures


def _fill() -> None:
    from enterprises.models import Enterprise
    from enterprises.sources import source

    # Whoever was there is counted in; no triggers: this is no act of anybody, and nothing of it stays.
    more = max(ENTERPRISES - Enterprise.objects.count(), 0)
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(_UNITS, {"more": more})
        cursor.execute(_RECORDS, {"source": source("mlvt").pk})
        cursor.execute(_OWNERS, {})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ANALYZE {table}")


def _stand() -> None:
    """Last night's standing of every registered enterprise, as the nightly job leaves it: four of ten owe something."""
    from compliance.models import StandingRow
    from enterprises.models import Enterprise

    today, parts = timezone.localdate(), ("registered", "staff", "declarations", "payments", "headcount", "findings")
    keys = Enterprise.objects.filter(state="registered").order_by("pk").values_list("pk", flat=True)
    rows = (
        StandingRow(
            enterprise_id=key,
            as_of=today,
            state="owing" if n % 10 < 4 else "good",
            **dict.fromkeys(parts, "fail" if n % 10 < 4 else "pass"),
            missing_declarations=n % 10 if n % 10 < 4 else 0,
            late_payments=n % 7 if n % 10 < 4 else 0,
            late_hires=n % 5 if n % 10 < 4 else 0,
        )
        for n, key in enumerate(keys)
    )
    StandingRow.objects.all().delete()
    StandingRow.objects.bulk_create(rows, batch_size=5_000)


def _figure(code: str) -> Figure:
    office = _office(code)
    months = (date(2030 + n // 12, n % 12 + 1, 1) for n in itertools.count())  # each time a new list
    candidates: list[int] = []

    def ours() -> None:
        from compliance.services.building import build

        candidates.append(build(office=office, month=next(months), capacity=CAPACITY, by=None).candidates)

    plain = _plain(office)
    plain(), ours()  # warm
    found = in_turn({"plain": plain, "ours": ours}, ROUNDS)
    mine, theirs = median(found["ours"]), median(found["plain"])
    return Figure(
        "12",
        f"target list of office {code}, {candidates[-1]:,} candidates / plain SQL of the score",
        mine / theirs,
        "<= 2, in <= 5 s",
        mine / theirs <= 2 and mine <= 5,
        f"{mine:.2f} s against {theirs:.2f} s, {_members():,} members",
        {"ours": mine, "plain": theirs},
    )


def _plain(office: Any) -> Any:
    from compliance.targeting import scoring, scoring_sql

    today = timezone.localdate()
    statement = f"SELECT * FROM ({scoring_sql.SCORED}) scored ORDER BY total DESC LIMIT {CAPACITY}"
    given = scoring.parameters(office, date(2029, 1, 1), today, scoring.weights(today))

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            cursor.fetchall()

    return ask


def _office(code: str) -> Any:
    from nssf_portal.accounts.models import Office

    return Office.objects.get_or_create(tree="nssf", code=code, defaults={"name_km": code, "name_en": code})[0]


def _members() -> int:
    from bench.register import size

    return size()
