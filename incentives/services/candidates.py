"""Who competes: nominated by an office or by itself, or from the computed list; long list and short list."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from incentives.enums import CandidateSource, CandidateState, CycleState, Measure
from incentives.models import AwardCategory, AwardCycle, Candidate, EligibilityRow
from incentives.services import awarding
from incentives.workflow import CANDIDATE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

_ON_LISTS = (CandidateState.LONG_LIST, CandidateState.SHORT_LIST)


def row_of(cycle: AwardCycle, enterprise: Enterprise) -> EligibilityRow | None:
    """What the frozen run says of the enterprise; None: it was not registered, or nothing is frozen."""
    rows = EligibilityRow.objects.filter(run__cycle=cycle, run__is_frozen=True, enterprise=enterprise)
    return rows.select_related("run", "category").first()


def rows_of(cycle: AwardCycle, enterprises: list[uuid.UUID]) -> dict[uuid.UUID, EligibilityRow]:
    """The same for a page of them, in one question."""
    rows = EligibilityRow.objects.filter(run__cycle=cycle, run__is_frozen=True, enterprise__in=enterprises)
    return {row.enterprise_id: row for row in rows}


def why_not(cycle: AwardCycle, enterprise: Enterprise, on: date | None = None) -> str:
    """Why the enterprise cannot be nominated, in words; empty: it can."""
    return _not_now(cycle, on or timezone.localdate()) or _known(cycle, enterprise) or not_eligible(cycle, enterprise)


def _not_now(cycle: AwardCycle, on: date) -> str:
    if cycle.state != CycleState.OPEN or on < cycle.nominations_from:
        return _("Nominations are not open now.")
    if on > cycle.nominations_until:
        return _("The last day of nominations is over.")
    return ""


def _known(cycle: AwardCycle, enterprise: Enterprise) -> str:
    return _already() if Candidate.objects.filter(cycle=cycle, enterprise=enterprise).exists() else ""


def _already() -> str:
    return _("The enterprise is in this competition already.")


def why_not_each(cycle: AwardCycle, rows: Iterable[EligibilityRow]) -> list[tuple[EligibilityRow, str]]:
    """The same for rows of the frozen run, in one question for all."""
    rows, closed = list(rows), _not_now(cycle, timezone.localdate())
    entered = cycle.candidates.filter(enterprise__in=[row.enterprise_id for row in rows])
    known = set(entered.values_list("enterprise_id", flat=True))
    return [(row, closed or (_already() if row.enterprise_id in known else _said(row))) for row in rows]


def not_eligible(cycle: AwardCycle, enterprise: Enterprise) -> str:
    """The frozen run's answer in words; empty: eligible."""
    if not cycle.runs.filter(is_frozen=True).exists():
        return _("Who is eligible is not computed yet. Nominations can be made once it is.")
    row = row_of(cycle, enterprise)
    if row is None:
        return _("The enterprise was not registered with the Fund on the cut-off date.")
    return _said(row)


def _said(row: EligibilityRow) -> str:
    if not row.eligible:
        return _not_held(row)
    return "" if row.category_id else _("No category of this year fits the enterprise.")


def _not_held(row: EligibilityRow) -> str:
    said = []
    if row.missed:
        said.append(_("On the cut-off date this did not hold: %(measures)s.") % {"measures": words(row.missed)})
    if row.unknown:
        said.append(_("This could not be computed: %(measures)s.") % {"measures": words(row.unknown)})
    return " ".join(said) or _("No category of this year fits the enterprise.")


def words(measures: list[str]) -> str:
    """Measures by their names."""
    return ", ".join(str(Measure(one).label) for one in measures)


@transaction.atomic
def nominate(
    *, cycle: AwardCycle, enterprise: Enterprise, by: User, source: str, reason: str, submission_id: uuid.UUID
) -> Candidate:
    """Only who was eligible on the cut-off date; the same submission is the same nomination. Effects: the candidate."""
    cycle = awarding.lock_cycle(cycle)
    if known := Candidate.objects.filter(submission_id=submission_id, nominated_by=by).first():
        return known
    if source == CandidateSource.SELF and not can_manage_enterprise(by, enterprise):
        raise Refused(_("The owner or a manager of the enterprise does this."), enterprise)
    if source != CandidateSource.SELF:
        awarding.require_untied(by, enterprise)
    reason = awarding.require_reason(reason)
    if why := why_not(cycle, enterprise):
        raise Refused(why, cycle, "nominate")
    row = row_of(cycle, enterprise)
    with acting(by=by, action="award.nominate"):
        return Candidate.objects.create(
            submission_id=submission_id,
            cycle=cycle,
            category=row.category,
            enterprise=enterprise,
            source=source,
            reason=reason[:1000],
            nominated_by=by,
        )


@transaction.atomic
def fill_long_list(category: AwardCategory, *, by: User) -> int:
    """The best by points up to the list's size; who was nominated stands before who was not, at the same points.

    Pressed again it only fills what is free. Effects: candidates of the computed list, states. Returns how many."""
    cycle = awarding.lock_cycle(category.cycle)
    awarding.require_state(cycle, CycleState.OPEN)
    awarding.require_national(by)
    room = cycle.long_list_size - category.candidates.filter(state__in=_ON_LISTS).count()
    if room <= 0:
        raise Refused(_("The long list of this category is full."), category, "fill")
    chosen = _best(category, room, by)
    with acting(by=by, action="award.long_list"):
        for enterprise_id, candidate in chosen:
            _put_on(category, enterprise_id, candidate, by)
    return len(chosen)


