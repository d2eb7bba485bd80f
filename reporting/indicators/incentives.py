"""Incentives: the annual award, and what enterprises asked for and took up."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incentives.models import Award, Candidate, IncentiveRequest
from reporting.enums import Direction, Method
from reporting.indicators import rows, texts
from reporting.indicators.grouping import Question, Source, counts, shares, within
from reporting.indicators.members import days
from reporting.periods import Period
from reporting.registry import Cell, Definition, add

_PLACE = {"province": "left(e.commune_code, 2)", "sector": "e.sector"}
CANDIDATES = Source(
    "incentives_candidate c JOIN enterprises_enterprise e ON e.id = c.enterprise_id",
    _PLACE | {"nominated": "c.source"},
    "c.state <> 'withdrawn'",
)
AWARDS = Source(
    "incentives_award a JOIN enterprises_enterprise e ON e.id = a.enterprise_id",
    _PLACE,
    "a.state IN ('given', 'withdrawal_proposed')",
)
REQUESTS = Source(
    "incentives_incentiverequest r JOIN incentives_programme p ON p.id = r.programme_id"
    " JOIN enterprises_enterprise e ON e.id = r.enterprise_id",
    _PLACE | {"programme": "p.kind"},
)
_CUTS = ("programme", "province", "sector")
_TAKEN = "r.state = 'taken_up' AND r.taken_up_on BETWEEN %(first)s AND %(last)s"


def award_candidates(period: Period) -> Iterator[Cell]:
    """Enterprises nominated for an award, by the day of the nomination."""
    cuts = ("nominated", "province", "sector")
    return counts(Question(CANDIDATES, ["1"], cuts, within("c.nominated_at"), days(period)))


def awards_given(period: Period) -> Iterator[Cell]:
    """Awards given and not withdrawn, by the day they were given."""
    return counts(Question(AWARDS, ["1"], ("province", "sector"), within("a.given_at"), days(period)))


def programme_requests(period: Period) -> Iterator[Cell]:
    """Requests of enterprises, by the day they asked."""
    return counts(Question(REQUESTS, ["1"], _CUTS, within("r.proposed_at"), days(period)))


def programmes_taken_up(period: Period) -> Iterator[Cell]:
    """Requests that were taken up, by the day the institution says."""
    return counts(Question(REQUESTS, ["1"], _CUTS, _TAKEN, days(period)))


def programme_riel(period: Period) -> Iterator[Cell]:
    """Riel of the requests taken up."""
    return counts(Question(REQUESTS, ["coalesce(r.taken_up_amount, 0)"], _CUTS, _TAKEN, days(period)))


def programme_uptake(period: Period) -> Iterator[Cell]:
    """Taken up so far, of the requests sent to an institution within the period."""
    taken, sent = "CASE WHEN r.state = 'taken_up' THEN 1 ELSE 0 END", within("r.granted_at")
    return shares(Question(REQUESTS, [taken, "1"], _CUTS, sent, days(period)))


# --- the rows behind a cell -------------------------------------------------------------------------------------

_FIELDS = {
    "province": "enterprise__province_code", "sector": "enterprise__sector", "nominated": "source",
    "programme": "programme__kind",
}  # fmt: skip


def _candidate_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Candidate]:
    found = Candidate.objects.filter(nominated_at__date__range=(period.first, period.last), **rows.of(where, _FIELDS))
    return found.exclude(state="withdrawn")


def _award_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Award]:
    given = Award.objects.filter(state__in=("given", "withdrawal_proposed"), **rows.of(where, _FIELDS))
    return given.filter(given_at__date__range=(period.first, period.last))


def _request_rows(period: Period, where: Mapping[str, str]) -> QuerySet[IncentiveRequest]:
    return IncentiveRequest.objects.filter(
        proposed_at__date__range=(period.first, period.last), **rows.of(where, _FIELDS)
    )


def _taken_rows(period: Period, where: Mapping[str, str]) -> QuerySet[IncentiveRequest]:
    taken = IncentiveRequest.objects.filter(state="taken_up", **rows.of(where, _FIELDS))
    return taken.filter(taken_up_on__range=(period.first, period.last))


def _sent_rows(period: Period, where: Mapping[str, str]) -> QuerySet[IncentiveRequest]:
    return IncentiveRequest.objects.filter(
        granted_at__date__range=(period.first, period.last), **rows.of(where, _FIELDS)
    )


# --- definitions ------------------------------------------------------------------------------------------------

_SHARED: dict[str, Any] = {
    "source": texts.INCENTIVES, "method": Method.COMPUTED, "direction": Direction.UP, "as_of": texts.WITHIN,
}  # fmt: skip

add(
    Definition(
        "award_candidates", _("Enterprises nominated for the annual award"),
        _("Enterprises nominated within the period: from the computed list, by an office or by themselves. Those that"
          " withdrew are left out."),
        unit="units", measures=("2.1",), cuts=("nominated", "province", "sector"),
        figures=award_candidates, rows=_candidate_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "awards_given", _("Awards given"), _("Awards given within the period and not withdrawn."),
        unit="units", measures=("2.1",), cuts=("province", "sector"),
        figures=awards_given, rows=_award_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "programme_requests", _("Requests for incentives"),
        _("Requests of enterprises for loans, training and other programmes made within the period."),
        unit="units", measures=("2.2",), cuts=_CUTS, figures=programme_requests, rows=_request_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "programmes_taken_up", _("Incentives taken up"),
        _("Requests that the institution says were taken up on a day within the period."),
        unit="units", measures=("2.2",), cuts=_CUTS, figures=programmes_taken_up, rows=_taken_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "programme_riel", _("Riel taken up"),
        _("The riel of the incentives taken up within the period, as the institutions say; those that name no amount"
          " add nothing."),
        unit="riel", measures=("2.2",), cuts=_CUTS, figures=programme_riel, rows=_taken_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "programme_uptake", _("Share of requests that were taken up"),
        _("Of the requests sent to an institution within the period, those taken up by now: for a period just over"
          " the share still rises."),
        unit="percent", measures=("2.2",), cuts=_CUTS, shares=True, figures=programme_uptake, rows=_sent_rows,
        **_SHARED,
    )
)  # fmt: skip
