"""The blocks of numbers this portal may give out: entered by an administrator, counted for operators."""

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from nssf_portal.identifiers.models import NumberBlock


class BlockRefused(Exception):
    """The block cannot be entered; `code` is for scripts."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@transaction.atomic
def reserve(kind: str, first: int, last: int, *, source: str) -> NumberBlock:
    """Enter a block the core system reserved; the very same block again is the one that is there."""
    with connection.cursor() as cursor:  # two people entering overlapping blocks at once: one waits for the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('identifiers.blocks'))")
    if known := NumberBlock.objects.filter(kind=kind, first=first, last=last).first():
        return known
    check_block(kind, first, last)
    return NumberBlock.objects.create(kind=kind, first=first, last=last, next=first, source=source)


def check_block(kind: str, first: int, last: int, *, but: int | None = None) -> None:
    """Raises BlockRefused for a block that is empty or meets another one: nobody may be numbered twice."""
    if not 0 < first <= last:
        raise BlockRefused("block_empty", _("The first number must be above zero and not after the last one."))
    others = NumberBlock.objects.exclude(pk=but) if but else NumberBlock.objects.all()
    if others.filter(kind=kind, first__lte=last, last__gte=first).exists():
        raise BlockRefused("block_overlaps", _("Some of these numbers are in a block that was entered before."))


def left() -> dict[str, int]:
    """How many numbers of each kind are left."""
    rows = NumberBlock.objects.order_by().values_list("kind").annotate(left=Sum(F("last") - F("next") + 1))
    found = dict(rows.values_list("kind", "left"))
    return {kind: found.get(kind, 0) for kind in NumberBlock.Kind.values}
