"""How the Fund serves: time limits kept, stops held, registries delivered, what people say after a visit."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import RegistryBatch
from nssf_portal.work.models import WorkItem
from registration.models import UnitStop
from reporting.enums import Direction, Method
from reporting.indicators import rows, texts
from reporting.indicators.grouping import Question, Source, counts, shares, within
from reporting.indicators.members import days
from reporting.periods import Period
from reporting.registry import Cell, Definition, add

CLOSED = Source("work_worktally", {"province": "province_code", "work": "kind"})
STOPS = Source("registration_unitstop s", {"province": "left(s.commune_code, 2)", "stop": "s.kind"})
BATCHES = Source(
    "enterprises_registrybatch b JOIN enterprises_source s ON s.id = b.source_id",
    {"source": "s.code", "delivery": "b.channel"},
    "b.state = 'done'",
)
SAID = Source(
    "registration_surveyanswer",
    {"occasion": "occasion", "sex": "sex", "province": "province_code", "channel": "channel"},
)
_SAID_CUTS = ("occasion", "sex", "province", "channel")
_MONTHS = "month BETWEEN %(first)s AND %(last)s"


def sla_kept(period: Period) -> Iterator[Cell]:
    """Done on or before the day it was due, of all work done."""
    kept = "CASE WHEN kept THEN items ELSE 0 END"
    return shares(Question(CLOSED, [kept, "items"], ("province", "work"), _MONTHS, days(period)))


def stops_held(period: Period) -> Iterator[Cell]:
    """Stops that are over, by the day they began."""
    held = f"s.state = 'closed' AND {within('s.starts_at')}"
    return counts(Question(STOPS, ["1"], ("province", "stop"), held, days(period)))


def sources_delivering(period: Period) -> Iterator[Cell]:
    """Different registries with a delivery taken over."""
    return counts(
        Question(BATCHES, ["s.id"], ("delivery",), within("b.done_at"), days(period), different=True)
    )  # fmt: skip


def people_satisfied(period: Period) -> Iterator[Cell]:
    """Four or five of five, of those who answered how satisfied they are."""
    happy = "CASE WHEN satisfied >= 4 THEN 1 ELSE 0 END"
    return shares(Question(SAID, [happy, "1"], _SAID_CUTS, f"{_MONTHS} AND satisfied IS NOT NULL", days(period)))


def people_found_easy(period: Period) -> Iterator[Cell]:
    """Who said that it was easy, of those who answered it."""
    easy = "CASE WHEN easy THEN 1 ELSE 0 END"
    return shares(Question(SAID, [easy, "1"], _SAID_CUTS, f"{_MONTHS} AND easy IS NOT NULL", days(period)))


# --- the rows behind a cell -------------------------------------------------------------------------------------


def _work_rows(period: Period, where: Mapping[str, str]) -> QuerySet[WorkItem]:
    names = {"province": "province_code", "work": "kind"}
    done = WorkItem.objects.filter(state="done", **rows.of(where, names))
    return done.filter(closed_at__date__range=(period.first, period.last))


def _stop_rows(period: Period, where: Mapping[str, str]) -> QuerySet[UnitStop]:
    names = {"province": "commune_code__startswith", "stop": "kind"}
    held = UnitStop.objects.filter(state="closed", **rows.of(where, names))
    return held.filter(starts_at__date__range=(period.first, period.last))


def _batch_rows(period: Period, where: Mapping[str, str]) -> QuerySet[RegistryBatch]:
    names = {"source": "source__code", "delivery": "channel"}
    done = RegistryBatch.objects.filter(state="done", **rows.of(where, names))
    return done.filter(done_at__date__range=(period.first, period.last))


# --- definitions ------------------------------------------------------------------------------------------------

_COMPUTED: dict[str, Any] = {"method": Method.COMPUTED, "as_of": texts.WITHIN, "direction": Direction.UP}
add(
    Definition(
        "sla_kept", _("Work done within its time"),
        _("Of the work items that offices finished within the period, those finished on or before the day they were"
          " due. Work that still waits is not in; withdrawn work neither."),
        unit="percent", source=texts.WORK, measures=("1.1", "1.2"), cuts=("province", "work"),
        figures=sla_kept, shares=True, headline=True, rows=_work_rows, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "stops_held", _("Stops of mobile units and registration days held"),
        _("Stops of mobile units and registration days at enterprises that were held and are over, by the day they"
          " began."),
        unit="activities", source=texts.MEMBERS, measures=("1.2",), cuts=("province", "stop"),
        figures=stops_held, rows=_stop_rows, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "sources_delivering", _("Registries that delivered data"),
        _("Different registries of ministries with at least one delivery taken over within the period and not undone."),
        unit="registries", source=texts.REGISTRIES, measures=("1.4",), cuts=("delivery",),
        figures=sources_delivering, rows=_batch_rows, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "people_satisfied", _("People satisfied after a decision, a card or a visit"),
        _("Of those who said how satisfied they are, on a scale of one to five, those who said four or five. It stands"
          " beside the survey of members of 2024 and is never merged with it: another question, asked of others."),
        unit="percent", source=texts.OPINIONS, measures=("1.1", "1.2"), cuts=_SAID_CUTS,
        figures=people_satisfied, shares=True, **_COMPUTED,
    )
)  # fmt: skip
add(
    Definition(
        "people_found_easy", _("People who found it easy"),
        _("Of those who answered whether it was easy, those who said yes. It stands beside the survey of members of"
          " 2024 and is never merged with it: another question, asked of others."),
        unit="percent", source=texts.OPINIONS, measures=("1.1", "1.2"), cuts=_SAID_CUTS,
        figures=people_found_easy, shares=True, **_COMPUTED,
    )
)  # fmt: skip
