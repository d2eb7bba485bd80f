"""The letter to a listed enterprise: one numbered paper in each language, made once."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from compliance.enums import LineState
from compliance.models import NudgeLetter, TargetLine
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import paper_context, typeset
from nssf_portal.jobs.services import Running
from nssf_portal.places.names import place_name

TEMPLATE = "pdf/nudge_letter.html"
SENT = (LineState.NUDGED, LineState.DUE)


def letter_job(running: Running) -> None:
    """The job `targets.letter`: both papers of a line, unless its enterprise has complied meanwhile."""
    line = TargetLine.objects.select_related("enterprise", "list__office").get(pk=running.job.subject_id)
    if line.state in SENT:
        make(line, by=running.job.created_by)
    running.advance(1, 1)


@transaction.atomic
def make(line: TargetLine, *, by: User | None) -> NudgeLetter:
    """The letter of a line, in Khmer and English; once more gives the first one. Raises PdfUnavailable."""
    TargetLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    earlier = NudgeLetter.objects.filter(line=line).select_related("paper_km", "paper_en").first()
    if earlier:
        return earlier
    papers = {f"paper_{language}": _paper(line, language, by) for language in ("km", "en")}
    return NudgeLetter.objects.create(line=line, **papers)


def _paper(line: TargetLine, language: str, by: User | None) -> IssuedDocument:
    enterprise = line.enterprise
    return documents.issue(
        kind=IssuedKind.NOTICE,
        subject_km=enterprise.name_km,
        subject_latin=enterprise.name_latin,
        subject_number=enterprise.nssf_number or "",
        language=language,
        by=by,
        render=lambda made: typeset(TEMPLATE, context_of(line, made, language), language),
        prefix="LTR",
    )


def context_of(line: TargetLine, document: IssuedDocument, language: str) -> dict[str, Any]:
    """What the letter says: never why the enterprise was chosen, nor by whose word."""
    with translation.override(language):
        page = settings.PUBLIC_URL.rstrip("/") + reverse("enterprises:employer_home")
    return paper_context(document) | {
        "enterprise": line.enterprise,
        "is_registered": bool(line.enterprise.nssf_number),
        "place": place_name(line.enterprise.commune_code, language),
        "office": getattr(line.list.office, f"name_{language}"),
        "until": line.chance_until,
        "today": timezone.localdate(),
        "page_url": page,
        "digits": "khmer" if language == "km" else "latin",
    }
