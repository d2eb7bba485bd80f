"""First a letter, then a visit: who is listed gets a dated chance to put it right; who does leaves the list."""

from datetime import date

from django.db import models, transaction
from django.utils import timezone

from compliance.complying import cured
from compliance.enums import LineState, ListState
from compliance.models import TargetLine
from compliance.services import nudge_messages
from compliance.workflow import LINE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.jobs.services import enqueue
from nssf_portal.law.clock import deadline

LETTER = "targets.letter"
DAYS = "target.nudge_days"


@transaction.atomic
def nudge(lines: models.QuerySet[TargetLine] | list[TargetLine], by: User) -> int:
    """Accepted lines get a letter, and a message where an address is known. How many.

    Effects: state nudged with its last day, one job for each letter, messages in the outbox."""
    today = timezone.localdate()
    wanted = TargetLine.objects.filter(pk__in=[line.pk for line in lines], state=LineState.ACCEPTED)
    note_complied(wanted)
    found = list(
        wanted.exclude(list__state=ListState.CLOSED).select_for_update(of=("self",)).select_related("enterprise")
    )
    until = deadline(DAYS, today)
    with acting(by=by, action="target.nudge"):
        for line in found:
            LINE.move(line, "nudge", nudged_at=timezone.now(), chance_until=until)
            enqueue(kind=LETTER, subject_id=line.pk, dedup_key=f"{LETTER}:{line.pk}", by=by)
            nudge_messages.tell(line)
    return len(found)


@transaction.atomic
def chance_over(today: date | None = None) -> int:
    """Whose last day is past and who did nothing: a visit is due. Those who complied are noted first."""
    note_complied()
    with acting(by=None, action="target.chance_over"):
        late = TargetLine.objects.filter(chance_until__lt=today or timezone.localdate())
        return LINE.transition_many(late, "chance_over")


@transaction.atomic
def note_complied(lines: models.QuerySet[TargetLine] | None = None) -> int:
    """Who registered, or registered the staff that were missing, complied by itself and leaves the list: a hit."""
    rows = TargetLine.objects.all() if lines is None else lines
    there = list(cured(rows).values_list("pk", flat=True))
    if not there:
        return 0
    with acting(by=None, action="target.complied"):
        return LINE.transition_many(
            TargetLine.objects.filter(pk__in=there), "comply", complied_at=timezone.now(), hit=True
        )
