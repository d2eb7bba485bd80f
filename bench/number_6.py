"""Number 6: every figure of a quarterly report against plain SQL over the base tables; what keeping the tallies costs.

Plain SQL is one statement for each table of a figure, as whoever counts a table by hand would write it; the fairest
rival, all tables of a figure in one pass, is timed beside it. Figures whose tables are small (outreach, cases, awards)
are counted plainly by both: they have no tally, so they are held equal and left out of the ratio."""

import os
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from bench import plain_figures
from bench.measuring import Figure, in_turn, median

ENTERPRISES = int(os.environ.get("BENCH_ENTERPRISES", "94000"))
QUARTER = os.environ.get("BENCH_QUARTER", "2026Q3")
ROUNDS = 5
BY_HAND = {
    "returners", "members_contributing", "fields_asked", "documents_asked", "stops_held",
    "sources_delivering", "people_satisfied", "people_found_easy", "target_hit_rate", "cases_settled",
    "award_candidates", "awards_given", "programme_requests", "programmes_taken_up", "programme_riel",
    "programme_uptake", "activities_verified", "people_reached", "knew_before", "knew_after", "registrations_brought",
    "conversion", "outreach_cost", "officials_trained", "lessons_taught",
}  # fmt: skip
REGISTERS = ("registration_member", "enterprises_enterprise")


def measure() -> list[Figure]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _plan()
    _enterprises()
    _tidy()
    return [*_figures(), _import()]


def _plan() -> None:
    """A plan with its baselines: without one, shares have nothing to be divided by."""
    from datetime import date

    from reporting.models import Plan
    from reporting.seeds import seed

    if not Plan.objects.exists():
        Plan.objects.create(
            code="bench", name_km="ផែនការ", name_en="Plan", starts_on=date(2024, 10, 30), ends_on=date(2026, 12, 31),
            counted_from=date(2024, 11, 1), source="bench",
        )  # fmt: skip
    seed()


def _enterprises() -> None:
    """As many as the table of numbers says; those of the sample's members are fewer."""
    from django.core.management import call_command

    from enterprises.models import Enterprise

    more = ENTERPRISES - Enterprise.objects.count()
    if more > 0:
        call_command("load_sample", members=0, enterprises=more, seed=8, work_items=0, format="json")


def _tidy() -> None:
    """As the night leaves it: differences folded, units of registries counted, tables known to the planner."""
    from enterprises import figures
    from nssf_portal import tallies
    from reporting.periods import Period

    for tally in tallies.every():
        tallies.fold(tally)
    figures.refresh(Period.parse(QUARTER).last)
    with connection.cursor() as cursor:
        for table in [*REGISTERS, *(tally.table for tally in tallies.every())]:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _figures() -> list[Figure]:
    from reporting import registry
    from reporting.periods import Period

    period = Period.parse(QUARTER)
    params = plain_figures.params(period)
    computed = [one for one in registry.every() if one.figures]
    wrong = [one.code for one in computed if not _same(one, period, params)]
    tallied = [one for one in computed if one.code not in BY_HAND and _has_rows(one, period)]
    return [
        Figure("6", f"figures of {QUARTER} that differ from plain SQL, cell by cell, of {len(computed)}", len(wrong),
               "0", not wrong, " ".join(wrong)),
        _report(tallied, period, params),
        *_each(tallied, period, params),
    ]  # fmt: skip


def _report(tallied: list[Any], period: Any, params: dict[str, Any]) -> Figure:
    """All of them, as a report computes them."""
    from reporting.indicators.grouping import one_reading

    plain = [plain_figures.PLAIN[one.code] for one in tallied]

    def ours() -> None:
        with one_reading():
            for one in tallied:
                list(one.cells(period))

    sides = {
        "ours": ours,
        "plain": _ask([one.statement(cut) for one in plain for cut in ("", *one.cuts)], params),
        "pass": _ask([one.whole() for one in plain], params),
    }
    ours(), sides["plain"]()  # warm
    found = {side: median(times) for side, times in in_turn(sides, ROUNDS).items()}
    ratio = found["ours"] / found["plain"]
    return Figure(
        "6", f"the {len(tallied)} tallied figures of {QUARTER} that are not empty / one statement a table", ratio,
        "<= 1/50 = 0.02", ratio <= 1 / 50,
        f"= 1/{1 / ratio:.0f}, 1/{found['pass'] / found['ours']:.0f} of all tables in one pass;"
        f" {found['ours'] * 1000:.0f} ms against {found['plain']:.2f} s and {found['pass']:.2f} s,"
        f" {_members():,} members, {_units():,} enterprises",
        found,
    )  # fmt: skip


