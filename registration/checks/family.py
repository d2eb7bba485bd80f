"""Who may depend on a member: Sub-Decree 280 (28 August 2023); ages are the law book's."""

from django.utils import timezone

from nssf_portal import law
from registration.checks.finding import Finding, failed, passed, warned
from registration.checks.person import age_on
from registration.enums import Channel, MemberState, Relation
from registration.models import Application, Dependency


def sponsor(application: Application) -> Finding:
    """The member must be active; a grandparent or relative who cares for an orphan may be one.

    On one's own pages the member's sign-in or phone said yes; at an agent's or on the telephone nobody asked."""
    if application.sponsor is None:
        return warned("sponsor", "not_found")
    if application.channel in (Channel.BANK_AGENT, Channel.HOTLINE):
        return warned("sponsor", "not_asked")
    if application.sponsor.state != MemberState.ACTIVE:
        return warned("sponsor", str(application.sponsor.state))
    return passed("sponsor", "active")


def entitled(application: Application) -> Finding:
    if application.relation == Relation.SPOUSE:
        return _spouse(application)
    if application.born_on is None:
        return failed("entitled", "no_birth_date")
    limit = int(law.value("member.dependant_child_age").value)
    if age_on(application.born_on, timezone.localdate()) < limit:
        return passed("entitled", f"under_{limit}")
    if application.is_disabled:
        return warned("entitled", "no_age_limit_when_disabled")
    return failed("entitled", f"not_under_{limit}")


def _spouse(application: Application) -> Finding:
    if not application.marriage_registered:
        return warned("entitled", "marriage_not_registered")
    taken = Dependency.objects.filter(sponsor=application.sponsor, relation=Relation.SPOUSE, until__isnull=True)
    return warned("entitled", "another_spouse") if taken.exists() else passed("entitled", "marriage_registered")
