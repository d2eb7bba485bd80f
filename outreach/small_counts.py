"""What a partner may read of counts: never so few that they tell of one person (the law book says how few)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nssf_portal.law.book import value_or

SMALLEST = "outreach.partner_smallest_count"


def smallest() -> int:
    return max(1, int(value_or(SMALLEST, 5)))


def parts(counts: Sequence[int], least: int) -> list[int | None]:
    """The parts of a total that is shown: the small ones kept back, and beside a single small one the next smallest,
    or the difference would tell it."""
    if sum(counts) < least:
        return [None] * len(counts)
    hidden = {at for at, count in enumerate(counts) if 0 < count < least}
    if len(hidden) == 1:
        others = [at for at, count in enumerate(counts) if count and at not in hidden]
        if others:
            hidden.add(min(others, key=lambda at: counts[at]))
    return [None if at in hidden else count for at, count in enumerate(counts)]


def whole(count: int, least: int) -> str:
    """A count that stands alone, in words when it is small; none is told from a few neither."""
    return f"{count:,}" if count >= least else _("fewer than %(n)s") % {"n": least}


def of_list(count: int, rows: int, least: int) -> str:
    """How many of a partner's own people: nearly all is as telling as nearly nobody, for the partner knows the list."""
    if count < least:
        return whole(count, least)
    if rows - count < least:
        return _("more than %(n)s") % {"n": f"{max(rows - least, least - 1):,}"}
    return f"{count:,}"