def _each(tallied: list[Any], period: Any, params: dict[str, Any]) -> list[Figure]:
    """Each alone; of enterprises there are hardly more than cells of their tally, so plain SQL is quick too."""
    times = {one.code: _times(one, period, params) for one in tallied}
    people = [code for code in times if "enterprise" not in code and "units" not in code]
    slowest = max(people, key=lambda code: times[code]["ours"] / times[code]["plain"])
    others = [code for code in times if code not in people]
    return [_alone(slowest, times, "the slowest figure of people alone,")] + [
        _alone(code, times, "a figure of enterprises alone,") for code in others
    ]


def _alone(code: str, times: dict[str, dict[str, float]], what: str) -> Figure:
    """One number over the whole history of the tally, against one scan: a report asks it with others at once."""
    ours, plain = times[code]["ours"], times[code]["plain"]
    said = f"= 1/{plain / ours:.0f}; {ours * 1000:.1f} ms against {plain * 1000:.0f} ms"
    return Figure("6", f"{what} {code}", ours / plain, "said beside it", True, said, times[code])


def _same(one: Any, period: Any, params: dict[str, Any]) -> bool:
    ours = {}
    for cell in one.cells(period):
        key = cell.cut, tuple(cell.where[name] for name in cell.cut.split("+") if name)
        ours[key] = cell.value, cell.numerator, cell.denominator
    if one.code == "registry_coverage":  # by size it is said nowhere but in the nightly count
        ours = {key: said for key, said in ours.items() if key[0] != "size"}
    return ours == plain_figures.PLAIN[one.code].figures(params)


def _has_rows(one: Any, period: Any) -> bool:
    return any(cell.value for cell in one.cells(period))


def _times(one: Any, period: Any, params: dict[str, Any]) -> dict[str, float]:
    plain = plain_figures.PLAIN[one.code]
    statements = [plain.statement(cut) for cut in ("", *plain.cuts)]
    sides = {"ours": lambda: list(one.cells(period)), "plain": _ask(statements, params)}
    sides["ours"](), sides["plain"]()  # warm
    return {side: median(found) for side, found in in_turn(sides, ROUNDS).items()}


def _ask(statements: list[str], params: dict[str, Any]) -> Callable[[], None]:
    def ask() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, params)
                cursor.fetchall()

    return ask


def _import() -> Figure:
    """A roster of 10,000 registered, with the triggers that keep tallies and without them."""
    from bench.number_1 import _SEEDS, import_bytes
    from bench.register import roster_file

    files = iter([roster_file(10_000, next(_SEEDS)) for _ in range(2 * ROUNDS + 1)])
    import_bytes(next(files))

    def without() -> None:
        with _no_tallies():
            import_bytes(next(files))

    found = in_turn({"kept": lambda: import_bytes(next(files)), "not kept": without}, ROUNDS)
    kept, bare = median(found["kept"]), median(found["not kept"])
    _rebuild()
    return Figure("6", "import of 10,000 people with tallies kept / without", kept / bare, "<= 1.3", kept / bare <= 1.3,
                  f"{kept:.2f} s against {bare:.2f} s", {"kept": kept, "bare": bare})  # fmt: skip


@contextmanager
def _no_tallies():
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


def _switch(how: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname LIKE '%\\_tally\\_%' AND NOT tgisinternal"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} {how} TRIGGER "{name}"')


def _rebuild() -> None:
    from nssf_portal import tallies

    for tally in tallies.every():
        tallies.rebuild(tally)


def _members() -> int:
    from bench.register import size

    return size()


def _units() -> int:
    from enterprises.models import Enterprise

    return Enterprise.objects.count()
