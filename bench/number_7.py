"""Number 7: the clerk's queue page with a million open work items, against the same view with none."""

from django.db import connection, transaction
from django.test import RequestFactory

from bench.measuring import Figure, median, percentile_95, timed

_WHERE = ("HQ", "12", "1201")  # the whole country, a province, a district
_ROUNDS, _PAGES = 6, 25


def measure() -> list[Figure]:
    full, empty, queries = {}, {}, {}
    for _round in range(_ROUNDS):  # in turn: a machine that slows down slows both
        for who in _WHERE:
            times, queries[who] = _page_times(who)
            full.setdefault(who, []).extend(times)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE work_workitem CASCADE")
            for who in _WHERE:
                times, queries_of_none = _page_times(who)
                empty.setdefault(who, []).extend(times)
                assert queries_of_none <= queries[who]
            transaction.set_rollback(True)
    return [_figure(who, full[who], empty[who], queries[who]) for who in _WHERE]


def _figure(who: str, full: list[float], empty: list[float], queries: int) -> Figure:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'work_workitem'")
        items = cursor.fetchone()[0]
    ratio = percentile_95(full) / percentile_95(empty)
    return Figure(
        "7",
        f"queue page p95, clerk of {who}, {items:,} items / none",
        ratio,
        "<= 1.5",
        ratio <= 1.5,
        f"medians {median(full) * 1000:.1f} / {median(empty) * 1000:.1f} ms, {queries} queries",
    )


def _clerk(code: str):
    from nssf_portal.accounts.models import Office, RoleGrant, User

    office, _made = Office.objects.get_or_create(tree="nssf", code=code, defaults={"name_km": code, "name_en": code})
    email = f"bench{code}@example.test".lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, language="en")
    RoleGrant.objects.get_or_create(user=user, role="clerk", office=office)
    return User.objects.get(pk=user.pk)


def _page_times(code: str, rounds: int = _PAGES) -> tuple[list[float], int]:
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore

    from nssf_portal.work.views import queue

    user = _clerk(code)
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
