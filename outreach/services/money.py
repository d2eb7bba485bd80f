"""Money of an activity by source, planned and spent: entered, and struck when it was wrong; never changed."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from outreach.enums import ActivityState, MoneyKind
from outreach.models import Activity, BudgetLine
from outreach.scope import require
from outreach.services.activities import WORK, lock

S = ActivityState
CLOSED = (S.PROPOSED, S.DECLINED)


@transaction.atomic
def enter(
    activity: Activity,
    *,
    by: User,
    submission_id: uuid.UUID,
    kind: MoneyKind,
    what: str,
    amount: int,
    source: Institution | None = None,
    spent_on: date | None = None,
    upload: Upload | None = None,
) -> BudgetLine:
    """A line of the budget; the same submission again is the same line. No source: the Fund pays.

    Effects: the line."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if known := BudgetLine.objects.filter(submission_id=submission_id).first():
        return known
    _checked(locked, kind, amount, spent_on)
    given = {"what": what, "amount": amount, "source": source, "spent_on": spent_on, "upload": upload}
    with acting(by=by, action="money.enter"):
        return BudgetLine.objects.create(
            activity=locked, kind=kind, submission_id=submission_id, entered_by=by, **given
        )


def _checked(locked: Activity, kind: MoneyKind, amount: int, spent_on: date | None) -> None:
    if locked.state in CLOSED:
        raise Refused(_("It is not on the plan: money is written down for planned activities."), locked, "money")
    if amount <= 0:
        raise Refused(_("An amount is more than nothing."), locked, "money")
    if kind == MoneyKind.SPENT and spent_on is None:
        raise Refused(_("Say on which day it was paid."), locked, "money")
    if spent_on and spent_on > timezone.localdate():
        raise Refused(_("The day of payment is still to come."), locked, "money")


@transaction.atomic
def strike(line: BudgetLine, *, by: User) -> BudgetLine:
    """The line was wrong: it no longer counts and stays in the history. Effects: by whom and when."""
    locked = BudgetLine.objects.select_for_update(of=("self",)).select_related("activity").get(pk=line.pk)
    require(by, WORK, locked.activity.place_code)
    if locked.struck_at is None:
        locked.struck_at, locked.struck_by = timezone.now(), by
        with acting(by=by, action="money.strike"):
            locked.save(update_fields=["struck_at", "struck_by"])
    return locked
