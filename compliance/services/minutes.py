"""The minutes of a case: numbered, in Khmer and English, never changed; a correction is a second set."""

import logging
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compliance import facts, perms, powers
from compliance.enums import Act, Answer, CaseKind, Entry, FindingState, Signature, VisitState
from compliance.models import CaseFile, Minutes, Visit, VisitAnswer
from compliance.services import entries, locking
from compliance.services.refusing import Refused
from compliance.workflow import CASE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import PdfUnavailable, is_available, qr_png, typeset
from nssf_portal.places.names import place_name
from nssf_portal.references import new_reference

logger = logging.getLogger(__name__)
TEMPLATE = "pdf/minutes.html"
LANGUAGES = ("km", "en")
_AT_ONCE = 50
_SAID = {
    Signature.SIGNED: Entry.SIGNED,
    Signature.REFUSED: Entry.REFUSED_TO_SIGN,
    Signature.NOBODY: Entry.REFUSED_TO_SIGN,
}


@transaction.atomic
def make(
    case: CaseFile,
    *,
    signature: str,
    by: User,
    submission_id: uuid.UUID,
    signer: str = "",
    signature_note: str = "",
    text: str = "",
    statement: str = "",
    visit: Visit | None = None,
) -> Minutes:
    """Minutes with their papers; the same submission is the same minutes. Raises NoPower without a text in force.

    Effects: the minutes, two papers, the case's state, entries. A power whose text is to be confirmed makes a draft."""
    locked = locking.lock(case)
    if known := Minutes.objects.filter(submission_id=submission_id).first():
        return known
    perms.require_work(by, case)
    power = powers.require(by, Act.MAKE_MINUTES)
    locking.require_open(locked, "minute")
    visit = visit or _last_visit(locked)
    _may_make(locked, visit, signature, signer, signature_note)
    with acting(by=by, action="minutes.make"):
        made = Minutes.objects.create(
            submission_id=submission_id,
            case=locked,
            visit=visit,
            number=new_reference("MIN", letters=6),
            made_by=by,
            text=text.strip()[:8000],
            statement=(statement or (visit.employer_statement if visit else "")).strip()[:4000],
            signature=signature,
            signer=signer.strip()[:160] if signature == Signature.SIGNED else "",
            signature_note=signature_note.strip()[:500],
            is_draft=not power.confirmed,
        )
        if CASE.allows(locked, "minute"):
            CASE.move(locked, "minute", minuted_at=timezone.now())
        entries.note(locked, Entry.MINUTED, by=by, reference=made.number)
        entries.note(locked, _SAID[Signature(signature)], by=by, text=made.signer or made.signature_note)
        papers(made, by=by)
    case.refresh_from_db()
    return made


def papers(made: Minutes, *, by: User) -> None:
    """Both languages; without the libraries that set type the minutes stand and their papers can be made later.

    A draft gets no paper with a code that answers "valid": it is only looked at (`preview`)."""
    if made.is_draft:
        return
    for language in LANGUAGES:
        if getattr(made, f"paper_{language}_id") is None:
            setattr(made, f"paper_{language}", _paper(made, language, by))
    made.save(update_fields=["paper_km", "paper_en"])


def catch_up() -> int:
    """Papers that could not be set when the minutes were made; by whoever made them."""
    lacking = Minutes.objects.filter(Q(paper_km=None) | Q(paper_en=None), is_draft=False)
    waiting = list(lacking.select_related("case__enterprise", "made_by").order_by("pk")[:_AT_ONCE])
    if not waiting or not is_available():
        return 0
    for made in waiting:
        papers(made, by=made.made_by)
    return len(waiting)


def preview(made: Minutes, language: str) -> bytes:
    """A draft to look at: no code of ours answers for it, and it says so."""
    return typeset(TEMPLATE, context_of(made, language) | {"draft": True}, language)


def context_of(made: Minutes, language: str) -> dict[str, Any]:
    """What the paper says, in the paper's language, not the reader's."""
    case, visit = made.case, made.visit
    with translation.override(language):
        return {
            "minutes": made,
            "case": case,
            "visit": visit,
            "enterprise": case.enterprise,
            "place": place_name(case.commune_code),
            "office": case.office.name,
            "kind": case.get_kind_display(),
            "inspectors": [str(one.user) for one in case.inspectors.active().select_related("user")],
            "present": list(visit.present.all()) if visit else [],
            "answers": _answers(made, language),
            "findings": _findings(made),
            "found": case.found_workers.count(),
            "number": made.number,
            "digits": "khmer" if language == "km" else "latin",
            "draft": made.is_draft,
            "qr_svg": "",
            "qr_src": "",
            "verify_url": "",
        }


def _paper(made: Minutes, language: str, by: User) -> IssuedDocument | None:
    enterprise = made.case.enterprise

    def render(document: IssuedDocument) -> bytes:
        proof = {"qr_src": qr_png(document.verify_url()), "verify_url": document.verify_url()}
        return typeset(TEMPLATE, context_of(made, language) | proof, language)

    try:
        return documents.issue(
            kind=IssuedKind.MINUTES,
            subject_km=enterprise.name_km,
            subject_latin=enterprise.name_latin,
            subject_number=enterprise.nssf_number or "",
            language=language,
            by=by,
            render=render,
            prefix="MNP",
        )
    except PdfUnavailable:
        logger.warning("minutes wait for their paper until type can be set")
        return None


def _answers(made: Minutes, language: str) -> list[dict[str, str]]:
    """What data proved is told in the paper's language; what was noted stays as it was written."""
    found = VisitAnswer.objects.filter(case=made.case, visit=made.visit).select_related("question")
    rows = list(found.order_by("question__order", "id"))
    proven = facts.proven(made.case.enterprise, [row.question for row in rows], language)
    return [
        {"question": row.question.text, "answer": row.get_answer_display(), "note": _note(row, proven)} for row in rows
    ]


def _note(row: VisitAnswer, proven: dict[str, facts.Fact]) -> str:
    fact = proven.get(row.question.proven_by) if row.answer == Answer.PROVEN else None
    return f"{fact.words} ({fact.said_by})" if fact else row.note


def _findings(made: Minutes) -> list[dict[str, Any]]:
    rows = made.case.findings.exclude(state=FindingState.WITHDRAWN).select_related("violation")
    return [
        {
            "violation": row.violation.text,
            "text": row.text,
            "workers": row.workers,
            "source": row.violation.source,
            "confirmed": row.violation.confirmed,
        }
        for row in rows
    ]


def _last_visit(case: CaseFile) -> Visit | None:
    return case.visits.filter(state=VisitState.HELD).order_by("-held_at", "id").first()


def _may_make(case: CaseFile, visit: Visit | None, signature: str, signer: str, note: str) -> None:
    if visit is None and case.kind != CaseKind.SELF_DECLARATION:
        raise Refused(_("Minutes are made of a visit: hold the visit first."), case, "minute")
    if signature == Signature.SIGNED and not signer.strip():
        raise Refused(_("Write who signed."), case, "minute")
    if signature != Signature.SIGNED and not note.strip():
        raise Refused(_("Write why nobody signed."), case, "minute")
