"""The queue as a page shows it: which items, in which order, how many, and what the clock says."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law import clock
from nssf_portal.law.book import value_or
from nssf_portal.places import names
from nssf_portal.work import kinds
from nssf_portal.work.enums import WorkState
from nssf_portal.work.models import WorkItem, WorkItemQuerySet

CAP = 1000
PAGE = 25
NBSP = "\u00a0"
CHANNELS: dict[str, Promise] = {
    "web": gettext_lazy("web form"),
    "roster": gettext_lazy("roster"),
    "api": gettext_lazy("programme"),
    "counter": gettext_lazy("counter"),
    "mobile_unit": gettext_lazy("mobile unit"),
    "on_site": gettext_lazy("on-site day"),
    "hotline": gettext_lazy("hotline"),
    "bank_agent": gettext_lazy("bank agent"),
    "one_window": gettext_lazy("one-window office"),
    "exchange": gettext_lazy("data exchange"),
    "inspection": gettext_lazy("inspection"),
    "core": gettext_lazy("NSSF's core system"),
}


@dataclass(frozen=True)
class Clock:
    """Time left in words first; then how much of it is used, and the colour that goes with it."""

    words: str
    share: float
    colour: str

    @property
    def urgency(self) -> str:
        """The end of the class of a line of words: late, soon or nothing."""
        return {"red": "-late", "gold": "-soon"}.get(self.colour, "")


def clock_of(item: WorkItem, today: date | None = None) -> Clock:
    """What the Fund promised itself for this item, and what is left of it."""
    today = today or timezone.localdate()
    if not item.is_open:
        return Clock(item.get_state_display(), 1, "grey")
    left = clock.working_days_between(today, item.due_on)
    share = _share(item, left)
    if item.state == WorkState.ASKED:
        return Clock(_("Paused"), share, "grey")
    if item.due_on < today:
        return Clock(_late_words(-left), 1, "red")
    if left == 0:
        return Clock(_("Due today"), share, "gold")
    words = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    return Clock(_bound(words), share, "gold" if left <= warn_before() else "teal")


def _late_words(days: int) -> str:
    if not days:
        return _("Late")
    return _bound(ngettext("Late by %(n)s working day", "Late by %(n)s working days", days) % {"n": days})


def _bound(words: str) -> str:
    """The number stays with the word after it."""
    return "".join(NBSP if c == " " and words[i - 1].isdigit() else c for i, c in enumerate(words))


def _share(item: WorkItem, left: int) -> float:
    total = clock.working_days_between(timezone.localtime(item.created_at).date(), item.due_on)
    return min(max(1 - left / total, 0.05), 1) if total > 0 else 1


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    item: WorkItem
    url: str
    kind: str
    place: str
    channel: str
    clock: Clock
    tag: tuple[str, str]
    mine: bool


def row_of(item: WorkItem, user: User, today: date) -> Row:
    return Row(
        item=item,
        url=url_of(item),
        kind=kind_name(item.kind),
        place=place_of(item),
        channel=channel_name(item.channel),
        clock=clock_of(item, today),
        tag=_tag(item),
        mine=item.claimed_by_id == user.pk,
    )


def url_of(item: WorkItem) -> str:
    """The page that opens the item; '' for a kind whose app is not here."""
    try:
        return kinds.url_of(item.kind, item.subject_id)
    except (KeyError, NoReverseMatch):
        return ""


def kind_name(code: str) -> str:
    known = kinds.find(code)
    return str(known.name) if known else code


def channel_name(code: str) -> str:
    return str(CHANNELS.get(code, code))


def place_of(item: WorkItem) -> str:
    """District and province are enough to know whose it is."""
    return names.place_name(item.place_code[:4])


_TAGS: dict[str, tuple[str, Promise]] = {
    WorkState.WAITING: ("waits", gettext_lazy("Waiting")),
    WorkState.CLAIMED: ("progress", gettext_lazy("Being worked on")),
    WorkState.ASKED: ("none", gettext_lazy("Answer awaited")),
    WorkState.PROPOSED: ("waits", gettext_lazy("Second person needed")),
}


def _tag(item: WorkItem) -> tuple[str, str]:
    meaning, word = _TAGS.get(item.state, ("ok", item.get_state_display()))
    return meaning, str(word)


# Views of the queue: a name in the address, a word, and the items.
SHOWS: dict[str, Promise] = {
    "all": gettext_lazy("All open"),
    "mine": gettext_lazy("Mine"),
    "late": gettext_lazy("Late"),
    "soon": gettext_lazy("Due soon"),
    "second": gettext_lazy("Second person"),
    "paused": gettext_lazy("Paused"),
}


def shown(items: WorkItemQuerySet, show: str, user: User, today: date) -> WorkItemQuerySet:
    if show == "mine":
        return items.filter(claimed_by=user)
    if show == "late":
        # What is late and not paused. The few paused ones are read by themselves: a filter on the state would fetch
        # every counted row, this way indexes answer alone.
        return _not_paused(items.filter(due_on__lt=today))
    if show == "soon":
        return _not_paused(items.filter(due_on__gte=today, due_on__lte=clock.add_working_days(today, warn_before())))
    if show == "second":
        return items.filter(state=WorkState.PROPOSED)
    return items.filter(state=WorkState.ASKED) if show == "paused" else items


def _not_paused(items: WorkItemQuerySet) -> WorkItemQuerySet:
    return items.exclude(pk__in=items.filter(state=WorkState.ASKED).order_by().values("pk"))


def warn_before() -> int:
    """So many working days before the promise is broken, an item counts as due soon."""
    return int(value_or("sla.warn_before", 2))


def filtered(items: WorkItemQuerySet, given: Mapping[str, str]) -> WorkItemQuerySet:
    """Kind, place and state as the address says; what it does not say filters nothing."""
    if given.get("kind"):
        items = items.filter(kind=given["kind"])
    if place := given.get("place"):
        items = items.filter(**{"district_code" if len(place) == 4 else "province_code": place})
    return items.filter(state=given["state"]) if given.get("state") else items


def read_cursor(text: str) -> tuple[date, uuid.UUID] | None:
    """`2026-11-24.<id>`: where the page before ended; nonsense is the first page."""
    day, _dot, key = text.partition(".")
    try:
        return date.fromisoformat(day), uuid.UUID(key)
    except ValueError:
        return None


def page_of(items: WorkItemQuerySet, cursor: str) -> tuple[list[WorkItem], str]:
    """25 items after the cursor and the cursor of the next page ('' at the end): no count, no offset."""
    where = read_cursor(cursor)
    items = items.oldest_first().select_related("claimed_by")
    found = list((items.after(*where) if where else items)[: PAGE + 1])
    more = len(found) > PAGE
    page = found[:PAGE]
    return page, f"{page[-1].due_on.isoformat()}.{page[-1].pk}" if more else ""


_FULL_TTL = 60.0
_FULL_MOST = 4096
_full: dict[tuple[Any, ...], float] = {}  # questions whose answer was "1,000+", and until when that is believed


def forget_full() -> None:
    """Count everything anew (in tests, and where two registers are compared in one process)."""
    _full.clear()


def capped_counts(wanted: Mapping[str, WorkItemQuerySet]) -> dict[str, int]:
    """How many of each, counted to 1,001 at most, in one question to the database.

    What was found over the cap stays so for a minute without being asked: large queues cost most to count and their
    number says least. Every smaller number is counted each time."""
    counts = dict.fromkeys(wanted, 0)
    asked: dict[str, tuple[Any, ...]] = {}
    for name, items in wanted.items():
        try:
            sql, params = items.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        question = (sql, *params)
        if _full.get(question, 0.0) > time.monotonic():
            counts[name] = CAP + 1
        else:
            asked[name] = question
    return counts | _counted(asked)


def _counted(asked: dict[str, tuple[Any, ...]]) -> dict[str, int]:
    if not asked:
        return {}
    parts = [f"(SELECT count(*) FROM ({question[0]}) AS counted)" for question in asked.values()]  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [value for question in asked.values() for value in question[1:]])
        counts = dict(zip(asked, cursor.fetchone(), strict=True))
    if len(_full) > _FULL_MOST:
        _full.clear()
    _full.update({asked[name]: time.monotonic() + _FULL_TTL for name, count in counts.items() if count > CAP})
    return counts


def capped(count: int) -> str:
    return f"{CAP:,}+" if count > CAP else f"{count:,}"


def open_count(user: User) -> str:
    """For the menu."""
    return capped(capped_counts({"all": WorkItem.objects.visible_to(user).open()})["all"])


def place_choices(user: User, chosen: str = "") -> list[tuple[str, str]]:
    """The districts of one's provinces; for the whole country the provinces, and the chosen one's districts."""
    prefixes = user.place_prefixes(Permission.READ_WORK)
    if prefixes == [""]:
        return names.province_choices() + _districts(chosen[:2])
    provinces = sorted({prefix[:2] for prefix in prefixes})
    inside = [pair for province in provinces for pair in _districts(province)]
    return [pair for pair in inside if any(pair[0].startswith(prefix) for prefix in prefixes)]


def _districts(province: str) -> list[tuple[str, str]]:
    if not province:
        return []
    return [(code, names.name_of(code)) for code in sorted(names.names()) if len(code) == 4 and code[:2] == province]
