"""Age and kind of work, by the law book of the day."""

from datetime import date

from django.utils import timezone

from nssf_portal import law
from registration.checks.finding import Finding, failed, passed, warned
from registration.enums import Precision
from registration.models import Application


def age_on(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def working_age(application: Application) -> Finding:
    """Labour Law, Article 177: 15 at least; 15 to 17 are accepted and marked."""
    minimum = int(law.value("working_age.minimum").value)
    return _between("working_age", application, minimum, None)


def self_employed_age(application: Application) -> Finding:
    """Sub-Decree 280 (28 August 2023): under 60 at registration."""
    minimum = int(law.value("working_age.minimum").value)
    below = int(law.value("member.self_employed_age_below").value)
    return _between("self_employed_age", application, minimum, below)


def _between(code: str, application: Application, minimum: int, below: int | None) -> Finding:
    """Near an edge a birth date known only by its year proves nothing: a person looks."""
    if application.born_on is None:
        return failed(code, "no_birth_date")
    age = age_on(application.born_on, timezone.localdate())
    if age < minimum:
        return failed(code, f"under_{minimum}")
    if below is not None and age >= below:
        return failed(code, f"not_under_{below}")
    near_edge = age == minimum or (below is not None and age == below - 1)
    if near_edge and application.born_precision != Precision.DAY:
        return warned(code, "birth_date_not_exact")
    return passed(code, f"at_least_{minimum}")


def own_account(application: Application) -> Finding:
    """Self-employed by law: own account, no wage contract, and no workers (Sub-Decree 280)."""
    if application.uses_workers:
        return failed("own_account", "uses_workers")
    return passed("own_account", "says_no_workers")
