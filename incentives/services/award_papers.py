"""Certificate and letter of an award, in Khmer and English, each with its number and the code that proves it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from enterprises.provenance import shown
from incentives.enums import AwardState
from incentives.models import Award
from nssf_portal.accounts.models import User
from nssf_portal.documents import services as documents
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import paper_context, typeset
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job

KIND = "award.papers"
FIELDS = ("certificate_km", "certificate_en", "letter_km", "letter_en")
_KINDS = {
    "certificate": (IssuedKind.AWARD_CERTIFICATE, "pdf/award_certificate.html", "AWC"),
    "letter": (IssuedKind.AWARD_LETTER, "pdf/award_letter.html", "AWL"),
}


def ask(award: Award, *, day: date, by: User) -> Job:
    """Papers are set by a job: a page of winners takes longer than a request may. One job for an award and a day."""
    job = jobs.enqueue(kind=KIND, subject_id=award.pk, dedup_key=f"{KIND}:{award.pk}:{day:%Y-%m-%d}", by=by)
    if job.state == Job.State.DEAD:
        jobs.retry(job.pk)
    return job


def ask_again(award: Award, *, by: User) -> Job:
    """What is still missing, with the day that the first job was told (today, where there was none)."""
    job = job_of(award)
    day = date.fromisoformat(job.dedup_key.split(":")[2]) if job else timezone.localdate()
    if job and job.state == Job.State.DONE:  # papers went missing after it: a withdrawal waited meanwhile
        key = f"{KIND}:{award.pk}:{day:%Y-%m-%d}:{job.pk}"
        return jobs.enqueue(kind=KIND, subject_id=award.pk, dedup_key=key, by=by)
    return ask(award, day=day, by=by)


def job_of(award: Award) -> Job | None:
    return Job.objects.filter(kind=KIND, subject_id=award.pk).order_by("-created_at").first()


def papers_job(running: jobs.Running) -> None:
    """The job: each paper that is still missing, one transaction each; what is made stays made."""
    _kind, award_id, day = running.job.dedup_key.split(":")[:3]
    for done, name in enumerate(FIELDS, 1):
        with transaction.atomic():
            make(award_id, name, day=date.fromisoformat(day), by=running.job.created_by)
            running.advance(done, len(FIELDS))


@transaction.atomic
def make(award_id: Any, name: str, *, day: date, by: User | None) -> IssuedDocument | None:
    """One paper of a given award, once. Raises PdfUnavailable: the job tries again. Effects: the issued document."""
    award = Award.objects.select_for_update(of=("self",)).select_related("cycle", "category", "enterprise")
    found = award.get(pk=award_id)
    if getattr(found, f"{name}_id") or found.given_at is None or found.state == AwardState.WITHDRAWN:
        return None
    what, language = name.split("_")
    kind, template, prefix = _KINDS[what]
    document = documents.issue(
        kind=kind,
        subject_km=found.enterprise.name_km,
        subject_latin=found.enterprise.name_latin,
        subject_number=found.enterprise.nssf_number or "",
        language=language,
        by=by,
        render=lambda paper: typeset(template, context_of(found, language, day) | paper_context(paper), language),
        prefix=prefix,
    )
    setattr(found, name, document)
    found.save(update_fields=[name])
    return document


def context_of(award: Award, language: str, day: date) -> dict[str, Any]:
    """What the papers say, in the paper's language, not the reader's."""
    with translation.override(language):
        place = shown("commune_code", award.enterprise.commune_code)
        names = {"cycle_name": award.cycle.name, "category_name": award.category.name}
    return names | {
        "award": award,
        "cycle": award.cycle,
        "enterprise": award.enterprise,
        "place": place,
        "day": day,
        "issued_on": timezone.localdate(),
        "digits": "khmer" if language == "km" else "latin",
        "draft": False,
        "number": "",
        "qr_src": "",
        "qr_svg": "",
        "verify_url": "",
    }


def revoke(award: Award, *, by: User, reason: str) -> int:
    """Certificates and letters of a withdrawn award stop being valid; `/verify/` says so from now on."""
    papers = [getattr(award, name) for name in FIELDS]
    return sum(documents.revoke(paper, by=by, reason=reason) for paper in papers if paper)
