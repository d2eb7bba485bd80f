"""What is found: facts that break a rule, their evidence, and workers who are not registered."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance import perms
from compliance.enums import CaseKind, Entry
from compliance.models import CaseFile, Evidence, Finding, Fine, FoundWorker, ViolationType, Visit
from compliance.services import entries, locking
from compliance.services.refusing import Refused
from compliance.workflow import FINDING
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.cleaning import has_khmer
from registration.enums import ApplicantPath, Channel, EmployerContact
from registration.models import Application
from registration.services import applications

_SPACE = uuid.UUID("0a9b3c1e-5d1f-4b7c-8a52-7d6c1f0e2b43")


@dataclass(frozen=True)
class Person:
    """A worker found, as they gave their particulars."""

    family_name: str
    given_name: str
    sex: str
    born_on: date
    born_precision: str = "day"
    works_since: date | None = None
    khmer_id: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()


@transaction.atomic
def record(
    case: CaseFile,
    *,
    violation: ViolationType,
    text: str,
    workers: int,
    by: User,
    submission_id: uuid.UUID,
    since: date | None = None,
    visit: Visit | None = None,
) -> Finding:
    """A finding, linked to the rule it breaks; the same submission is the same finding."""
    locked = locking.lock(case)
    if known := Finding.objects.filter(submission_id=submission_id).first():
        return known
    _working(locked, by, visit)
    _somebody_was_there(locked)
    with acting(by=by, action="finding.record"):
        made = Finding.objects.create(
            submission_id=submission_id,
            case=case,
            visit=visit,
            violation=violation,
            text=text.strip()[:1000],
            workers=workers,
            since=since,
            recorded_by=by,
        )
        entries.note(case, Entry.FOUND, by=by, text=made.text, number=workers, reference=violation.code[:24])
    return made


@transaction.atomic
def cure(finding: Finding, *, text: str, by: User) -> Finding:
    """The rule is kept again, and how."""
    perms.require_work(by, finding.case)
    if not text.strip():
        raise Refused(_("Write how it was put right."), finding, "cure")
    with acting(by=by, action="finding.cure"):
        cured = FINDING.transition(finding, "cure", cured_at=timezone.now(), cured_by=by, cured_text=text.strip()[:500])
        entries.note(finding.case, Entry.CURED, by=by, text=text.strip()[:1000], number=finding.workers)
    return cured


@transaction.atomic
def withdraw(finding: Finding, *, text: str, by: User) -> Finding:
    """It was not so; a finding that a fine rests on stays."""
    perms.require_work(by, finding.case)
    Finding.objects.select_for_update(of=("self",), no_key=True).get(pk=finding.pk)  # a fine proposed just now is seen
    if Fine.objects.filter(finding=finding).exclude(state="declined").exists():
        raise Refused(_("A fine rests on this finding: it cannot be withdrawn."), finding, "withdraw")
    if not text.strip():
        raise Refused(_("Write why the finding is withdrawn."), finding, "withdraw")
    with acting(by=by, action="finding.withdraw"):
        gone = FINDING.transition(finding, "withdraw", withdrawn_at=timezone.now(), withdrawn_by=by)
        words = _("Finding withdrawn: %(why)s") % {"why": text.strip()}
        entries.note(finding.case, Entry.NOTE, by=by, text=words[:1000], number=finding.workers)
    return gone


@transaction.atomic
def found_worker(
    case: CaseFile, person: Person, *, by: User, submission_id: uuid.UUID, visit: Visit | None = None
) -> FoundWorker:
    """Somebody at work who is not registered: an application goes to the officers of the place, quietly.

    Inspectors gain nothing else by it: they neither see nor decide what the counter does."""
    locked = locking.lock(case)
    if known := FoundWorker.objects.filter(submission_id=submission_id).first():
        return known
    _working(locked, by, visit)
    with acting(by=by, action="case.found_worker"):
        made = FoundWorker.objects.create(
            submission_id=submission_id,
            case=case,
            visit=visit,
            name=person.name[:160],
            works_since=person.works_since,
            application=_application(case, person, by, submission_id),
            recorded_by=by,
            note=person.note[:300],
        )
        entries.note(case, Entry.WORKER_FOUND, by=by, number=1, reference=made.application.reference)
    return made


@transaction.atomic
def add_evidence(
    case: CaseFile,
    file: UploadedFile,
    *,
    by: User,
    submission_id: uuid.UUID,
    taken_at: datetime | None = None,
    where: tuple[Decimal, Decimal] | None = None,
    note: str = "",
    visit: Visit | None = None,
    finding: Finding | None = None,
) -> Evidence:
    """A photo or paper with its time and place; raises UploadRefused. The same submission is the same evidence."""
    locked = locking.lock(case)
    if known := Evidence.objects.filter(upload__submission_id=submission_id, case=case).first():
        return known
    _working(locked, by, visit)
    if taken_at and taken_at > timezone.now():
        raise Refused(_("The time the picture was taken is in the future."), case, "evidence")
    latitude, longitude = where or (None, None)
    upload = documents.take_in(file, kind="evidence", by=by, submission_id=submission_id)
    return Evidence.objects.create(
        case=case,
        visit=visit,
        finding=finding,
        upload=upload,
        taken_at=taken_at,
        latitude=latitude,
        longitude=longitude,
        note=note.strip()[:300],
        added_by=by,
    )


def _working(locked: CaseFile, by: User, visit: Visit | None) -> None:
    perms.require_work(by, locked)
    locking.require_open(locked, "find")
    if visit and visit.case_id != locked.pk:
        raise Refused(_("The visit is of another case."), locked, "find")


def _somebody_was_there(case: CaseFile) -> None:
    """The employer's standing counts open findings: one written down before would tell of a visit that is secret."""
    if case.kind == CaseKind.SPECIAL and case.visited_at is None:
        raise Refused(_("A visit without announcement is held first; then write down what was found."), case, "find")


def _application(case: CaseFile, person: Person, by: User, submission_id: uuid.UUID) -> Application:
    """Filled in by the inspector; without a registered enterprise the employer is named as typed."""
    made = applications.start(
        path=ApplicantPath.EMPLOYEE,
        submission_id=uuid.uuid5(_SPACE, str(submission_id)),
        language=get_language() or "km",
        channel=Channel.INSPECTION,
        helped_by=by,
    )
    values = _names(person) | {
        "sex": person.sex,
        "born_on": person.born_on,
        "born_precision": person.born_precision,
        "enterprise": case.enterprise,
        "employer_contact": EmployerContact.QUIET,
        "started_on": person.works_since,
        "place_code": case.commune_code,
    }
    if person.khmer_id:
        values["identity_kind"] = Identifier.Kind.KHMER_ID
    applications.save(made, step="inspection", fields_asked=len(values), by=by, **values)
    if person.khmer_id:
        applications.give_number(made, Identifier.Kind.KHMER_ID, person.khmer_id, by=by)
    return applications.submit(made, by=by)


def _names(person: Person) -> dict[str, str]:
    script = "km" if has_khmer(person.name) else "latin"
    return {f"family_name_{script}": person.family_name, f"given_name_{script}": person.given_name}
