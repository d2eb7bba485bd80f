"""Cards for everybody whom an office serves: as many as there are members without one, a thousand in a transaction."""

import csv
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from registration.cards.enums import CardState
from registration.cards.keys import signing_key
from registration.cards.services import issue_many, replace_cards, text_from
from registration.enums import MemberState
from registration.models.card import Card
from registration.models.member import Member, MemberQuerySet

_AT_ONCE = 1_000


def issue_for_places(prefix: str, *, by: User | None = None) -> Iterator[int]:
    """Issue until everybody active under this place code has a valid card; yields how many at each step.

    Effects of each step, in a transaction of its own: cards that have run out are replaced, new cards."""
    last = uuid.UUID(int=0)
    while found := list(_without_card(prefix).filter(pk__gt=last).values_list("pk", flat=True)[:_AT_ONCE]):
        last = found[-1]
        yield _issue(found, by)


def write_cards(prefix: str, path: Path) -> int:
    """Every valid card under this place code as `member_number,payload`; a run that broke off loses nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    written = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["member_number", "payload"])
        for number, card_id, kept in _valid(prefix):
            out.writerow([number, text_from(card_id, kept)])
            written += 1
    return written


@transaction.atomic
def _issue(ids: list[uuid.UUID], by: User | None) -> int:
    """Lock first, then look again: somebody else may have issued or ended meanwhile."""
    list(Member.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    members = list(_without_card("").filter(pk__in=ids))
    with acting(by=by, action="card.issue", reason="issue_cards"):
        replace_cards(members, timezone.now())
        return len(issue_many(members, by=by, key=signing_key(make_first=True)))


def _without_card(prefix: str) -> MemberQuerySet:
    held = Card.objects.filter(member=OuterRef("pk")).valid(timezone.localdate())
    members = Member.objects.filter(~Exists(held), state=MemberState.ACTIVE)
    return (members.filter(commune_code__startswith=prefix) if prefix else members).order_by("pk")


def _valid(prefix: str) -> Iterator[tuple[str, uuid.UUID, bytes]]:
    """By keyset: a million rows are never in memory at once."""
    last = uuid.UUID(int=0)
    cards = Card.objects.filter(state=CardState.ISSUED, expires_on__gte=timezone.localdate())
    cards = cards.filter(member__state=MemberState.ACTIVE)
    if prefix:
        cards = cards.filter(member__commune_code__startswith=prefix)
    columns = cards.order_by("pk").values_list("member__member_number", "pk", "token")
    while found := list(columns.filter(pk__gt=last)[: 5 * _AT_ONCE]):
        last = found[-1][1]
        yield from found
