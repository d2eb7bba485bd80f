"""Alarms of tallies: raised at night, settled by somebody who says what it was."""

from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.tallies import Difference
from reporting.models import TallyAlarm


@transaction.atomic
def raise_alarm(tally: str, wrong: list[Difference]) -> TallyAlarm:
    """One open alarm a tally: the same trouble found again the next night is not another alarm."""
    first = wrong[0]
    example = f"{' '.join(first.cell.values())}: {first.kept} / {first.counted}"[:300]
    found = TallyAlarm.objects.select_for_update().filter(tally=tally, settled_at__isnull=True).first()
    if found is None:
        return TallyAlarm.objects.create(tally=tally, cells=len(wrong), example=example)
    found.cells, found.example = len(wrong), example
    found.save(update_fields=["cells", "example"])
    return found


def settle(alarm: TallyAlarm, *, explanation: str, by: User) -> bool:
    """What it was, said once; False when somebody else has said it."""
    open_one = TallyAlarm.objects.filter(pk=alarm.pk, settled_at__isnull=True)
    return bool(open_one.update(settled_at=timezone.now(), settled_by=by, explanation=explanation))
