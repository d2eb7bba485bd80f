"""A corrected file takes the place of a list sent before: what was done in the page to rows it repeats is not lost."""

from collections import Counter

from django.db.models import Q

from registration.enums import RosterState, RowState
from registration.models import Roster, RosterRow
from registration.services import repairing, rosters
from registration.workflow import ROSTER


def take_the_place(roster: Roster) -> Roster:
    """After the check of a corrected file: carry the repairs over, then put the list before aside.

    Only rows that both files hold just so, once, are carried: for others the file's new words are the answer."""
    before = Roster.objects.filter(pk=roster.replaces_id).first()
    if before is None:
        return roster
    roster = _carry(roster, before)
    if ROSTER.allows(before, "cancel"):
        rosters.cancel(roster=before, by=roster.received_by)
    return roster


def _carry(roster: Roster, before: Roster) -> Roster:
    touched = Q(edits__isnull=False) | Q(one_part_name=True) | Q(evidence__isnull=False) | Q(state=RowState.DROPPED)
    old = list(RosterRow.objects.filter(touched, roster=before).select_related("evidence"))
    if not old or roster.state not in (RosterState.READY, RosterState.DONE):
        return roster
    numbers = _row_numbers(roster, old)
    pairs = [(numbers[bytes(row.digest)], row) for row in old if bytes(row.digest) in numbers]
    kept = [(number, row) for number, row in pairs if row.state != RowState.DROPPED]
    if kept:
        roster = repairing.repair_rows(
            roster=roster,
            edits={number: repairing.edits_of(row) for number, row in kept},
            one_part=[number for number, row in kept if row.one_part_name],
            evidence={number: row.evidence for number, row in kept if row.evidence},
            by=roster.received_by,
        )
    if dropped := [number for number, row in pairs if row.state == RowState.DROPPED]:
        roster = repairing.drop_rows(roster=roster, numbers=dropped, by=roster.received_by)
    return roster


def _row_numbers(roster: Roster, old: list[RosterRow]) -> dict[bytes, int]:
    """Digest to row number, for rows that stand once in the new file."""
    found = RosterRow.objects.filter(roster=roster, digest__in=[row.digest for row in old])
    rows = [(bytes(digest), number) for digest, number in found.values_list("digest", "row_no")]
    count = Counter(digest for digest, _number in rows)
    return {digest: number for digest, number in rows if count[digest] == 1}
