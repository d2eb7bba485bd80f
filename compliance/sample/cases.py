"""A case at each stage: announced, with a notice that waits, and closed with its fine paid."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

from compliance.enums import Answer, CaseKind, CaseOutcome, Entry, NoticeKind, ServedBy, Signature
from compliance.models import CaseEntry, CaseFile, Fine, Minutes, NoticeReply, TargetLine, ViolationType, Visit
from compliance.sample.keys import key
from compliance.services import cases, finding, fines, minutes, notices, payments, visits
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

_WARNING = "សូមចុះបញ្ជិកាកម្មករនិយោជិតដែលខ្វះ ក្នុងបញ្ជីបុគ្គលិករបស់អ្នក ហើយឆ្លើយមកយើង។"
_ANSWER = "យើងនឹងចុះបញ្ជិកាពួកគេក្នុងសប្ដាហ៍នេះ។"
_DAY = timedelta(days=1)


def announced(line: TargetLine, by: User) -> CaseFile:
    """From an accepted line; the visit is planned for the first day the notice allows."""
    case = _opened(line.enterprise, by, "announced", line=line)
    visits.plan_visit(case, on=visits.earliest(case), by=by, submission_id=key("announced:visit"))
    return case


def waiting(enterprise: Enterprise, by: User) -> CaseFile:
    """Visited, minuted and warned some days ago: the employer may still answer."""
    case = _warned(enterprise, by, "waiting", workers=6)
    _days_pass(case, 4)
    return case


def closed(enterprise: Enterprise, by: User, chief: User) -> CaseFile:
    """Warned, answered, fined by a second person, paid by a file of the collection system."""
    case = _warned(enterprise, by, "closed", workers=3)
    _days_pass(case, 4)
    notices.answer(case.notices.get(), text=_ANSWER, by=by, submission_id=key("closed:answer"))
    found = case.findings.get()
    proposed = fines.propose(finding=found, multiplier=10, reason="លើកទីមួយ", by=by, submission_id=key("closed:fine"))
    _days_pass(case, 2)
    fine = fines.confirm(proposed, by=chief)
    _days_pass(case, 9)
    payments.take_payments([_receipt(fine, enterprise)], source="sample", by=None)
    finding.cure(found, text="ពួកគេមានក្នុងបញ្ជីបុគ្គលិកហើយ។", by=by)
    case = cases.close(case, outcome=CaseOutcome.FINED, text="បានបង់ពិន័យ និងចុះបញ្ជិការួចហើយ។", by=by)
    _days_pass(case, 16)
    return case


def fined(enterprise: Enterprise, by: User, chief: User) -> Fine:
    """Warned and fined by a second person; nothing is paid yet."""
    case = _warned(enterprise, by, "fined", workers=2)
    _days_pass(case, 4)
    notices.answer(case.notices.get(), text=_ANSWER, by=by, submission_id=key("fined:answer"))
    found = case.findings.get()
    proposed = fines.propose(finding=found, multiplier=10, reason="លើកទីមួយ", by=by, submission_id=key("fined:fine"))
    fine = fines.confirm(proposed, by=chief)
    _days_pass(case, 5)
    return Fine.objects.get(pk=fine.pk)


def _opened(enterprise: Enterprise, by: User, name: str, line: TargetLine | None = None) -> CaseFile:
    return cases.open_case(
        enterprise=enterprise, kind=CaseKind.ORDINARY, by=by, submission_id=key(f"{name}:case"), line=line
    )


def _warned(enterprise: Enterprise, by: User, name: str, *, workers: int) -> CaseFile:
    case = _opened(enterprise, by, name)
    visit = _visited(case, by, name)
    finding.record(
        case,
        violation=ViolationType.objects.get(code="not_registered"),
        text=f"កម្មករនិយោជិត {workers} នាក់ ធ្វើការនៅទីនោះ តែមិនមានក្នុងបញ្ជីបុគ្គលិក។",
        workers=workers,
        by=by,
        submission_id=key(f"{name}:finding"),
        visit=visit,
    )
    minutes.make(
        case, signature=Signature.SIGNED, signer="សុខ គំរូ", by=by, submission_id=key(f"{name}:minutes"), visit=visit
    )
    _days_pass(case, 1)
    notice = notices.issue(
        case=case, kind=NoticeKind.WARNING, text=_WARNING, by=by, submission_id=key(f"{name}:warning")
    )
    notices.serve(notice, how=ServedBy.PORTAL, by=by)
    return CaseFile.objects.get(pk=case.pk)


def _visited(case: CaseFile, by: User, name: str) -> Visit:
    visit = visits.plan_visit(case, on=visits.earliest(case), by=by, submission_id=key(f"{name}:visit"))
    _days_pass(case, (visit.planned_on - timezone.localdate()).days)
    visit.refresh_from_db()
    asked = case.checklist.questions.all() if case.checklist else []
    sheet = visits.Sheet(
        held_at=timezone.now() - timedelta(hours=2),
        workers_met=24,
        statement="អ្នកថ្មីទើបចូលធ្វើការ។",
        answers={question.pk: (Answer.YES, "") for question in asked},
        present=[("សុខ គំរូ", "HR")],
    )
    return visits.hold(visit, sheet, by=by)


def _receipt(fine: Fine, enterprise: Enterprise) -> dict[str, Any]:
    return {
        "nssf_number": enterprise.nssf_number,
        "fine_reference": fine.number,
        "amount": fine.amount,
        "paid_on": timezone.localdate().isoformat(),
        "reference": "SAMPLE-FINE-1",
    }


def _days_pass(case: CaseFile, days: int) -> None:
    """What happened so far is so many days older; only papers keep the day they were really made."""
    of_case = (
        Visit.objects.filter(case=case),
        case.findings.all(),
        Minutes.objects.filter(case=case),
        case.notices.all(),
        NoticeReply.objects.filter(notice__case=case),
        case.fines.all(),
        CaseEntry.objects.filter(case=case),
        CaseFile.objects.filter(pk=case.pk),
    )
    with acting(by=None, action="demo.days"):
        for rows in of_case:
            rows.order_by().update(**{name: F(name) - days * _DAY for name in _days_of(rows.model)})
    told = CaseEntry.objects.filter(case=case, act__in=(Entry.VISIT_PLANNED, Entry.ANNOUNCED))
    told.update(reference=case.visits.get().planned_on.isoformat())
    case.refresh_from_db()


def _days_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.DateField)]