def _best(category: AwardCategory, room: int, by: User) -> list[tuple[uuid.UUID, Candidate | None]]:
    """In order: points, nominated before not, then the row's number, so that two clicks choose the same."""
    known = {one.enterprise_id: one for one in category.cycle.candidates.filter(category=category)}
    rows = EligibilityRow.objects.visible_to(by).filter(
        run__cycle=category.cycle, run__is_frozen=True, category=category, eligible=True
    )
    nominated = [one.enterprise_id for one in known.values() if one.state == CandidateState.NOMINATED]
    free = rows.exclude(enterprise__in=list(known)).order_by("-points", "id").values_list("points", "enterprise_id")
    spoken = rows.filter(enterprise__in=nominated).values_list("points", "enterprise_id")
    ranked = [(-points, 0, str(pk), pk) for points, pk in spoken]
    ranked += [(-points, 1, number, pk) for number, (points, pk) in enumerate(free[:room])]
    ranked.sort(key=lambda one: (one[0], one[1], str(one[2]).zfill(40)))
    return [(pk, known.get(pk)) for _points, _spoken, _number, pk in ranked[:room]]


def _put_on(category: AwardCategory, enterprise_id: uuid.UUID, candidate: Candidate | None, by: User) -> None:
    if candidate is None:
        candidate = Candidate.objects.create(
            submission_id=uuid.uuid4(),
            cycle=category.cycle,
            category=category,
            enterprise_id=enterprise_id,
            source=CandidateSource.COMPUTED,
            nominated_by=by,
        )
    CANDIDATE.transition(candidate, "long_list")


def _locked(candidate: Candidate, by: User) -> Candidate:
    """The candidate of an open cycle, for an officer of the whole country without a tie."""
    cycle = awarding.lock_cycle(candidate.cycle)
    awarding.require_state(cycle, CycleState.OPEN)
    awarding.require_impartial(by, candidate)
    awarding.require_national(by)
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("cycle", "category", "enterprise")
    return rows.get(pk=candidate.pk)


@transaction.atomic
def long_list(candidate: Candidate, *, by: User) -> Candidate:
    """Effects: state. Refused when the list is full."""
    candidate = _locked(candidate, by)
    on_list = candidate.category.candidates.filter(state__in=_ON_LISTS).count()
    if on_list >= candidate.cycle.long_list_size:
        raise Refused(_("The long list of this category is full. Set another candidate aside first."), candidate)
    with acting(by=by, action="award.long_list"):
        return CANDIDATE.move(candidate, "long_list")


@transaction.atomic
def short_list(candidate: Candidate, *, by: User) -> Candidate:
    """Effects: state; jurors see the candidate from now on among those to score."""
    candidate = _locked(candidate, by)
    on_list = candidate.category.candidates.filter(state=CandidateState.SHORT_LIST).count()
    if on_list >= candidate.cycle.short_list_size:
        raise Refused(_("The short list of this category is full. Set another candidate aside first."), candidate)
    with acting(by=by, action="award.short_list"):
        return CANDIDATE.move(candidate, "short_list")


@transaction.atomic
def set_aside(candidate: Candidate, *, by: User, reason: str) -> Candidate:
    """Effects: state with the reason; it can be taken back."""
    candidate = _locked(candidate, by)
    reason = awarding.require_reason(reason)
    aside = {"set_aside_at": timezone.now(), "set_aside_by": by, "set_aside_reason": reason[:500]}
    with acting(by=by, action="award.set_aside"):
        return CANDIDATE.move(candidate, "set_aside", **aside)


@transaction.atomic
def take_back(candidate: Candidate, *, by: User) -> Candidate:
    """Effects: state: nominated again, on no list."""
    candidate = _locked(candidate, by)
    with acting(by=by, action="award.take_back"):
        return CANDIDATE.move(candidate, "take_back", set_aside_at=None, set_aside_by=None, set_aside_reason="")


@transaction.atomic
def withdraw(candidate: Candidate, *, by: User) -> Candidate:
    """The enterprise leaves the competition, while it is open. Effects: state; it cannot come back this year."""
    awarding.require_state(awarding.lock_cycle(candidate.cycle), CycleState.OPEN)
    _require_own(candidate, by)
    with acting(by=by, action="award.leave"):
        return CANDIDATE.transition(candidate, "withdraw")


def _require_own(candidate: Candidate, by: User) -> None:
    if not can_manage_enterprise(by, candidate.enterprise):
        raise Refused(_("The owner or a manager of the enterprise does this."), candidate)


@transaction.atomic
def agree(candidate: Candidate, *, by: User, public: bool) -> Candidate:
    """The enterprise says whether its name may stand on the public roll; taken back, the name is gone at once."""
    _require_own(candidate, by)
    locked = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if public == (locked.public_at is not None):
        return locked
    locked.public_at, locked.public_by = (timezone.now(), by) if public else (None, None)
    with acting(by=by, action="award.consent"):
        locked.save(update_fields=["public_at", "public_by"])
    return locked
