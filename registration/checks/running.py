"""Which checks an application needs, running them, and what their answers mean together."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from enterprises.enums import Outcome
from nssf_portal.law import NoLawInForce
from registration.checks import certificate, duplicates, employer, family, identity, person
from registration.checks.finding import Finding, unavailable
from registration.enums import ApplicantPath, ApplicationKind, Payer
from registration.models import Application, ApplicationCheck

Check = Callable[[Application], Finding]

_EVERYBODY: tuple[Check, ...] = (identity.proved, duplicates.by_number, duplicates.by_person, duplicates.by_phone)
_CHECKS: dict[str, tuple[Check, ...]] = {
    ApplicantPath.EMPLOYEE: (*_EVERYBODY, person.working_age, employer.enterprise, employer.confirmed),
    ApplicantPath.DOMESTIC: (*_EVERYBODY, person.working_age, employer.enterprise, employer.confirmed),
    ApplicantPath.CASUAL: (*_EVERYBODY, person.working_age),
    ApplicantPath.SELF_EMPLOYED: (*_EVERYBODY, person.self_employed_age, person.own_account, certificate.valid),
    ApplicantPath.OWNER: (*_EVERYBODY, person.working_age),
    ApplicantPath.DEPENDANT: (*_EVERYBODY, family.sponsor, family.entitled),
}


def checks_for(application: Application) -> tuple[Check, ...]:
    """A correction is decided by people alone; a casual worker with an employer goes the employer's way."""
    if application.kind == ApplicationKind.CORRECTION:
        return ()
    found = _CHECKS[application.path]
    if application.path == ApplicantPath.CASUAL:
        has_employer = application.payer in (Payer.ENTERPRISE, Payer.HOUSEHOLD)
        found += (employer.enterprise, employer.confirmed) if has_employer else (certificate.valid,)
    return found


def codes_for(application: Application) -> list[str]:
    return [check.__name__ for check in checks_for(application)]


def run(application: Application) -> list[Finding]:
    """Run them all and keep the answers; earlier answers of the same checks are replaced."""
    findings = [_ask(check, application) for check in checks_for(application)]
    application.checks.all().delete()
    ApplicationCheck.objects.bulk_create(
        ApplicationCheck(application=application, code=found.code, **_kept(found)) for found in findings
    )
    return findings


def run_one(application: Application, code: str) -> Finding | None:
    """Ask one of them again; the others stay as they are. None when the application has no such check."""
    check = next((check for check in checks_for(application) if check.__name__ == code), None)
    if check is None:
        return None
    found = _ask(check, application)
    ApplicationCheck.objects.update_or_create(application=application, code=code, defaults=_kept(found))
    return found


def _ask(check: Check, application: Application) -> Finding:
    """Without a law in force nothing can be said, and a person looks: an application is never lost to it."""
    try:
        return check(application)
    except NoLawInForce:
        return unavailable(check.__name__, "no_law_in_force")


def _kept(found: Finding) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "evidence": found.evidence[:300],
        "exchange_id": found.exchange_id,
        "checked_at": timezone.now(),
    }


def all_pass(findings: list[Finding]) -> bool:
    """No check at all is not a pass: a correction always goes to a person."""
    return bool(findings) and all(found.outcome == Outcome.PASS for found in findings)


def only_waits_for(findings: list[Finding], code: str) -> bool:
    """Whether this one check is all that stands between the application and the rule."""
    return all(found.outcome == Outcome.PASS or found.code == code for found in findings)
