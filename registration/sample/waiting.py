"""Open work items for measuring the queues: of every kind, everywhere, due on many days; they point to nothing."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from nssf_portal.accounts.models import Office
from nssf_portal.ids import uuid7_batch
from nssf_portal.places.models import Place
from nssf_portal.work.kinds import all_kinds
from registration.sample.enterprises import PROVINCES

_COLUMNS = (
    "id kind subject_id label channel place_code office_id state created_at due_on first_decision first_reason "
    "second_reason"
)


def open_items(cursor: CursorWrapper, count: int, seed: int) -> None:
    """Copy `count` items; the queue's indexes and guards stay on."""
    if not count:
        return
    lines = list(_lines(count, seed))  # before COPY: it asks the same connection
    cursor.execute("ALTER TABLE work_workitem DISABLE TRIGGER USER")
    with cursor.copy(f"COPY work_workitem ({', '.join(_COLUMNS.split())}) FROM STDIN") as copy:
        copy.write("".join(lines))
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("ALTER TABLE work_workitem ENABLE TRIGGER USER")


def _lines(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(f"{seed}:work")  # noqa: S311  (sample data)
    communes = list(Place.objects.communes().values_list("code", flat=True))
    weights = [PROVINCES.get(code[:2], 3) for code in communes]
    kinds = [kind.code for kind in all_kinds()]
    offices = dict(Office.objects.filter(tree=Office.Tree.NSSF).values_list("code", "pk"))
    now, today = timezone.now(), timezone.localdate()
    keys = uuid7_batch(2 * count)
    for number, code in enumerate(rng.choices(communes, weights, k=count), start=1):
        kind = kinds[min(int(rng.expovariate(1.2)), len(kinds) - 1)]
        waited = int(rng.expovariate(1 / 4))
        office = offices.get(code[:4]) or offices.get(code[:2]) or offices.get("HQ") or "\\N"
        yield (
            f"{next(keys)}\t{kind}\t{next(keys)}\tSAMPLE-{number}\troster\t{code}\t{office}\twaiting\t"
            f"{(now - timedelta(days=waited, minutes=number % 600)).isoformat()}\t"
            f"{today + timedelta(days=rng.randrange(1, 10) - waited)}\t\t\t\n"
        )
