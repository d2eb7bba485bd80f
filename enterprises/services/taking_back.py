"""Undoing a decision at the desk: the pair stands there again as the officer saw it, without waiting for a run."""

from django.db import transaction

from enterprises.enums import MatchState
from enterprises.models import MatchCandidate, MatchDecision, RegistryRecord
from enterprises.services import matching
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting


@transaction.atomic
def take_back(decision: MatchDecision, *, by: User) -> bool:
    """False when it was undone already. The next run compares the record anew, whatever stands here until then.

    Effects: the decision is undone; a record that is nobody's now may again be the decision's unit, by the points it
    had then."""
    # The record first, as whoever decides does: two officers wait for each other instead of locking each other out.
    RegistryRecord.objects.select_for_update(of=("self",)).get(pk=decision.record_id)
    locked = MatchDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if locked.undone_at:
        return False
    matching.undo(decision=locked, by=by)
    with acting(by=by, action="registry.undo_decision", record=str(locked.record_id)):
        alone = RegistryRecord.objects.live().filter(
            pk=locked.record_id, enterprise=None, match_state__in=[MatchState.WAITING, MatchState.POSSIBLE]
        )
        if alone.update(
            match_state=MatchState.POSSIBLE, match_score=locked.score, match_reasons=locked.reasons, matched_by=""
        ):
            MatchCandidate.objects.get_or_create(
                record_id=locked.record_id,
                enterprise=locked.enterprise,
                defaults={"score": locked.score, "reasons": locked.reasons},
            )
    return True
