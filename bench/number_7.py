"""Number 7: the clerk's queue page with a million open work items, against the same view with none."""

from django.db import connection, transaction
from django.test import RequestFactory

from bench.measuring import Figure, median, percentile_95, timed


def measure() -> list[Figure]:
    from nssf_portal.work.models import WorkItem

    full = {who: _page_times(who) for who in ("HQ", "12", "1201")}
    queries = {who: times[1] for who, times in full.items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = %s", [WorkItem._meta.db_table])
        items = cursor.fetchone()[0]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE work_workitem CASCADE")
        empty = {who: _page_times(who) for who in full}
        transaction.set_rollback(True)
    return [
        Figure("7", f"queue page p95, clerk of {who}, {items:,} items / none", percentile_95(full[who][0])
               / percentile_95(empty[who][0]), "<= 1.5", percentile_95(full[who][0]) / percentile_95(empty[who][0]) <= 1.5,
               f"median {median(full[who][0]) * 1000:.1f} ms, {queries[who]} queries")
        for who in full
    ]  # fmt: skip


def _clerk(code: str):
    from nssf_portal.accounts.models import Office, RoleGrant, User

    office, _made = Office.objects.get_or_create(tree="nssf", code=code, defaults={"name_km": code, "name_en": code})
    email = f"bench{code}@example.test".lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, language="en")
    RoleGrant.objects.get_or_create(user=user, role="clerk", office=office)
    return User.objects.get(pk=user.pk)


def _page_times(code: str, rounds: int = 60) -> tuple[list[float], int]:
    from django.contrib.messages.storage.base import BaseStorage
    from django.contrib.sessions.backends.db import SessionStore

    from nssf_portal.work.views import queue

    user = _clerk(code)
    counts = [0]

    def count(execute, sql, params, many, context):
        counts[0] += 1
        return execute(sql, params, many, context)

    def page() -> None:
        request = RequestFactory().get("/desk/")
        request.user, request.session, request._messages = (
            type(user).objects.get(pk=user.pk),
            SessionStore(),
            BaseStorage(request),
        )
        request.resolver_match = None
        response = queue(request)
        assert response.status_code == 200

    page()
    with connection.execute_wrapper(count):
        times = [timed(page) for _ in range(rounds)]
    return times, counts[0] // rounds
