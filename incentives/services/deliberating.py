"""The committee: notes, an award proposed by an officer, votes of members, the decision by a quorum's majority."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.services.refusing import Refused
from incentives.enums import AwardState, CandidateState, CycleState, Vote
from incentives.models import Award, AwardCategory, AwardCycle, AwardVote, Candidate, DeliberationNote, Juror
from incentives.ranking import Ranked, ranking
from incentives.services import awarding, scoring
from incentives.workflow import AWARD, CYCLE
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference

Ties = Collection[tuple[uuid.UUID, uuid.UUID]]  # (juror, candidate)
MAJORITY = "award.majority"
_GONE = (AwardState.REJECTED, AwardState.WITHDRAWN)


@dataclass(frozen=True)
class Count:
    """Votes on one award so far, what is still wanted, and who may still give one."""

    in_favour: int
    against: int
    abstaining: int
    quorum: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstaining

    @property
    def missing(self) -> int:
        return max(self.quorum - self.cast, 0)

    @property
    def carried(self) -> bool:
        """More than the law book's share of the votes cast are in favour."""
        share = value_or(MAJORITY, 50)
        return self.in_favour * 100 > self.cast * share and self.in_favour > self.against


def counting(award: Award, ties: Ties | None = None) -> list[AwardVote]:
    """Votes of members who are called and untied to this day; of a decided award all that are kept counted."""
    votes = list(award.votes.all())
    if award.state != AwardState.PROPOSED:
        return votes
    tied = scoring.ties(award.cycle) if ties is None else ties
    return [one for one in votes if not one.juror.ended_at and (one.juror_id, award.candidate_id) not in tied]


def count(award: Award, ties: Ties | None = None) -> Count:
    kinds = [vote.vote for vote in counting(award, ties)]
    return Count(kinds.count(Vote.FOR), kinds.count(Vote.AGAINST), kinds.count(Vote.ABSTAIN), award.cycle.quorum)


@transaction.atomic
def note(
    *,
    cycle: AwardCycle,
    text: str,
    by: User,
    submission_id: uuid.UUID,
    category: AwardCategory | None = None,
    candidate: Candidate | None = None,
) -> DeliberationNote:
    """What was said, only ever added; the same submission is the same note. Effects: the note."""
    cycle = awarding.lock_cycle(cycle)  # a double click waits, and finds what the first one made
    if known := DeliberationNote.objects.filter(submission_id=submission_id, written_by=by).first():
        return known
    if candidate:
        awarding.require_untied(by, candidate.enterprise)
    text = awarding.require_reason(text, _("Write the note."))
    with acting(by=by, action="award.note"):
        return DeliberationNote.objects.create(
            submission_id=submission_id,
            cycle=cycle,
            category=category or (candidate.category if candidate else None),
            candidate=candidate,
            text=text[:2000],
            written_by=by,
        )


@transaction.atomic
def propose(*, candidate: Candidate, by: User, tie_reason: str, submission_id: uuid.UUID) -> Award:
    """An officer puts a candidate to the committee; the same submission is the same proposal.

    Where marks are equal, or another with more is passed over, a written reason is wanted. Effects: the award."""
    cycle = awarding.lock_cycle(candidate.cycle)
    if known := Award.objects.filter(submission_id=submission_id, proposed_by=by).first():
        return known
    awarding.require_state(cycle, CycleState.SCORED)
    awarding.require_national(by)
    awarding.require_impartial(by, candidate)
    place = _require_place(cycle, candidate)
    if reason_wanted(cycle, candidate):
        awarding.require_reason(tie_reason, _("Marks are equal, or another has more: write why this one."))
    with acting(by=by, action="award.propose"):
        return Award.objects.create(
            submission_id=submission_id,
            reference=new_reference("AWD", letters=7),
            cycle=cycle,
            category=candidate.category,
            candidate=candidate,
            enterprise=candidate.enterprise,
            rank=place,
            tie_reason=tie_reason.strip()[:500],
            proposed_by=by,
        )


def _require_place(cycle: AwardCycle, candidate: Candidate) -> int:
    """The next free place of the category."""
    if Candidate.objects.get(pk=candidate.pk).state != CandidateState.SHORT_LIST:
        raise Refused(_("Only a candidate of the short list can be proposed."), candidate, "propose")
    standing = list(cycle.awards.filter(category=candidate.category).exclude(state__in=_GONE))
    if any(award.candidate_id == candidate.pk for award in standing):
        raise Refused(_("This candidate is proposed already."), candidate, "propose")
    if len(standing) >= candidate.category.winners:
        raise Refused(_("All awards of this category are proposed or decided."), candidate, "propose")
    taken = {award.rank for award in standing}
    return next(n for n in range(1, len(taken) + 2) if n not in taken)


