"""The certificate of good standing: of one day, only when nothing is owed and every rule it rests on is confirmed."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from compliance.models import StandingCertificate
from compliance.standing.computing import Standing, standing_on
from enterprises.models import Enterprise
from enterprises.provenance import shown
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import paper_context, typeset

TEMPLATE = "pdf/standing.html"


class NotGood(Exception):
    """Something is owed, not known, or rests on a rule that nobody confirmed: there is no certificate."""


def can_have(standing: Standing) -> bool:
    return standing.is_good and not standing.is_draft


@transaction.atomic
def certificate(enterprise: Enterprise, *, on: date, language: str, by: User) -> IssuedDocument:
    """The paper of that day; asked again, the very same one. Raises NotGood, PdfUnavailable.

    Effects: perhaps a new IssuedDocument and its StandingCertificate."""
    locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    standing = standing_on(locked, on)
    if not can_have(standing):
        raise NotGood
    made = valid().filter(enterprise=locked, as_of=on, language=language).first()
    if made:
        return made.document
    document = documents.issue(
        kind=IssuedKind.STANDING_CERTIFICATE,
        subject_km=locked.name_km,
        subject_latin=locked.name_latin,
        subject_number=locked.nssf_number or "",
        language=language,
        by=by,
        render=lambda paper: typeset(TEMPLATE, context_of(standing, language) | paper_context(paper), language),
        prefix="STD",
    )
    StandingCertificate.objects.create(enterprise=locked, as_of=on, language=language, document=document)
    return document


def draft(standing: Standing, language: str) -> bytes:
    """How the certificate will look once its rules are confirmed; it has no number, and DRAFT stands on it."""
    if not standing.is_good:
        raise NotGood
    return typeset(TEMPLATE, context_of(standing, language) | {"draft": True, "number": "", "verify_url": ""}, language)


def context_of(standing: Standing, language: str) -> dict[str, Any]:
    """What the paper says, in the paper's language, not the reader's."""
    with translation.override(language):
        place = shown("commune_code", standing.enterprise.commune_code)
    now = timezone.localtime()
    return {
        "enterprise": standing.enterprise,
        "place": place,
        "as_of": standing.on,
        "until": now if standing.on == now.date() else None,  # the day is not over: what was recorded up to now
        "digits": "khmer" if language == "km" else "latin",
        "issued_on": now.date(),
        "qr_src": "",
        "qr_svg": "",
        "draft": False,
    }


def valid() -> Any:
    return StandingCertificate.objects.filter(document__revoked_at=None).select_related("document")


def recheck(day: date | None = None) -> int:
    """Papers of a day that was not over when they were made: what was recorded later that day may speak against them.

    Effects: perhaps revoked IssuedDocuments."""
    day = day or timezone.localdate() - timedelta(days=1)
    revoked = 0
    for one in valid().filter(as_of=day).select_related("enterprise"):
        if not standing_on(one.enterprise, day).is_good:
            reason = "replaced: what was recorded later that day"
            revoked += documents.revoke(one.document, by=None, reason=reason)
    return revoked
