"""The informal economy certificate, fetched by its number instead of a print-out."""

from enterprises.enums import Outcome
from nssf_portal.exchange.identity.informal import CertificateAnswer, find_certificate
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or
from registration.checks.finding import Finding, passed, unavailable
from registration.checks.identity import has_consented
from registration.enums import ConsentPurpose
from registration.models import Application

CODE = "valid"


def valid(application: Application) -> Finding:
    """Found, in force, and in the applicant's hands; without one the application waits for it."""
    number = application.number_of(Identifier.Kind.INFORMAL_CERTIFICATE)
    if number is None:
        needed = value_or("self_employed.informal_certificate", True)
        return unavailable(CODE, "no_certificate_yet") if needed else passed(CODE, "not_needed")
    if not has_consented(application, ConsentPurpose.INFORMAL_PLATFORM):
        return unavailable(CODE, "not_consented")
    return _ask(application, number.reveal())


def _ask(application: Application, number: str) -> Finding:
    answer = find_certificate(number, by=application.helped_by or application.user)
    outcome, evidence = _verdict(application, answer)
    return Finding(CODE, outcome, f"informal {evidence}", answer.exchange_id)


def _verdict(application: Application, answer: CertificateAnswer) -> tuple[str, str]:
    if answer.unavailable:
        return Outcome.UNAVAILABLE, "no_answer"
    if not answer.found:
        return Outcome.FAIL, "not_found"
    if not answer.is_valid():
        return Outcome.FAIL, "not_in_force"
    return (Outcome.PASS, "in_force") if _is_holder(application, answer) else (Outcome.WARN, "another_holder")


def _is_holder(application: Application, answer: CertificateAnswer) -> bool:
    own = application.number_of(Identifier.Kind.KHMER_ID)
    return own is not None and answer.belongs_to(own.reveal())
