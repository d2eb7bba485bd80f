"""The registration certificate: issued once per language and data, then the very same paper again."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from enterprises.enums import EnterpriseState
from enterprises.models import Certificate, Enterprise
from enterprises.provenance import shown
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import qr_png, typeset

_DATA = (
    "name_km",
    "name_latin",
    "nssf_number",
    "kind",
    "tin",
    "moc_number",
    "commune_code",
    "address",
    "registered_on",
)
TEMPLATE = "pdf/certificate.html"


@transaction.atomic
def certificate(enterprise: Enterprise, *, language: str, by: User) -> IssuedDocument:
    """The valid paper of today's data; a paper of older data is revoked. Raises PdfUnavailable.

    Effects: perhaps a new IssuedDocument, perhaps revoked ones."""
    locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    digest = _digest(locked)
    papers = locked.certificates.filter(language=language, document__revoked_at=None).select_related("document")
    for paper in papers:
        if paper.data_digest == digest:
            return paper.document
    document = documents.issue(
        kind=IssuedKind.ENTERPRISE_CERTIFICATE,
        subject_km=locked.name_km,
        subject_latin=locked.name_latin,
        subject_number=locked.nssf_number or "",
        language=language,
        by=by,
        render=lambda made: typeset(TEMPLATE, context_of(locked, made, language), language),
        prefix="REG",
    )
    Certificate.objects.create(enterprise=locked, document=document, language=language, data_digest=digest)
    for paper in papers.exclude(document=document):
        documents.revoke(paper.document, by=by, reason="replaced: the data of the enterprise changed")
    return document


def revoke_outdated(enterprise: Enterprise, *, by: User | None) -> None:
    """After a change of data: a paper that says something else is not valid any more. `by` None: by a letter's code."""
    digest = _digest(enterprise)
    valid = enterprise.certificates.filter(document__revoked_at=None).exclude(data_digest=digest)
    for paper in valid.select_related("document"):
        documents.revoke(paper.document, by=by, reason="replaced: the data of the enterprise changed")


def can_have(enterprise: Enterprise) -> bool:
    return enterprise.state == EnterpriseState.REGISTERED


def context_of(enterprise: Enterprise, document: IssuedDocument, language: str) -> dict[str, Any]:
    """What the paper says, in the paper's language, not the reader's."""
    with translation.override(language):
        place = shown("commune_code", enterprise.commune_code)
    return {
        "enterprise": enterprise,
        "place": place,
        "number": document.code,
        "digits": "khmer" if language == "km" else "latin",
        "issued_on": timezone.localdate(),
        "qr_src": qr_png(document.verify_url()),
        "verify_url": document.verify_url(),
        "draft": False,
        "qr_svg": "",
    }


def _digest(enterprise: Enterprise) -> str:
    data = {name: str(getattr(enterprise, name) or "") for name in _DATA}
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
