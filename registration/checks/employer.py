"""Whether the enterprise is known and open, and whether it says that the person works there."""

from enterprises.enums import EnterpriseState
from registration.checks.finding import Finding, failed, passed, unavailable, warned
from registration.enums import ConfirmationState, EmployerContact
from registration.models import Application, EmploymentConfirmation

CODE = "confirmed"
_SAID = {
    ConfirmationState.CONFIRMED: passed,
    ConfirmationState.DENIED: failed,
    ConfirmationState.SILENT: warned,
    ConfirmationState.VOID: warned,
    ConfirmationState.ASKED: unavailable,
}


def enterprise(application: Application) -> Finding:
    found = application.enterprise
    if found is None:
        return warned("enterprise", "not_in_the_register")
    if found.state == EnterpriseState.REGISTERED:
        return passed("enterprise", "registered")
    return (failed if found.state == EnterpriseState.CLOSED else warned)("enterprise", str(found.state))


def confirmed(application: Application) -> Finding:
    """Not asked by the worker's own wish is nobody's fault; an officer decides then."""
    if application.employer_contact == EmployerContact.QUIET:
        return warned("confirmed", "not_asked_by_wish")
    answer = EmploymentConfirmation.objects.filter(application=application).first()
    if answer is None:
        return unavailable("confirmed", "not_asked")
    return _SAID[ConfirmationState(answer.state)]("confirmed", str(answer.state))
