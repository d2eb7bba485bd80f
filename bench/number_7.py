"""Number 7: the clerk's queue page with a million open work items, against the same view with none."""

import uuid

from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from bench.measuring import Figure, median, percentile_95, timed
from bench.register import clerk

_WHERE = ("HQ", "12", "1201")  # the whole country, a province, a district
_ROUNDS, _PAGES = 6, 25


def measure() -> list[Figure]:
    """Against no item at all, as wanted; and against one page of items, where only the size of the table differs."""
    times: dict[tuple[str, str], list[float]] = {}
    queries: dict[tuple[str, str], int] = {}

    def ask(amount: str) -> None:
        for who in _WHERE:
            found, queries[who, amount] = _page_times(who)
            times.setdefault((who, amount), []).extend(found)

    ask("full")
    times.clear()  # the first time is for warming up
    for _round in range(_ROUNDS):  # in turn: a machine that slows down slows all
        ask("full")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE work_workitem CASCADE")
            ask("none")
            _open_one_page()
            ask("page")
            transaction.set_rollback(True)
    return [_figure(who, amount, times, queries) for amount in ("none", "page") for who in _WHERE]


def _open_one_page() -> None:
    from nssf_portal.work.models import WorkItem

    today = timezone.localdate()
    WorkItem.objects.bulk_create(
        WorkItem(kind="enterprise", subject_id=uuid.uuid4(), label=f"BENCH-{n}", place_code="120101", due_on=today)
        for n in range(26)
    )


def _figure(who: str, amount: str, times: dict, queries: dict) -> Figure:
    full, other = times[who, "full"], times[who, amount]
    ratio = percentile_95(full) / percentile_95(other)
    return Figure(
        "7",
        f"queue page p95, clerk of {who}, {_items():,} items / {'none' if amount == 'none' else 'one page of them'}",
        ratio,
        "<= 1.5, no more queries",
        ratio <= 1.5 and queries[who, "full"] <= max(queries[who, "page"], queries[who, "none"]),
        f"medians {median(full) * 1000:.1f} / {median(other) * 1000:.1f} ms, {queries[who, 'full']} queries",
    )


def _items() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'work_workitem'")
        return cursor.fetchone()[0]


def _page_times(code: str, rounds: int = _PAGES) -> tuple[list[float], int]:
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore

    from nssf_portal.work.queue import forget_full
    from nssf_portal.work.views import queue

    user = clerk(code)
    forget_full()  # the table is not the one of the last question
    counts = [0]

    def count(execute, sql, params, many, context):
        counts[0] += 1
        return execute(sql, params, many, context)

    def page() -> None:
        request = RequestFactory().get("/desk/")
        request.user, request.session = type(user).objects.get(pk=user.pk), SessionStore()
        request._messages = FallbackStorage(request)
        request.resolver_match = None
        response = queue(request)
        assert response.status_code == 200

    page()
    with connection.execute_wrapper(count):
        times = [timed(page) for _ in range(rounds)]
    return times, counts[0] // rounds
