"""What an effect can be asked of: a programme that was taken up, an award, an emergency relief; and whom it reached."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incentives.enums import AwardState, CandidateState, InterventionState, LineState, RequestState
from incentives.models import (
    Award,
    AwardCycle,
    Candidate,
    IncentiveRequest,
    Intervention,
    InterventionLine,
    Programme,
)

_GIVEN = (AwardState.GIVEN, AwardState.WITHDRAWAL_PROPOSED)
_APPLIED = (InterventionState.GRANTED, InterventionState.ENDED, InterventionState.EXPIRED)


@dataclass(frozen=True)
class Subject:
    """`reached`: each enterprise with the day; `others`: enterprises that are compared with nobody."""

    kind: str
    key: str
    name: str
    reached: dict[UUID, date]
    others: set[UUID] = field(default_factory=set)

    @property
    def seed(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Listed:
    """A line of the overview: where it leads, and how many were reached."""

    name: str
    url: str
    args: list[str]
    reached: int


def programmes() -> QuerySet[Programme]:
    """National and public: what the programmes are is no secret."""
    return Programme.objects.order_by("code", "-valid_from")


def announced() -> QuerySet[AwardCycle]:
    return AwardCycle.objects.filter(announced_at__isnull=False)


def applied() -> QuerySet[Intervention]:
    return Intervention.objects.filter(state__in=_APPLIED)


def of_programme(programme: Programme) -> Subject:
    """Requests taken up, of all versions of the programme; an enterprise counts from its first."""
    taken = IncentiveRequest.objects.filter(programme__code=programme.code, state=RequestState.TAKEN_UP)
    first = taken.order_by().values_list("enterprise").annotate(day=Min("taken_up_on"))
    return Subject("programme", programme.code, programme.name, dict(first))


def of_winners(cycle: AwardCycle) -> Subject:
    """From the day of the announcement; whoever was nominated is compared with nobody."""
    won = _winners(cycle)
    name = _("%(award)s: winners") % {"award": cycle.name}
    return Subject("winners", str(cycle.pk), name, dict.fromkeys(won, _day(cycle.announced_at)), _candidates(cycle))


def of_nominees(cycle: AwardCycle) -> Subject:
    """Nominated and not chosen, from the day of the nomination."""
    rows = Candidate.objects.standing().filter(cycle=cycle).exclude(enterprise__in=_winners(cycle))
    reached = {pk: _day(at) for pk, at in rows.values_list("enterprise", "nominated_at")}
    name = _("%(award)s: nominated, without an award") % {"award": cycle.name}
    return Subject("nominees", str(cycle.pk), name, reached, _candidates(cycle))


def of_relief(intervention: Intervention) -> Subject:
    """Lines that were applied and stand."""
    lines = InterventionLine.objects.filter(intervention=intervention, state=LineState.APPLIED)
    day = _day(intervention.granted_at)
    reached = dict.fromkeys(lines.values_list("enterprise", flat=True), day)
    return Subject("relief", str(intervention.pk), intervention.name, reached)


def _day(at: datetime | None) -> date:
    return timezone.localdate(at) if at else timezone.localdate()


def _winners(cycle: AwardCycle) -> set[UUID]:
    return set(Award.objects.filter(cycle=cycle, state__in=_GIVEN).values_list("enterprise", flat=True))


def _candidates(cycle: AwardCycle) -> set[UUID]:
    return set(Candidate.objects.filter(cycle=cycle).values_list("enterprise", flat=True))


def listed_programmes() -> list[Listed]:
    """Programmes with how many took them up, newest version of each."""
    taken = IncentiveRequest.objects.filter(state=RequestState.TAKEN_UP).order_by()
    counts = dict(taken.values_list("programme__code").annotate(n=Count("enterprise", distinct=True)))
    newest = programmes().distinct("code")
    return _ranked(
        Listed(one.name, "effect:programme", [str(one.pk)], counts.get(one.code, 0))
        for one in newest
        if one.takes_requests or counts.get(one.code)
    )


def listed_awards() -> list[Listed]:
    """Winners and the other nominees of each announced award."""
    won = Count("awards__enterprise", filter=Q(awards__state__in=_GIVEN), distinct=True)
    left = (CandidateState.SET_ASIDE, CandidateState.WITHDRAWN)
    named = Count("candidates", filter=~Q(candidates__state__in=left), distinct=True)
    found = []
    for cycle in announced().annotate(won=won, named=named).order_by("-year"):
        args = [str(cycle.pk)]
        found.append(Listed(_("%(award)s: winners") % {"award": cycle.name}, "effect:winners", args, cycle.won))
        name = _("%(award)s: nominated, without an award") % {"award": cycle.name}
        found.append(Listed(name, "effect:nominees", args, max(cycle.named - cycle.won, 0)))
    return found


def listed_reliefs() -> list[Listed]:
    lines = Count("lines", filter=Q(lines__state=LineState.APPLIED))
    rows = applied().annotate(reached=lines).order_by("-granted_at", "id")
    return [Listed(one.name, "effect:relief", [str(one.pk)], one.reached) for one in rows]


def _ranked(rows: Iterable[Listed]) -> list[Listed]:
    return sorted(rows, key=lambda row: (-row.reached, row.name))
