"""The comparison with the core system in words: its day, its trend, its differences."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nssf_portal.accounts.models import User
from nssf_portal.law.book import value_or
from registration.core.enums import DifferenceKind, DifferenceState
from registration.models import Reconciliation, ReconciliationDifference

FIELD_WORDS: dict[str, Promise] = {
    "state": gettext_lazy("State"),
    "facts": gettext_lazy("Name, birth, sex or nationality (only a digest was sent)"),
    "family_name_km": gettext_lazy("Family name in Khmer"),
    "given_name_km": gettext_lazy("Given name in Khmer"),
    "family_name_latin": gettext_lazy("Family name in Latin letters"),
    "given_name_latin": gettext_lazy("Given name in Latin letters"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality"),
    "name_km": gettext_lazy("Name in Khmer"),
    "name_latin": gettext_lazy("Name in Latin letters"),
    "tin": gettext_lazy("Tax number (TIN)"),
    "moc_number": gettext_lazy("Commercial registration number (MoC)"),
    "commune_code": gettext_lazy("Commune code"),
}
TAGS = {DifferenceState.OPEN: "waits", DifferenceState.EXPLAINED: "progress", DifferenceState.SETTLED: "ok"}


@dataclass(frozen=True, slots=True)
class KindLine:
    kind: str
    word: str
    open: int
    explained: int
    settled: int


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One day; `result` is None when no control file came, which is not the same as nothing different."""

    day: datetime.date
    result: Reconciliation | None
    different: int


def by_kind(newest: Reconciliation | None, user: User) -> list[KindLine]:
    """Of the reader's places: the newest comparison, and pairs of numbers that still wait."""
    waiting = Q(reconciliation__isnull=True, state=DifferenceState.OPEN)
    seen = ReconciliationDifference.objects.visible_to(user).filter(waiting | Q(reconciliation=newest))
    rows = seen.order_by().values("kind", "state").annotate(n=Count("pk")).values_list("kind", "state", "n")
    found = {(kind, state): n for kind, state, n in rows}
    return [
        KindLine(kind.value, str(kind.label), *(found.get((kind.value, state.value), 0) for state in DifferenceState))
        for kind in DifferenceKind
    ]


def trend(until: datetime.date, days: int = 30) -> list[TrendLine]:
    """The newest comparison of each day, newest day first, back to the very first one."""
    since = until - datetime.timedelta(days=days - 1)
    rows = Reconciliation.objects.filter(day__gte=since, day__lte=until).order_by("day", "at")
    found = {row.day: row for row in rows}
    if not Reconciliation.objects.filter(day__lt=since).exists():
        days = (until - min(found, default=until)).days + 1
    every = [until - datetime.timedelta(days=n) for n in range(days)]
    return [TrendLine(day, found.get(day), different(found.get(day))) for day in every]


def different(row: Reconciliation | None) -> int:
    return row.only_core + row.only_here + row.differing + row.numbered_by_both if row else 0


def sides(found: ReconciliationDifference) -> list[tuple[str, str, str]]:
    """Field, what the core system says, what we say."""
    words = [str(FIELD_WORDS.get(name, name)) for name in found.fields]
    return list(zip(words, found.core_values, found.our_values, strict=True))


def meaning(found: ReconciliationDifference) -> str:
    """What this kind of difference is, and what is done about it."""
    return {
        DifferenceKind.ONLY_CORE: _(
            "The core system holds this number and we do not: its delta was not taken over yet, or it was refused."
        ),
        DifferenceKind.ONLY_HERE: _(
            "We hold this number and the core system does not: our delta was not fetched, or it was refused there."
        ),
        DifferenceKind.DIFFERS: _("Both hold this number and say something different of it. See which is right."),
        DifferenceKind.NUMBERED_BY_BOTH: _(
            "The number stands for two people, or the core system gave out a number of a block reserved for this "
            "portal. One of the two needs another number from the core system."
        ),
        DifferenceKind.TWO_NUMBERS: _(
            "One person has a number here and another in the core system. Settled means: the number here stays, and "
            "the core system is told to retire the other one. Explained means: they are two people."
        ),
    }[DifferenceKind(found.kind)]


def most_lines() -> int:
    return int(value_or("core.file_rows", 5_000))
