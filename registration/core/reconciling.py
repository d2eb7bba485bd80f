"""Once a day: what the core system holds beside what we hold, number by number."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.work import services as work
from registration.core import control, reconciling_sql
from registration.core.enums import DifferenceState, Subject
from registration.core.workflow import DIFFERENCE
from registration.models import Reconciliation, ReconciliationDifference
from registration.register_file import FileRefused

_COUNTS = ("only_core", "only_here", "differing", "numbered_by_both", "not_comparable")


def reconcile(day: datetime.date, found: Path | Iterable[Mapping[str, Any]], by: User | None = None) -> Reconciliation:
    """Compare the control file of the end of `day` with both registers; the same file again is the same comparison.

    Rows have kind, number, state and facts: in columns of their own, or as one digest. Effects: one Reconciliation
    with its differences; what was explained before and is the same word for word stays explained.
    Raises FileRefused."""
    # What is no file may ask the database while it is read, and a connection that copies answers nothing else.
    rows = control.read(found) if isinstance(found, Path) else iter(list(found))
    first = next(rows, None)
    if first is None:
        raise FileRefused("file_empty", _("The control file has no rows: an empty register is not believed."))
    columns = control.columns_of(first)
    with transaction.atomic(), acting(by=by, action="core.reconcile"):
        return _compare(day, control.lines(chain([first], rows), columns), columns, by)


def _compare(day: datetime.date, lines: Iterable[str], columns: control.Columns, by: User | None) -> Reconciliation:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core.reconcile'))")
        for statement in reconciling_sql.STAGE.split(";"):
            cursor.execute(statement)
        digest, in_core = _copy(cursor, lines)
        known = Reconciliation.objects.filter(day=day, digest=digest).first()
        made = known or _judge(cursor, day, columns, digest, in_core, by)
        cursor.execute("DROP TABLE core_control; DROP TABLE core_found")
    return made


def _copy(cursor: Any, lines: Iterable[str]) -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    with cursor.copy(reconciling_sql.COPY) as copy:
        for text in lines:
            copy.write(text)
            digest.update(text.encode())
            count += 1
    return digest.hexdigest(), count


def _judge(
    cursor: Any, day: datetime.date, columns: control.Columns, digest: str, in_core: int, by: User | None
) -> Reconciliation:
    cut = day - datetime.timedelta(days=int(value_or("core.grace_days", 1)))
    for statement in reconciling_sql.TIDY.split(";"):
        cursor.execute(statement)
    for subject in Subject:
        cursor.execute(reconciling_sql.compare(subject, columns), {"cut": cut})
    cursor.execute(reconciling_sql.COUNT)
    listed, *counts = cursor.fetchone()
    cursor.execute(reconciling_sql.HERE)
    made = Reconciliation.objects.create(
        day=day,
        digest=digest,
        by=by,
        in_core=in_core,
        here=cursor.fetchone()[0],
        same=in_core - listed,
        **dict(zip(_COUNTS, counts, strict=True)),
    )
    before = Reconciliation.objects.exclude(pk=made.pk).filter(day__lte=day).order_by("-day", "-at").first()
    values = {"reconciliation": made.pk, "at": made.at, "before": before.pk if before else None}
    cursor.execute(reconciling_sql.KEEP, values)
    return made


def latest() -> Reconciliation | None:
    """The newest comparison of the newest day."""
    return Reconciliation.objects.order_by("-day", "-at").first()


def awaited_day(now: datetime.datetime | None = None) -> datetime.date:
    """The day whose control file must be here by now: yesterday's, from the law book's hour on."""
    local = timezone.localtime(now)
    hour = int(value_or("core.control_hour", 8))
    return local.date() - datetime.timedelta(days=1 if local.hour >= hour else 2)


def is_late(newest: Reconciliation | None) -> bool:
    """A day that nobody compared is late: it is never shown as a day without differences."""
    return newest is None or newest.day < awaited_day()


@transaction.atomic
def decide(*, difference: ReconciliationDifference, move: str, why: str, by: User) -> ReconciliationDifference:
    """Explain, settle or open again, with a reason; a settled pair of numbers is told to the core system.

    Raises NotPossible when somebody was faster."""
    with acting(by=by, action=f"core.{move}", reason=why):
        opened = move == "reopen"
        at = {"decided_at": None, "decided_by": None} if opened else {"decided_at": timezone.now(), "decided_by": by}
        moved = DIFFERENCE.transition(difference, move, why=why[:500], **at)
        item = moved.work_item
        if item and item.is_open and moved.state != DifferenceState.OPEN:
            work.finish(item, decision=move, reason=why, by=by)
    return moved
