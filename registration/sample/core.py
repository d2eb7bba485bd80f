"""Control files as the core system would have sent them the last nights, with a few invented differences."""

import datetime
from collections.abc import Iterator
from typing import Any

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from registration.core.control import ENTERPRISE_FACTS, MEMBER_FACTS
from registration.core.reconciling import awaited_day, decide, reconcile
from registration.models import Member, Reconciliation

_NIGHTS = 6
_MISSING_NIGHT = 3
"""One night no file came: it is shown as such."""


def load(*, clerk: User, unused_number: int) -> None:
    """The last nights; a second run changes nothing. `unused_number` is of our block, and nobody has it."""
    if Reconciliation.objects.exists():
        return
    today = awaited_day()
    for night in reversed(range(_NIGHTS)):
        if night != _MISSING_NIGHT:
            made = reconcile(today - datetime.timedelta(days=night), _rows(night, unused_number))
    why = "The paper was sent to the core system's keepers (demonstration)."
    for found in made.differences.filter(kind="differs")[:2]:
        decide(difference=found, move="explain", why=why, by=clerk)


def _rows(night: int, unused_number: int) -> Iterator[dict[str, Any]]:
    """Nearly what stands here: the fewer nights ago, the fewer differences."""
    wrong = 4 + 2 * night
    row: dict[str, Any] = {}
    for position, one in enumerate(Member.objects.order_by("pk").iterator(chunk_size=2000)):
        row = {"kind": "member", "number": one.member_number, "state": one.state}
        row |= {name: getattr(one, name, "") for name in MEMBER_FACTS} | {"date_of_birth": one.born_on.isoformat()}
        if position % 61 == 7 and position < 61 * wrong:
            row |= _spoiled(position, one)
        if not (position % 97 == 11 and position < 97 * wrong // 2):
            yield row
    yield row | {"number": "1999999991"}
    yield row | {"number": str(unused_number)}
    for unit in Enterprise.objects.filter(nssf_number__isnull=False).order_by("pk"):
        facts = {name: getattr(unit, name) for name in ENTERPRISE_FACTS}
        yield {"kind": "enterprise", "number": unit.nssf_number, "state": unit.state} | facts


def _spoiled(position: int, one: Member) -> dict[str, str]:
    born = one.born_on.isoformat()
    return [
        {"given_name_latin": f"{one.given_name_latin}A"},
        {"date_of_birth": f"{born[:4]}-01-01"},
        {"sex": "M" if one.sex == "F" else "F"},
        {"state": "suspended"},
    ][position % 4]
