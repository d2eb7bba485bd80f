"""Whether the register has this person already: by number, by name with birth date and sex, by phone."""

from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or
from registration.candidates import POSSIBLE, SAME, find_candidates, person_of
from registration.checks.finding import Finding, failed, passed, warned
from registration.models import Application, ApplicationCandidate, MemberIdentifier

_NOT_IDENTITY = (Identifier.Kind.PHONE, Identifier.Kind.EQUITY_CARD)


def by_number(application: Application) -> Finding:
    indexes = [n.blind_index for n in application.numbers.all() if n.kind not in _NOT_IDENTITY]
    held = MemberIdentifier.objects.filter(blind_index__in=indexes, superseded_at__isnull=True, disputed=False)
    holders = list(held.exclude(kind__in=_NOT_IDENTITY).values_list("member_id", flat=True).distinct())
    if not holders:
        return passed("by_number", "nobody")
    return failed("by_number", f"members_{len(holders)}")


def by_person(application: Application) -> Finding:
    """Candidates are kept beside the application: they grant the deciding officer that comparison."""
    found = [c for c in find_candidates(person_of(application)) if c.band in (SAME, POSSIBLE)]
    application.candidates.all().delete()
    ApplicationCandidate.objects.bulk_create(
        ApplicationCandidate(
            application=application,
            member_id=candidate.member_id,
            score=candidate.score,
            band=candidate.band,
            reasons=[reason.code for reason in candidate.reasons],
        )
        for candidate in found
    )
    return warned("by_person", f"candidates_{len(found)}") if found else passed("by_person", "nobody")


def by_phone(application: Application) -> Finding:
    """Several people may share one phone; very many on one are looked at by a person."""
    phone = application.number_of(Identifier.Kind.PHONE)
    if phone is None:
        return passed("by_phone", "no_phone")
    held = MemberIdentifier.objects.filter(
        kind=Identifier.Kind.PHONE, blind_index=phone.blind_index, superseded_at__isnull=True
    )
    most = int(value_or("application.members_per_phone", 6))
    count = len(held[: most + 1])
    return warned("by_phone", f"more_than_{most}") if count > most else passed("by_phone", f"members_{count}")
