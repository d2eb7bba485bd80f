"""The numbered papers of notices and fines, in Khmer and English: fixed when they are made, or a draft to look at."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from compliance.basis import Basis
from compliance.enums import NoticeKind
from compliance.models import Fine, Notice
from enterprises.models import Enterprise
from enterprises.provenance import shown
from nssf_portal import law
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import PdfUnavailable, is_available, qr_png, typeset

logger = logging.getLogger(__name__)
NOTICE, FINE, COURT = "pdf/notice.html", "pdf/fine.html", "pdf/court.html"
LANGUAGES = ("km", "en")


def notice_papers(notice: Notice, *, by: User) -> None:
    """Both languages; without the libraries that set type the notice stands and its papers follow (`catch_up`)."""
    _make(notice, ("paper_km", "paper_en"), IssuedKind.NOTICE, NOTICE, notice_context, "NTP", by)


def fine_papers(fine: Fine, *, by: User) -> None:
    _make(fine, ("paper_km", "paper_en"), IssuedKind.FINE, FINE, fine_context, "FNP", by)


def court_papers(fine: Fine, *, by: User) -> None:
    _make(fine, ("court_paper_km", "court_paper_en"), IssuedKind.COURT_REFERRAL, COURT, fine_context, "CTP", by)


def catch_up() -> int:
    """Papers that could not be set when they were due (the machine's libraries were missing); by whoever decided."""
    decided = Q(confirmed_at__isnull=False, is_draft=False)
    lacking = Q(paper_km=None) | Q(paper_en=None)
    waiting: list[tuple[Callable[..., None], Any, User]] = [
        *((notice_papers, row, row.issued_by) for row in _rows(Notice, lacking & Q(is_draft=False), "issued_by")),
        *((fine_papers, row, row.confirmed_by) for row in _rows(Fine, lacking & decided, "confirmed_by")),
        *((court_papers, row, row.referred_by) for row in _rows(Fine, _NO_COURT_PAPER, "referred_by")),
    ]
    if not waiting or not is_available():
        return 0
    for make, row, by in waiting:
        make(row, by=by)
    return len(waiting)


_NO_COURT_PAPER = Q(referred_at__isnull=False) & (Q(court_paper_km=None) | Q(court_paper_en=None))
_AT_ONCE = 50


def _rows(model: Any, which: Q, who: str) -> list[Any]:
    related = ("case__enterprise", "case__office", who)
    return list(model.objects.filter(which).select_related(*related).order_by("pk")[:_AT_ONCE])


def preview(of: Notice | Fine, language: str) -> bytes:
    """A draft to look at: no number of ours answers for it, and it says so."""
    if isinstance(of, Notice):
        return typeset(NOTICE, notice_context(of, language) | {"draft": True}, language)
    return typeset(FINE, fine_context(of, language) | {"draft": True}, language)


def _make(of: Any, fields: tuple[str, str], kind: str, template: str, context: Any, prefix: str, by: User) -> None:
    for language, field in zip(LANGUAGES, fields, strict=True):
        if getattr(of, field) is None:
            setattr(of, field, _one(of, kind, template, context, prefix, language, by))
    of.save(update_fields=list(fields))


def _one(
    of: Any, kind: str, template: str, context: Any, prefix: str, language: str, by: User
) -> IssuedDocument | None:
    enterprise = of.case.enterprise

    def render(made: IssuedDocument) -> bytes:
        proof = {"qr_src": qr_png(made.verify_url()), "verify_url": made.verify_url()}
        return typeset(template, context(of, language) | proof, language)

    try:
        return documents.issue(
            kind=kind,
            subject_km=enterprise.name_km,
            subject_latin=enterprise.name_latin,
            subject_number=enterprise.nssf_number or "",
            language=language,
            by=by,
            render=render,
            prefix=prefix,
        )
    except PdfUnavailable:
        logger.warning("a paper waits until type can be set")
        return None


def notice_context(notice: Notice, language: str) -> dict[str, Any]:
    """What a notice prints."""
    days, working = _days("notice.reply", notice.issued_at)
    return {
        "notice": notice,
        "number": notice.number,
        "days": days,
        "working": working,
        "is_hearing": notice.kind == NoticeKind.HEARING,
        "findings": _findings(notice, language),
        "issued_on": timezone.localdate(notice.issued_at),
        "digits": _digits(language),
        "draft": notice.is_draft,
    } | _parties(notice.case, language)


def fine_context(fine: Fine, language: str) -> dict[str, Any]:
    """What a decision on a fine and its referral to court print."""
    decided = fine.confirmed_at or fine.proposed_at
    with translation.override(language):
        violation = fine.finding.violation.text
    return {
        "fine": fine,
        "number": fine.number,
        "violation": violation,
        "base": law.value("fine.base_daily_wage", on=fine.law_on),
        "issued_on": timezone.localdate(fine.referred_at or decided),
        "digits": _digits(language),
        "draft": fine.confirmed_at is None,
    } | _parties(fine.case, language)


def _parties(case: Any, language: str) -> dict[str, Any]:
    enterprise: Enterprise = case.enterprise
    with translation.override(language):
        place, office = shown("commune_code", enterprise.commune_code), case.office.name
    return {
        "case": case,
        "enterprise": enterprise,
        "place": place,
        "office": office,
        "city": _city(case.office, language),
        "qr_svg": "",
        "qr_src": "",
        "verify_url": "",
    }


def _city(office: Any, language: str) -> str:
    """Where the paper is made: the province the office serves; headquarters is in Phnom Penh."""
    code = (office.place_prefix or "12")[:2]
    with translation.override(language):
        return shown("commune_code", code) or ""


def _findings(notice: Notice, language: str) -> list[dict[str, Any]]:
    with translation.override(language):
        rows = notice.case.findings.filter(state="open").select_related("violation")
        return [
            {
                "text": row.violation.text,
                "workers": row.workers,
                "source": row.violation.source,
                "confirmed": row.violation.confirmed,
            }
            for row in rows
        ]


def _days(code: str, moment: datetime) -> tuple[int, bool]:
    on: date = timezone.localdate(moment)
    basis = Basis(on)
    working = law.book.value_or(f"{code}.working_days", law.book.value_or("notice.working_days", False, on=on), on=on)
    return basis.law(code), bool(working)


def _digits(language: str) -> str:
    return "khmer" if language == "km" else "latin"
