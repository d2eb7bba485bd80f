"""Certificates of a passed course, in Khmer and English, each with its number and the QR that proves it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import paper_context, typeset
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.khmer.cleaning import has_khmer
from outreach.enums import EnrolmentState
from outreach.models import Enrolment
from outreach.refreshers import expires_on

KIND = "training.certificate"
TEMPLATE = "pdf/training_certificate.html"
PREFIX = "TRC"
LANGUAGES = ("km", "en")


def ask(enrolment: Enrolment, *, by: User) -> Job:
    """Type is set by a job; one job for an enrolment, rung again when it was given up. Effects: the job."""
    job = jobs.enqueue(kind=KIND, subject_id=enrolment.pk, dedup_key=f"{KIND}:{enrolment.pk}", by=by)
    if job.state == Job.State.DEAD:
        jobs.retry(job.pk)
    return job


def papers_job(running: jobs.Running) -> None:
    """The job: each language that is still missing, one transaction each; what is made stays made."""
    for done, language in enumerate(LANGUAGES, 1):
        with transaction.atomic():
            make(running.job.subject_id, language, by=running.job.created_by)
            running.advance(done, len(LANGUAGES))


@transaction.atomic
def make(enrolment_id: Any, language: str, *, by: User | None) -> IssuedDocument | None:
    """One certificate of who passed, once. Raises PdfUnavailable: the job tries again. Effects: the issued paper."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("course", "user", "activity", "institution")
    found = rows.get(pk=enrolment_id)
    field = f"certificate_{language}"
    if found.state != EnrolmentState.PASSED or getattr(found, f"{field}_id"):
        return None
    name = name_of(found)
    km, latin = (name, "") if has_khmer(name) else ("", name)
    document = documents.issue(
        kind=IssuedKind.TRAINING_CERTIFICATE,
        subject_km=km,
        subject_latin=latin,
        subject_number="",
        language=language,
        by=by,
        render=lambda paper: typeset(TEMPLATE, context_of(found, language) | paper_context(paper), language),
        prefix=PREFIX,
    )
    setattr(found, field, document)
    found.save(update_fields=[field])
    return document


def name_of(enrolment: Enrolment) -> str:
    return enrolment.user.name if enrolment.user else enrolment.name


def context_of(enrolment: Enrolment, language: str) -> dict[str, Any]:
    """What the paper says, in the paper's language, not the reader's."""
    course, until = enrolment.course, expires_on(enrolment)
    with translation.override(language):
        facts = {"course_name": course.name, "institution": str(enrolment.institution or "")}
    return facts | {
        "name": name_of(enrolment),
        "position": enrolment.position,
        "course": course,
        "mark": enrolment.mark,
        "held_on": timezone.localdate(enrolment.activity.starts_at),
        "until": until,
        "issued_on": _today(),
        "digits": "khmer" if language == "km" else "latin",
        "number": "",
        "qr_src": "",
        "qr_svg": "",
        "verify_url": "",
        "draft": False,
    }


def _today() -> date:
    return timezone.localdate()
