"""Does this person work for you? Asked in the portal instead of a letter on paper (plan 4.1)."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from enterprises import perms
from enterprises.enums import EnterpriseState
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law import clock
from nssf_portal.law.book import value_or
from registration.enums import ConfirmationState, EmployerContact
from registration.models import Application, EmploymentConfirmation
from registration.workflow import CONFIRMATION


def of(application: Application) -> EmploymentConfirmation | None:
    return EmploymentConfirmation.objects.filter(application=application).first()


def renew(application: Application, *, by: User | None) -> None:
    """An answer about another employer, or asked against today's wish, holds no more: it leaves with its question.

    The row history keeps both; the employer named first sees nothing of the person from now on."""
    asked = of(application)
    if asked and (asked.enterprise_id, asked.contact) != (application.enterprise_id, application.employer_contact):
        with acting(by=by, action="confirmation.of_another_employer"):
            asked.delete()


def must_ask(application: Application) -> bool:
    """Somebody at a registered enterprise can answer, the worker wants it asked, and it was not asked yet."""
    enterprise = application.enterprise
    if enterprise is None or application.employer_contact != EmployerContact.ASK or of(application):
        return False
    represented = enterprise.representatives.filter(ended_at__isnull=True)
    return enterprise.state == EnterpriseState.REGISTERED and represented.exists()


def due_on() -> datetime.date:
    return clock.add_working_days(timezone.localdate(), int(value_or("application.employer_answer", 5)))


def ask(application: Application, *, by: User | None) -> EmploymentConfirmation:
    """One question to the enterprise; its representatives are told that one waits, not about whom."""
    from registration.services import telling

    with acting(by=by, action="confirmation.ask"):
        asked = EmploymentConfirmation.objects.create(
            application=application,
            enterprise=application.enterprise,
            contact=EmployerContact.ASK,
            due_on=due_on(),
        )
    telling.tell_representatives(asked)
    return asked


def note_quietly(application: Application) -> None:
    """For `overdue_confirmations`: a routine visit is due at this enterprise; nobody there ever sees this row."""
    if application.enterprise is None or of(application):
        return
    EmploymentConfirmation.objects.create(
        application=application, enterprise=application.enterprise, contact=EmployerContact.QUIET, due_on=due_on()
    )


@transaction.atomic
def answer(
    confirmation: EmploymentConfirmation,
    *,
    works_here: bool,
    by: User,
    started_on: datetime.date | None = None,
    wage: Decimal | None = None,
) -> EmploymentConfirmation:
    """The employer's one tap; a late yes still counts, and voids what an officer proposed meanwhile.

    Nobody confirms their own work, or that of somebody they filled the application in for."""
    from registration.services import application_deciding as deciding

    if not perms.can_manage_staff(by, confirmation.enterprise):
        raise PermissionDenied
    application = Application.objects.select_for_update(of=("self",)).get(pk=confirmation.application_id)
    if by.pk in (application.user_id, application.helped_by_id):
        raise PermissionDenied
    with acting(by=by, action="confirmation.answer"):
        said = {"answered_at": timezone.now(), "answered_by": by}
        moved = CONFIRMATION.transition(confirmation, "confirm" if works_here else "deny", **said)
        _take_over(application, started_on, wage)
        deciding.employer_answered(application, by=by)
    return moved


def _take_over(application: Application, started_on: datetime.date | None, wage: Decimal | None) -> None:
    """Day of hire and wage as the employer says them: that is what the employment is made of."""
    application.started_on = started_on or application.started_on
    application.wage = wage if wage is not None else application.wage
    application.save(update_fields=["started_on", "wage"])


def give_up(application: Application) -> None:
    asked = of(application)
    if asked and asked.state == ConfirmationState.ASKED:
        CONFIRMATION.transition(asked, "give_up")


def void(application: Application) -> None:
    asked = of(application)
    if asked and asked.state in (ConfirmationState.ASKED, ConfirmationState.SILENT):
        CONFIRMATION.transition(asked, "void")


def overdue_confirmations() -> QuerySet[EmploymentConfirmation]:
    """For compliance: enterprises worth a routine visit. Never show the application behind a row, nor its worker."""
    return EmploymentConfirmation.objects.overdue(timezone.localdate()).defer("application")
