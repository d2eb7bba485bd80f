"""Whether the state knows this person by this number, name and birth date: asked over the identity port."""

from django.utils import timezone

from enterprises.enums import Outcome
from nssf_portal.exchange.identity.moi import check_person
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.limits import LimitClosed, within_limit
from registration.checks.finding import Finding, unavailable, warned
from registration.enums import ConsentPurpose
from registration.models import Application, Consent

_CARD = (Identifier.Kind.KHMER_ID, Identifier.Kind.KIDC)
_ABOUT = ("identity", "name", "birth")  # the pages whose answers were compared


def proved(application: Application) -> Finding:
    """The answer is evidence, kept with its exchange id; a partner that is down never stops the application."""
    if known := _proved_before(application):
        return known
    number = next((n for n in application.numbers.all() if n.kind in _CARD), None)
    if number is None:
        return warned("proved", "face_to_face_later" if application.no_identity else "no_card_number")
    if not has_consented(application, ConsentPurpose.IDENTITY_CHECK):
        return unavailable("proved", "not_consented")
    value = number.reveal()
    return _ask(application, value) if _may_ask(value) else unavailable("proved", "asked_too_often")


def _proved_before(application: Application) -> Finding | None:
    """A pass, by the ministry or by signing in at a provider, holds until what it was about is changed."""
    found = application.checks.filter(code="proved", outcome=Outcome.PASS).first()
    if found is None:
        return None
    changed = application.steps.filter(name__in=_ABOUT, answered_at__gt=found.checked_at).exists()
    return None if changed else Finding("proved", Outcome.PASS, found.evidence, found.exchange_id)


def has_consented(application: Application, purpose: str) -> bool:
    """The newest answer counts; none is a no."""
    newest = Consent.objects.filter(application=application, purpose=purpose).order_by("-id")
    return bool(newest.values_list("given", flat=True).first())


def _may_ask(number: str) -> bool:
    """Nobody learns another's birth date by trying: one number is compared a few times in an hour, uncounted never."""
    try:
        return within_limit("identity.check.number", number, default=12, closed=True)
    except LimitClosed:
        return False


def _ask(application: Application, number: str) -> Finding:
    answer = check_person(
        id_number=number,
        family_name_km=application.family_name_km,
        given_name_km=application.given_name_km,
        family_name_latin=application.family_name_latin,
        given_name_latin=application.given_name_latin,
        sex=application.sex,
        born_on=application.born_on,
        by=application.helped_by or application.user,
        subject_id=application.pk,
    )
    wrong = ",".join(answer.incorrect_fields)
    evidence = f"{answer.provider} {timezone.localdate().isoformat()} {wrong}".strip()
    return Finding("proved", str(answer.outcome), evidence, answer.exchange_id)
