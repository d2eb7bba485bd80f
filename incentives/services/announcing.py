"""The announcement: standings read again today, awards given, papers asked for, winners told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services import telling
from compliance.services.refusing import Refused
from compliance.standing import standing_on
from compliance.standing.computing import Standing
from incentives.enums import AwardState, CycleState
from incentives.models import Award, AwardCycle
from incentives.services import award_papers, awarding
from incentives.workflow import AWARD, CYCLE
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting

GIVEN_MESSAGE = "incentives.award_given"


@dataclass(frozen=True)
class Winner:
    """A decided award with its enterprise's standing as it is today."""

    award: Award
    standing: Standing

    @property
    def is_good(self) -> bool:
        return self.standing.is_good


def winners(cycle: AwardCycle, on: date | None = None) -> list[Winner]:
    """Who is about to be announced; the standing is read again, not taken from the cut-off."""
    rows = cycle.awards.filter(state=AwardState.DECIDED).select_related("enterprise", "category", "candidate", "cycle")
    on = on or timezone.localdate()
    return [Winner(award, standing_on(award.enterprise, on)) for award in rows]


def why_not(cycle: AwardCycle) -> str:
    """What stands in the way of announcing; empty: nothing."""
    if cycle.state != CycleState.DELIBERATED:
        return _("The award is not at this step: it is %(state)s.") % {"state": CycleState(cycle.state).label}
    if cycle.awards.filter(state=AwardState.WITHDRAWAL_PROPOSED).exists():
        return _("A withdrawal waits for its second person. Decide it first.")
    if not cycle.awards.filter(state=AwardState.DECIDED).exists():
        return _("No decided award is left to announce.")
    return ""


@transaction.atomic
def announce(cycle: AwardCycle, *, by: User, day: date, despite: Collection[UUID] = ()) -> list[Award]:
    """Give the decided awards on the day chosen. A winner not in good standing today must be named by the announcer.

    Effects: awards and cycle; a job for the papers of each; messages to the winners."""
    cycle = awarding.lock_cycle(cycle)
    awarding.require_national(by, Permission.DECIDE_INCENTIVES)
    if why := why_not(cycle):
        raise Refused(why, cycle, "announce")
    if day < timezone.localdate():
        raise Refused(_("The day of the presentation is over. Choose today or a later day."), cycle, "announce")
    found = winners(cycle)
    for one in found:
        awarding.require_untied(by, one.award.enterprise)
    doubtful = [one.award.reference for one in found if not one.is_good and one.award.pk not in despite]
    if doubtful:
        text = _("Not in good standing today: %(numbers)s. Tick each that is given all the same, or withdraw it first.")
        raise Refused(text % {"numbers": ", ".join(doubtful)}, cycle, "announce")
    now = timezone.now()
    with acting(by=by, action="award.announce"):
        CYCLE.move(cycle, "announce", announced_at=now, announced_by=by)
        given = [AWARD.transition(one.award, "give", given_at=now) for one in found]
    for award in given:
        award_papers.ask(award, day=day, by=by)
        tell(award, GIVEN_MESSAGE)
    return given


def tell(award: Award, template: str) -> None:
    """Everybody who acts for the enterprise; the number only."""
    telling.representatives(award.enterprise, template, event=f"award:{award.pk}:{template}", number=award.reference)