def reason_wanted(cycle: AwardCycle, candidate: Candidate) -> bool:
    """Whether another free candidate of the category has as much or more."""
    rows = next((rows for category, rows in ranking(cycle) if category.pk == candidate.category_id), [])
    own = next((one for one in rows if one.candidate.pk == candidate.pk), None)
    held = set(cycle.awards.values_list("candidate_id", flat=True))  # rejected ones were before the committee too
    others: list[Ranked] = [one for one in rows if one is not own and one.candidate.pk not in held]
    return own is not None and any(one.value >= own.value for one in others)


def why_no_vote(
    award: Award, juror: Juror | None, user: User, ties: Collection[tuple[uuid.UUID, uuid.UUID]] | None = None
) -> str:
    """Why this person does not vote on this award; empty: votes. `ties` of the cycle, where a list knows them."""
    if juror is None or juror.ended_at or not juror.votes:
        return _("You are not a member of the committee of this award.")
    if award.proposed_by_id == user.pk:
        return _("You proposed this award: others vote on it.")
    if award.state != AwardState.PROPOSED:
        return _("This award is decided.")
    if ties is not None and (juror.pk, award.candidate_id) not in ties:
        return ""
    return scoring.tie(juror, award.candidate)


def member(award: Award, user: User) -> Juror | None:
    return award.cycle.jurors.voting().filter(user=user).select_related("user").first()


@transaction.atomic
def vote(*, award: Award, by: User, vote: str, note: str = "") -> AwardVote:
    """One vote of a member, which the member may change until the award is decided. Effects: the vote."""
    award = _lock(award)
    awarding.require_state(award.cycle, CycleState.SCORED)
    juror = member(award, by)
    if why := why_no_vote(award, juror, by):
        raise Refused(why, award, "vote")
    if vote not in Vote.values:
        raise Refused(_("Say how you vote."), award, "vote")
    said = {"juror": juror, "vote": vote, "note": note.strip()[:500], "voted_at": timezone.now()}
    with acting(by=by, action="award.vote"):
        return AwardVote.objects.update_or_create(award=award, user=by, defaults=said)[0]


def why_not_decide(award: Award, user: User) -> str:
    """Why this person cannot close the vote now; empty: can."""
    if award.state != AwardState.PROPOSED:
        return _("This award is decided.")
    if award.proposed_by_id == user.pk:
        return _("You proposed this award: another person closes the vote.")
    missing = count(award).missing
    if missing:
        text = ngettext("%(n)s vote is missing for the quorum.", "%(n)s votes are missing for the quorum.", missing)
        return text % {"n": missing}
    return ""


@transaction.atomic
def decide(award: Award, *, by: User) -> Award:
    """Close the vote: with a quorum, and by its majority, given or not chosen. Effects: state."""
    award = _lock(award)
    awarding.require_national(by, Permission.DECIDE_INCENTIVES)
    awarding.require_impartial(by, award.candidate)
    awarding.require_state(award.cycle, CycleState.SCORED)
    if why := why_not_decide(award, by):
        raise Refused(why, award, "decide")
    move = "decide" if count(award).carried else "reject"
    kept = [vote.pk for vote in counting(award)]
    with acting(by=by, action=f"award.{move}"):
        award.votes.exclude(pk__in=kept).delete()  # they stay in the history; the database counts what is here
        return AWARD.move(award, move, decided_at=timezone.now(), decided_by=by)


def why_not_deliberate(cycle: AwardCycle) -> str:
    if cycle.state != CycleState.SCORED:
        return _("The award is not at this step: it is %(state)s.") % {"state": CycleState(cycle.state).label}
    states = list(cycle.awards.values_list("state", flat=True))
    if AwardState.PROPOSED in states:
        return _("A vote is still open.")
    if AwardState.DECIDED not in states:
        return _("No award is decided yet.")
    return ""


@transaction.atomic
def deliberate(cycle: AwardCycle, *, by: User) -> AwardCycle:
    """The committee is done: nothing more is proposed in this cycle. Effects: the cycle's state."""
    cycle = awarding.lock_cycle(cycle)
    awarding.require_national(by, Permission.DECIDE_INCENTIVES)
    if why := why_not_deliberate(cycle):
        raise Refused(why, cycle, "deliberate")
    with acting(by=by, action="award.deliberate"):
        return CYCLE.move(cycle, "deliberate", deliberated_at=timezone.now(), deliberated_by=by)


def _lock(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",))
    return rows.select_related("cycle", "category", "candidate__enterprise", "enterprise").get(pk=award.pk)
