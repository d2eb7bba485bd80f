"""Applications that may be approved together: nothing about them is left to weigh."""

from django.utils.translation import gettext as _

from enterprises.enums import Outcome
from nssf_portal.accounts.models import User
from nssf_portal.work.enums import WorkState
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import NotPossible
from registration import checks
from registration.enums import ApplicationKind, ApplicationState
from registration.models import Application
from registration.services import application_deciding as deciding
from registration.services.correcting import CannotCorrect

_UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW)


def is_clean(application: Application) -> bool:
    """Every check that it needs was run and passed; a correction has none, so it never is."""
    kept = {check.code: check.outcome for check in application.checks.all()}
    needed = checks.codes_for(application)
    return bool(needed) and all(kept.get(code) == Outcome.PASS for code in {*needed, *kept})


class Applications:
    """The handler of the queue (work.many.Bulk). Clean: what the rule would approve, had it not come back by hand."""

    def why_not(self, items: list[WorkItem], user: User) -> dict[object, str]:
        found = Application.objects.filter(work_item__in=items).prefetch_related("checks", "candidates", "numbers")
        by_item = {application.work_item_id: application for application in found}
        reasons = {item.pk: _reason(item, by_item.get(item.pk), user) for item in items}
        return {key: reason for key, reason in reasons.items() if reason}

    def approve(self, item: WorkItem, by: User) -> None:
        application = Application.objects.get(work_item=item)
        try:
            deciding.approve(application, by=by)
        except CannotCorrect as told:
            raise NotPossible(application, "approve") from told


def _reason(item: WorkItem, application: Application | None, user: User) -> str:
    if application is None or application.state not in _UNDECIDED:
        return _("Not to be decided now.")
    if item.state == WorkState.CLAIMED and item.claimed_by_id != user.pk:
        return _("A colleague works on this one.")
    if user.pk in (application.user_id, application.helped_by_id):
        return _("You have a part in it: a colleague decides.")
    if application.kind == ApplicationKind.CORRECTION:
        return _("A correction is decided one by one.")
    if application.candidates.all():
        return _("Somebody alike is known.")
    return "" if is_clean(application) else _("Not every check passed.")
