"""Asking an officer about doubtful rows, and taking the question back."""

from django.db.models import Q

from nssf_portal.accounts.models import User
from nssf_portal.work import services as work
from nssf_portal.work.models import Movement, WorkItem
from registration.enums import PairState, RowState
from registration.models import DuplicatePair, Roster, RosterRow
from registration.workflow import PAIR

KIND = "roster_row"


def open_missing(*, roster: Roster, by: User | None) -> int:
    """A pair and a work item for each row under review that has none; three statements for any number."""
    rows = list(
        RosterRow.objects.filter(roster=roster, state=RowState.REVIEW)
        .exclude(Q(pairs__state=PairState.OPEN) | Q(pairs__state=PairState.ASKED))
        .only("id", "row_no", "match", "matched_member_id", "roster_id")
    )
    if not rows:
        return 0
    office, due = work.office_for(roster.enterprise.commune_code), work.due_date(KIND)
    pairs, items = [], []
    for row in rows:
        pair = DuplicatePair(row=row, member_id=row.matched_member_id, reason=row.match or "birth_altered")
        label = f"{roster.reference} · {row.row_no} · {roster.enterprise.nssf_number}"
        pair.work_item = WorkItem(
            kind=KIND,
            subject_id=pair.pk,
            label=label,
            channel="roster",
            place_code=roster.enterprise.commune_code,
            office=office,
            due_on=due,
        )
        items.append(pair.work_item)
        pairs.append(pair)
    WorkItem.objects.bulk_create(items)
    Movement.objects.bulk_create(Movement(item=item, act="open", by=by, state=item.state) for item in items)
    DuplicatePair.objects.bulk_create(pairs)
    return len(pairs)


def void_open(*, roster: Roster, by: User | None, rows: list | None = None) -> int:
    """Rows dropped, repaired away or cancelled with their roster need no officer any more."""
    pairs = DuplicatePair.objects.filter(row__roster=roster, state__in=[PairState.OPEN, PairState.ASKED])
    if rows is not None:
        pairs = pairs.filter(row__in=rows)
    found = list(pairs.select_related("work_item"))
    for pair in found:
        void(pair, by=by)
    return len(found)


def void(pair: DuplicatePair, *, by: User | None) -> None:
    PAIR.transition(pair, "void")
    work.cancel(pair.work_item, reason="", by=by)
