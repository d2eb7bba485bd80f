"""What each source gives the Fund, and what the Fund gives back: coverage, completeness, age, matches, conflicts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import BatchState, Way
from enterprises.figures import last_day
from enterprises.figures_sql import FIELDS
from enterprises.models import RegistryBatch, Source, SourceFigure
from enterprises.provenance import LABELS
from enterprises.sources import CORE
from enterprises.verification import COMPARED
from nssf_portal.exchange.provider.given import Given, given_since


def percent(part: int | None, whole: int | None) -> int | None:
    """None when it cannot be computed: nothing was said, or nothing is there to measure against."""
    return None if part is None or not whole else round(100 * part / whole)


@dataclass(frozen=True)
class SourceRow:
    """One source on one day; a figure that is None was not computed."""

    source: Source
    values: dict[tuple[str, str], int | None] = field(default_factory=dict)
    delivered_on: date | None = None

    def _value(self, measure: str, name: str = "") -> int | None:
        return self.values.get((measure, name))

    @property
    def records(self) -> int | None:
        return self._value("records")

    @property
    def is_silent(self) -> bool:
        return not self.records and self.delivered_on is None

    @property
    def coverage(self) -> int | None:
        return percent(self.records, self.source.units) if self.records else None

    @property
    def completeness(self) -> int | None:
        """The mean of its fields."""
        known = [share for _name, _word, share in self.fields if share is not None]
        return round(sum(known) / len(known)) if known else None

    @property
    def fields(self) -> list[tuple[str, str, int | None]]:
        return [(name, label_of(name), percent(self._value("filled", name), self.records)) for name in FIELDS]

    @property
    def age_days(self) -> int | None:
        return self._value("age_days")

    @property
    def matched(self) -> int | None:
        return self._value("matched") if self.records else None

    @property
    def possible(self) -> int | None:
        return self._value("possible") if self.records else None

    @property
    def missing(self) -> int | None:
        return self._value("missing") if self.records else None

    @property
    def match_rate(self) -> int | None:
        return percent(self.matched, self.records)

    @property
    def conflict_rate(self) -> int | None:
        return percent(self._value("conflicting"), self._value("compared"))

    @property
    def conflicts(self) -> list[tuple[str, str, int | None, int | None]]:
        counts = [(name, self._value("conflicting", name), self._value("compared", name)) for name in COMPARED]
        return [(name, label_of(name), count, percent(count, said)) for name, count, said in counts]

    @property
    def last_on(self) -> date | None:
        """The last delivery; where none is on record, the day its newest record was received."""
        heard = _day_of(self._value("last_day"))
        return max((day for day in (self.delivered_on, heard) if day), default=None)

    @property
    def due_on(self) -> date | None:
        """When the next delivery is due; None where no interval is agreed or nothing came yet."""
        return months_after(self.last_on, self.source.months_between) if self.last_on else None

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.due_on < timezone.localdate())


@dataclass(frozen=True)
class OwnRow:
    """What the Fund owes its partners and what it gave: the services it answers over CamDX."""

    source: Source
    services: list[Given]

    @property
    def given_since(self) -> date | None:
        return min((one.since for one in self.services if one.since), default=None)

    @property
    def given_last(self) -> date | None:
        return max((one.last for one in self.services if one.last), default=None)


def label_of(name: str) -> str:
    return str(LABELS["workers" if name == "declared_workers" else name])


def months_after(day: date, months: int | None) -> date | None:
    if not months:
        return None
    years, index = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, index + 1, last)
        except ValueError:
            continue
    return None


def rows(day: date | None = None) -> list[SourceRow]:
    """Every source in use that speaks of others' units, those that sent nothing included."""
    sources = list(Source.objects.filter(is_active=True).exclude(way=Way.OWN).order_by("rank", "code"))
    return list(_rows(sources, day or last_day()))


def row_of(source: Source) -> SourceRow:
    return next(iter(_rows([source], last_day())))


def _rows(sources: list[Source], day: date | None) -> Iterable[SourceRow]:
    values: dict[int, dict[tuple[str, str], int | None]] = defaultdict(dict)
    for figure in SourceFigure.objects.filter(day=day, source__in=sources) if day else ():
        values[figure.source_id][figure.measure, figure.field] = figure.value
    delivered = _delivered(sources)
    return [SourceRow(source, values[source.pk], delivered.get(source.pk)) for source in sources]


def _delivered(sources: list[Source]) -> dict[int, date]:
    done = RegistryBatch.objects.filter(source__in=sources, state=BatchState.DONE)
    last = done.order_by().values_list("source").annotate(last=Max("done_at"))
    return {source: timezone.localtime(at).date() for source, at in last}


def own_row() -> OwnRow:
    """The Fund's own line: owed by which text, given since when, service by service."""
    return OwnRow(Source.objects.get(code=CORE), given_since())


def _day_of(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def history(source: Source) -> dict[str, list[tuple[date, int | None]]]:
    """A source's figures over the counted days, by measure."""
    found: dict[str, list[tuple[date, int | None]]] = defaultdict(list)
    kept = SourceFigure.objects.filter(
        source=source, field="", measure__in=["records", "matched", "possible", "missing"]
    )
    for day, measure, value in kept.order_by("day").values_list("day", "measure", "value"):
        found[measure].append((day, value))
    return found


def how_it_comes(source: Source) -> str:
    return str(Way(source.way).label) if source.way in Way.values else _("not known")
