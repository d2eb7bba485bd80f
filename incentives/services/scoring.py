"""Marks of the jury: each juror alone, none where a tie was declared; seen by others once scoring is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.models import ConflictOfInterest
from compliance.perms import is_tied
from compliance.services.refusing import Refused
from enterprises.models import Enterprise, Representative
from incentives.enums import CandidateState, CriterionKind, CycleState
from incentives.models import AwardCriterion, AwardCycle, Candidate, Juror, JurorConflict, JurorScore
from incentives.services import awarding
from incentives.workflow import CYCLE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

OVER = (CycleState.SCORED, CycleState.DELIBERATED, CycleState.ANNOUNCED, CycleState.ARCHIVED)


@dataclass(frozen=True)
class Mark:
    criterion: AwardCriterion
    points: int
    note: str = ""


def judged_of(cycle: AwardCycle) -> list[AwardCriterion]:
    return list(cycle.criteria.filter(kind=CriterionKind.JUDGED))


def counted(cycle: AwardCycle) -> QuerySet[JurorScore]:
    """Marks that count: not void, and of calls that stand, or stood when scoring was closed: once marks are seen,
    nobody moves the ranking by ending a call."""
    stands = Q(juror__ended_at__isnull=True) | Q(juror__ended_at__gt=F("juror__cycle__scored_at"))
    return JurorScore.objects.filter(stands, juror__cycle=cycle, void_at__isnull=True)


def marks_seen(cycle: AwardCycle, user: User) -> QuerySet[JurorScore]:
    """One's own always; everybody's once scoring is over, and then for who deliberates: blind until that day."""
    marks = counted(cycle)
    if cycle.state in OVER:
        return marks
    return marks.filter(juror__user=user)


@transaction.atomic
def score(*, juror: Juror, candidate: Candidate, marks: Iterable[Mark], by: User) -> list[JurorScore]:
    """One juror's sheet of one candidate; sent again while scoring is open, it replaces the first.

    Effects: one mark for each judged criterion."""
    cycle = awarding.lock_cycle(juror.cycle)
    juror = Juror.objects.select_for_update(of=("self",)).get(pk=juror.pk)
    _require_own(juror, candidate, by)
    _require_open(cycle, candidate)
    if why := tie(juror, candidate):
        raise Refused(why, candidate, "score")
    given = {mark.criterion.pk: mark for mark in marks}
    judged = judged_of(cycle)
    if set(given) != {one.pk for one in judged}:
        raise Refused(_("Give a mark for every question."), candidate, "score")
    with acting(by=by, action="award.score"):
        return [_keep(juror, candidate, given[one.pk], one) for one in judged]


def _keep(juror: Juror, candidate: Candidate, mark: Mark, criterion: AwardCriterion) -> JurorScore:
    if not 0 <= mark.points <= (criterion.scale or 0):
        text = _("A mark lies between 0 and %(most)s.")
        raise Refused(text % {"most": criterion.scale}, candidate, "score")
    said = {"points": mark.points, "note": mark.note.strip()[:500], "scored_at": timezone.now()}
    return JurorScore.objects.update_or_create(juror=juror, candidate=candidate, criterion=criterion, defaults=said)[0]


def _require_own(juror: Juror, candidate: Candidate, by: User) -> None:
    if juror.user_id != by.pk or juror.ended_at or not juror.scores:
        raise Refused(_("You are not called to score in this cycle."), juror, "score")
    if candidate.cycle_id != juror.cycle_id:
        raise Refused(_("This candidate is not of your cycle."), candidate, "score")


def _require_open(cycle: AwardCycle, candidate: Candidate) -> None:
    awarding.require_state(cycle, CycleState.OPEN)
    if candidate.state != CandidateState.SHORT_LIST:
        raise Refused(_("The jury scores the short list: this candidate is not on it."), candidate, "score")
    if timezone.localdate() > cycle.scoring_until:
        raise Refused(_("The last day of scoring is over."), cycle, "score")


def tie(juror: Juror, candidate: Candidate) -> str:
    """Why this juror does not judge this candidate; empty: nothing stands in the way."""
    if JurorConflict.objects.filter(juror=juror, candidate=candidate).exists():
        return _("You declared a conflict of interest with this enterprise: you do not judge it.")
    if is_tied(juror.user, candidate.enterprise):
        return _("You represent this enterprise or declared a tie to it: you do not judge it.")
    if rivals_of(candidate).filter(enterprise__in=Enterprise.objects.represented_by(juror.user).values("pk")).exists():
        return _("You represent an enterprise that competes with this one: you do not judge it.")
    return ""


def rivals_of(candidate: Candidate) -> QuerySet[Candidate]:
    """Whoever competes in the same category, itself too."""
    return Candidate.objects.standing().filter(category=candidate.category_id)


@transaction.atomic
def declare(*, juror: Juror, candidate: Candidate, reason: str, by: User) -> JurorConflict:
    """A tie to the enterprise. It stays: marks given are void, none are taken, and no vote either.

    Effects: the conflict; the database voids marks of this juror for this candidate."""
    cycle = awarding.lock_cycle(juror.cycle)
    if juror.user_id != by.pk or juror.ended_at or candidate.cycle_id != juror.cycle_id:
        raise Refused(_("You are not called to this cycle."), juror, "declare")
    if known := JurorConflict.objects.filter(juror=juror, candidate=candidate).first():
        return known
    awarding.require_state(cycle, CycleState.OPEN, CycleState.SCORED)
    reason = awarding.require_reason(reason, _("Say what the tie is."))
    with acting(by=by, action="award.conflict"):
        return JurorConflict.objects.create(juror=juror, candidate=candidate, reason=reason[:300])


@dataclass(frozen=True)
class Progress:
    """How far one juror or one candidate is: sheets filled of those wanted, never the marks."""

    of: Juror | Candidate
    done: int
    tied: int
    wanted: int

    @property
    def is_done(self) -> bool:
        return self.done >= self.wanted


def _sheets(cycle: AwardCycle) -> dict[tuple[UUID, UUID], int]:
    """(juror, candidate) -> marks that count."""
    counted = JurorScore.objects.filter(juror__cycle=cycle, void_at__isnull=True, juror__ended_at__isnull=True)
    rows = counted.order_by().values_list("juror_id", "candidate_id").annotate(n=Count("id"))
    return {(juror, candidate): n for juror, candidate, n in rows}


def progress(cycle: AwardCycle) -> tuple[list[Progress], list[Progress]]:
    """Of each juror, and of each candidate on the short list."""
    short = short_list_of(cycle)
    jurors = list(cycle.jurors.scoring().select_related("user"))
    wanted = len(judged_of(cycle))
    full = {pair for pair, n in _sheets(cycle).items() if wanted and n >= wanted}
    tied = ties(cycle)
    people = [_of_juror(juror, short, full, tied) for juror in jurors]
    papers = [_of_candidate(one, jurors, full, tied, cycle.jurors_each if wanted else 0) for one in short]
    return people, papers


def short_list_of(cycle: AwardCycle) -> list[Candidate]:
    rows = cycle.candidates.filter(state=CandidateState.SHORT_LIST).select_related("enterprise", "category")
    return list(rows.order_by("category__order", "category_id", "id"))


def ties(cycle: AwardCycle) -> set[tuple[UUID, UUID]]:
    """(juror, candidate) that are tied: declared here, declared elsewhere, or by representing it or a rival."""
    found = set(JurorConflict.objects.filter(juror__cycle=cycle).values_list("juror_id", "candidate_id"))
    jurors = {juror.user_id: juror.pk for juror in cycle.jurors.active()}
    here = {one.enterprise_id: one for one in cycle.candidates.standing()}
    among = {"user__in": list(jurors), "enterprise__in": list(here)}
    tied = ConflictOfInterest.objects.standing().filter(**among).values_list("user_id", "enterprise_id")
    found |= {(jurors[user], here[enterprise].pk) for user, enterprise in tied}
    own = Representative.objects.active().filter(**among).values_list("user_id", "enterprise_id")
    for user, enterprise in own:  # whoever competes with one's own is not one's to judge
        rivals = (one.pk for one in here.values() if one.category_id == here[enterprise].category_id)
        found |= {(jurors[user], pk) for pk in rivals}
    return found


def _of_juror(juror: Juror, short: list[Candidate], full: set, tied: set) -> Progress:
    ties = sum((juror.pk, one.pk) in tied for one in short)
    return Progress(juror, sum((juror.pk, one.pk) in full for one in short), ties, len(short) - ties)


def _of_candidate(one: Candidate, jurors: list[Juror], full: set, tied: set, wanted: int) -> Progress:
    ties = sum((juror.pk, one.pk) in tied for juror in jurors)
    return Progress(one, sum((juror.pk, one.pk) in full for juror in jurors), ties, wanted)


def why_not_close(cycle: AwardCycle) -> str:
    """What is missing before scoring can be closed; empty: nothing."""
    if cycle.state != CycleState.OPEN:
        return _("The award is not at this step: it is %(state)s.") % {"state": CycleState(cycle.state).label}
    _people, papers = progress(cycle)
    if not papers:
        return _("No candidate is on a short list yet.")
    waiting = sum(not one.is_done for one in papers)
    if waiting:
        text = ngettext(
            "%(n)s candidate waits for marks; %(each)s jurors mark each.",
            "%(n)s candidates wait for marks; %(each)s jurors mark each.",
            waiting,
        )
        return text % {"n": waiting, "each": cycle.jurors_each}
    return ""


@transaction.atomic
def close(cycle: AwardCycle, *, by: User) -> AwardCycle:
    """Scoring is over: everybody who deliberates sees all marks. Effects: the cycle's state."""
    cycle = awarding.lock_cycle(cycle)
    awarding.require_national(by)
    if why := why_not_close(cycle):
        raise Refused(why, cycle, "score")
    with acting(by=by, action="award.close_scoring"):
        return CYCLE.move(cycle, "score", scored_at=timezone.now(), scored_by=by)


@transaction.atomic
def reopen(cycle: AwardCycle, *, by: User) -> AwardCycle:
    """A conflict was found late: the jury scores again. Refused once an award is proposed. Effects: state."""
    cycle = awarding.lock_cycle(cycle)
    awarding.require_national(by)
    if cycle.awards.exists():
        raise Refused(_("Awards are proposed already: the marks stand."), cycle, "reopen")
    with acting(by=by, action="award.reopen_scoring"):
        return CYCLE.move(cycle, "reopen", scored_at=None, scored_by=None)


def marks_of(juror: Juror, candidate: Candidate) -> Mapping[UUID, JurorScore]:
    """A juror's own sheet, by criterion."""
    rows = JurorScore.objects.filter(juror=juror, candidate=candidate, void_at__isnull=True)
    return {row.criterion_id: row for row in rows}
