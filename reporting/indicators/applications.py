"""Applications: how long, by whom decided, how much was asked. Times and decisions are read from the tally."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from registration.models import Application, ApplicationTally
from reporting.enums import Direction, Method
from reporting.indicators import rows, texts
from reporting.indicators.grouping import Question, Source, counts, means, medians, shares, within
from reporting.indicators.members import days
from reporting.periods import Period
from reporting.registry import Cell, Definition, add

DECIDED = Source(
    "registration_applicationtally",
    {"province": "province_code", "sex": "sex", "path": "path", "channel": "channel", "decision": "decision"},
)
ASKED = Source(
    "registration_application a",
    {"path": "a.path", "province": "left(a.place_code, 2)", "channel": "a.channel"},
    "a.kind = 'member' AND a.state IN ('approved', 'refused')",
)
_WITHIN = "month BETWEEN %(first)s AND %(last)s"
_DAY = within("a.decided_at")
_CUTS = ("province", "sex", "path", "channel", "decision", "sex+province")
_WAITED = ("province", "path", "channel")
_FEW = ("province", "path", "channel")


def applications_decided(period: Period) -> Iterator[Cell]:
    """Approved and refused applications by the month of the decision."""
    return counts(Question(DECIDED, ["applications"], _CUTS, _WITHIN, days(period)))


def median_days(period: Period) -> Iterator[Cell]:
    """The median of the days from sending to the decision, of the approved."""
    approved = ApplicationTally.objects.filter(
        month__range=(period.first, period.last), decision="approved", days__isnull=False
    )
    said = approved.order_by().values_list("province_code", "path", "channel", "days")
    found = said.annotate(many=Sum("applications")).filter(many__gt=0)
    return medians(((dict(zip(_WAITED, row[:3], strict=True)), row[3], row[4]) for row in found), _WAITED)


def share_by_rule(period: Period) -> Iterator[Cell]:
    """Decided by rule, of all decided."""
    by_rule = "CASE WHEN by_rule THEN applications ELSE 0 END"
    return shares(Question(DECIDED, [by_rule, "applications"], _FEW, _WITHIN, days(period)))


def fields_asked(period: Period) -> Iterator[Cell]:
    """Fields on the pages that were answered, for each application decided in the period."""
    asked = "(SELECT sum(s.fields_asked) FROM registration_applicationstep s WHERE s.application_id = a.id)"
    return means(Question(ASKED, [asked, f"CASE WHEN {asked} IS NOT NULL THEN 1 ELSE 0 END"], _FEW, _DAY, days(period)))


def documents_asked(period: Period) -> Iterator[Cell]:
    """Documents handed in, for each application decided in the period."""
    given = "(SELECT count(*) FROM registration_applicationdocument d WHERE d.application_id = a.id)"
    return means(Question(ASKED, [given, "1"], _FEW, _DAY, days(period)))


# --- the rows behind a cell -------------------------------------------------------------------------------------


def _decided_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Application]:
    names = {"province": "place_code__startswith", "decision": "state"}
    asked = Application.objects.filter(kind="member", state__in=("approved", "refused"))
    asked = asked.filter(**rows.of(where, names))
    return asked.filter(decided_at__date__range=(period.first, period.last))


def _approved_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Application]:
    return _decided_rows(period, where).filter(state="approved", submitted_at__isnull=False)


def _with_steps(period: Period, where: Mapping[str, str]) -> QuerySet[Application]:
    return _decided_rows(period, where).annotate(pages=Count("steps")).filter(pages__gt=0)


# --- definitions ------------------------------------------------------------------------------------------------

_SHARED: dict[str, Any] = {
    "source": texts.APPLICATIONS, "method": Method.COMPUTED, "as_of": texts.WITHIN, "measures": ("1.1", "1.2"),
}  # fmt: skip

add(
    Definition(
        "applications_decided", _("Applications decided"),
        _("Applications of persons to be registered that were approved or refused within the period; corrections and"
          " applications that were withdrawn are not in."),
        unit="applications", direction=Direction.NONE, cuts=_CUTS,
        figures=applications_decided, rows=_decided_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "median_days", _("Median days from application to number"),
        _("The days from the sending of an application to its approval, when the member number is given: half of all"
          " waited no longer. Of applications approved within the period."),
        unit="days", direction=Direction.DOWN, cuts=_WAITED, figures=median_days, headline=True,
        rows=_approved_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "documents_asked", _("Documents for each application"),
        _("Documents handed in with the applications decided within the period, divided by the applications."),
        unit="documents", direction=Direction.DOWN, cuts=_FEW, figures=documents_asked, rows=_decided_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "fields_asked", _("Fields asked in each application"),
        _("Fields on the pages that people answered in the applications decided within the period, divided by the"
          " applications whose pages were counted."),
        unit="fields", direction=Direction.DOWN, cuts=_FEW, figures=fields_asked, rows=_with_steps, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "share_by_rule", _("Applications decided by rule"),
        _("Of the applications decided within the period, those approved by a rule because every check passed. A rule"
          " never refuses."),
        unit="percent", direction=Direction.UP, cuts=_FEW, figures=share_by_rule, shares=True, rows=_decided_rows,
        **_SHARED,
    )
)  # fmt: skip
