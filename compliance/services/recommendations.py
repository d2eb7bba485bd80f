"""Where no text gives the power, an inspector recommends; who has the power, or a chief, follows it or says why not."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import Act, Entry
from compliance.models import CaseFile, Recommendation
from compliance.perms import is_tied, may_decide, require_work
from compliance.powers import power_for, without_text
from compliance.services import locking
from compliance.services.entries import note
from compliance.services.refusing import Refused
from compliance.workflow import RECOMMENDATION
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting


@transaction.atomic
def recommend(case: CaseFile, *, act: str, reason: str, submission_id: UUID, by: User) -> Recommendation:
    """Effects: the recommendation, a line of the case's timeline. Sent twice it is one."""
    locking.lock(case)
    if earlier := Recommendation.objects.filter(submission_id=submission_id, made_by=by).first():
        return earlier
    require_work(by, case)
    if act not in without_text(by):
        raise Refused(_("A text in force gives this power: use it instead of recommending."), case)
    with acting(by=by, action="recommendation.make"):
        made = Recommendation.objects.create(case=case, act=act, reason=reason, submission_id=submission_id, made_by=by)
        note(case, Entry.RECOMMENDED, by=by, text=f"{Act(act).label}: {reason}"[:1000])
    return made


def may_decide_on(user: User, recommendation: Recommendation) -> bool:
    """Whoever has the power, or the chief of the place; never the one who made it, nor the tied."""
    case = recommendation.case
    if user.pk == recommendation.made_by_id or is_tied(user, case.enterprise):
        return False
    return may_decide(user, case) or power_for(user, recommendation.act) is not None


def follow(recommendation: Recommendation, *, reason: str, by: User) -> Recommendation:
    """It is done, or handed to whom may do it; the act itself is another paper."""
    return _decide(recommendation, "follow", reason, by)


def dismiss(recommendation: Recommendation, *, reason: str, by: User) -> Recommendation:
    """It is not done, and why."""
    return _decide(recommendation, "dismiss", reason, by)


@transaction.atomic
def _decide(recommendation: Recommendation, move: str, reason: str, by: User) -> Recommendation:
    if not may_decide_on(by, recommendation):
        raise Refused(_("Another person decides this: whoever has the power, or the chief."), recommendation, move)
    with acting(by=by, action=f"recommendation.{move}"):
        moved = RECOMMENDATION.transition(
            recommendation, move, decided_at=timezone.now(), decided_by=by, decided_reason=reason
        )
        word = _("Recommendation followed") if move == "follow" else _("Recommendation not followed")
        note(recommendation.case, Entry.NOTE, by=by, text=f"{word}: {reason}"[:1000])
    return moved
