"""Compliance's nouns, one maker each: what is not said is an ordinary case in Phnom Penh."""

import uuid
from datetime import date, timedelta

from django.utils import timezone

from compliance.models import (
    Adjustment,
    CaseFile,
    CaseInspector,
    Checklist,
    ChecklistQuestion,
    ConflictOfInterest,
    Declaration,
    Evidence,
    Finding,
    Fine,
    FoundWorker,
    Guideline,
    LegalText,
    ListShare,
    Minutes,
    Notice,
    NoticeReply,
    Payment,
    PaymentBatch,
    Power,
    Recommendation,
    Referral,
    TargetLine,
    TargetList,
    UnitQuestion,
    ViolationType,
    Visit,
)
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, User
from nssf_portal.documents.models import Upload
from nssf_portal.law import book, seeds
from nssf_portal.law.models import LawValue
from nssf_portal.references import new_reference
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory


def inspector(code: str = "12") -> User:
    return UserFactory(grant=("inspector", code))


def chief(code: str = "12") -> User:
    return UserFactory(grant=("chief_inspector", code))


def confirm_law() -> None:
    """Everything a notice or a fine rests on is confirmed: the law book, the violations, the powers."""
    for family in ("notice.", "fine.", "inspection."):
        LawValue.objects.filter(code__startswith=family).update(confirmed=True)
    ViolationType.objects.update(confirmed=True)
    Power.objects.update(confirmed=True)
    book.forget()


def law_as_seeded() -> None:
    """Takes confirm_law() back where no rollback does: the law book outlives a test that commits."""
    unsure = {(seed.code, seed.since): seed.source for seed in seeds.VALUES if not seed.confirmed}
    for value in LawValue.objects.filter(confirmed=True):
        if source := unsure.get((value.code, value.valid_from)):
            LawValue.objects.filter(pk=value.pk).update(confirmed=False, source=source)
    ViolationType.objects.update(confirmed=False)
    ViolationType.objects.filter(code="wrong_wages").update(fine=False)
    book.forget()


def upload(owner: User | None = None, kind: str = "evidence") -> Upload:
    return Upload.objects.create(
        owner=owner,
        submission_id=uuid.uuid4(),
        kind=kind,
        original_name="photo.jpg",
        media_type="image/jpeg",
        size=10,
        sha256="0" * 64,
        given_sha256="0" * 64,
        stored="nowhere",
    )


def declaration(enterprise: Enterprise | None = None, month: date = date(2026, 9, 1), **fields) -> Declaration:
    given = {"kind": "no_staff", "due_on": (month + timedelta(days=31)).replace(day=20)} | fields
    return Declaration.objects.create(
        reference=new_reference("DCL", letters=7),
        enterprise=enterprise or EnterpriseFactory(),
        month=month,
        submission_id=uuid.uuid4(),
        **given,
    )


def payment(enterprise: Enterprise, amount: int, month: date | None, paid_on: date, **fields) -> Payment:
    batch = fields.pop("batch", None) or PaymentBatch.objects.create(rows=1, created=1)
    reference = fields.pop("reference", None) or new_reference("PAY", letters=8)
    return Payment.objects.create(
        batch=batch,
        enterprise=enterprise,
        amount=amount,
        month=month,
        paid_on=paid_on,
        reference=reference,
        **fields,
    )


def target_list(code: str = "12", month: date = date(2026, 12, 1), **fields) -> TargetList:
    office = OfficeFactory(code=code)
    return TargetList.objects.create(
        office=office, place_code=office.place_prefix, month=month, capacity=fields.pop("capacity", 10), **fields
    )


def target_line(listed: TargetList | None = None, enterprise: Enterprise | None = None, **fields) -> TargetLine:
    enterprise = enterprise or EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    given = {"rank": 1, "score": "0.8000"} | fields
    return TargetLine.objects.create(
        list=listed or target_list(), enterprise=enterprise, commune_code=enterprise.commune_code, **given
    )


def case_file(enterprise: Enterprise | None = None, by: User | None = None, **fields) -> CaseFile:
    """Opened; the one who opened it leads."""
    enterprise, by = enterprise or EnterpriseFactory(), by or inspector()
    given = {"kind": "ordinary", "office": OfficeFactory(code="12")} | fields
    case = CaseFile.objects.create(
        reference=new_reference("CASE", letters=5),
        submission_id=uuid.uuid4(),
        enterprise=enterprise,
        commune_code=enterprise.commune_code,
        opened_by=by,
        **given,
    )
    CaseInspector.objects.create(case=case, user=by, leads=True, assigned_by=by)
    return case


def visit(case: CaseFile | None = None, **fields) -> Visit:
    case = case or case_file()
    given = {"planned_on": timezone.localdate() + timedelta(days=7), "planned_by": case.opened_by} | fields
    return Visit.objects.create(
        submission_id=uuid.uuid4(),
        case=case,
        enterprise=case.enterprise,
        commune_code=case.commune_code,
        office=case.office,
        **given,
    )


def finding(case: CaseFile | None = None, workers: int = 3, violation: str = "not_registered", **fields) -> Finding:
    case = case or case_file()
    return Finding.objects.create(
        submission_id=uuid.uuid4(),
        case=case,
        violation=ViolationType.objects.get(code=violation),
        text="Three workers were not registered",
        workers=workers,
        recorded_by=case.opened_by,
        **fields,
    )


def notice(case: CaseFile | None = None, **fields) -> Notice:
    case = case or case_file()
    given = {"kind": "warning", "text": "Register the three workers"} | fields
    return Notice.objects.create(
        submission_id=uuid.uuid4(),
        case=case,
        number=new_reference("NTC", letters=6),
        issued_by=case.opened_by,
        **given,
    )


def served(case: CaseFile | None = None, **fields) -> Notice:
    """A notice that the employer holds and may answer for ten days."""
    now = timezone.now()
    case = case or case_file()
    return notice(
        case,
        state="served",
        served_at=now,
        served_by=case.opened_by,
        served_how="portal",
        due_on=timezone.localdate() + timedelta(days=10),
        **fields,
    )


def reply(to: Notice, by: User) -> NoticeReply:
    return NoticeReply.objects.create(submission_id=uuid.uuid4(), notice=to, text="We registered them", given_by=by)


def fine(case: CaseFile | None = None, workers: int = 3, **fields) -> Fine:
    """Proposed: 10 x 80,000 riel for each worker."""
    case = case or case_file()
    found = fields.pop("finding", None) or finding(case, workers)
    return Fine.objects.create(
        submission_id=uuid.uuid4(),
        number=new_reference("FINE", letters=6),
        case=case,
        finding=found,
        law_on=date(2026, 11, 1),
        base_daily_wage=80_000,
        multiplier=10,
        multiplier_reason="first time",
        workers=workers,
        amount=800_000 * workers,
        legal_source="Prakas 168/22",
        proposed_by=case.opened_by,
        **fields,
    )


def confirmed_fine(case: CaseFile | None = None, **fields) -> Fine:
    return fine(
        case,
        state="confirmed",
        confirmed_at=timezone.now(),
        confirmed_by=chief(),
        due_on=timezone.localdate() + timedelta(days=30),
        **fields,
    )


def adjustment(of: Fine) -> Adjustment:
    return Adjustment.objects.create(
        submission_id=uuid.uuid4(),
        enterprise=of.case.enterprise,
        kind="fine_relief",
        fine=of,
        legal_ground="Operational Plan 2024-2026, 1.3",
        reason="flood",
        proposed_by=of.case.opened_by,
    )


def minutes(case: CaseFile | None = None) -> Minutes:
    case = case or case_file()
    return Minutes.objects.create(
        submission_id=uuid.uuid4(),
        case=case,
        number=new_reference("MIN", letters=6),
        made_by=case.opened_by,
        signature="signed",
        signer="Sok Dara",
    )


def evidence(case: CaseFile | None = None) -> Evidence:
    case = case or case_file()
    return Evidence.objects.create(case=case, upload=upload(case.opened_by), added_by=case.opened_by)


def found_worker(case: CaseFile | None = None) -> FoundWorker:
    case = case or case_file()
    return FoundWorker.objects.create(
        submission_id=uuid.uuid4(), case=case, name="Suon Phalla", recorded_by=case.opened_by
    )


def recommendation(case: CaseFile | None = None) -> Recommendation:
    case = case or case_file()
    return Recommendation.objects.create(
        submission_id=uuid.uuid4(), case=case, act="refer_to_court", reason="third time", made_by=case.opened_by
    )


def unit_question(enterprise: Enterprise | None = None, **fields) -> UnitQuestion:
    enterprise = enterprise or EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    given = {"due_on": timezone.localdate() + timedelta(days=5)} | fields
    return UnitQuestion.objects.create(
        submission_id=uuid.uuid4(),
        enterprise=enterprise,
        commune_code=enterprise.commune_code,
        asked_by=given.pop("asked_by", None) or inspector(),
        **given,
    )


def institution(code: str = "GDT") -> Institution:
    return Institution.objects.get_or_create(code=code, defaults={"name_km": code, "name_en": code})[0]


def referral(enterprise: Enterprise | None = None, to: str = "GDT", **fields) -> Referral:
    enterprise = enterprise or EnterpriseFactory()
    return Referral.objects.create(
        submission_id=uuid.uuid4(),
        reference=new_reference("REF", letters=5),
        enterprise=enterprise,
        commune_code=enterprise.commune_code,
        from_office=OfficeFactory(code="12"),
        to_institution=institution(to),
        what="Is it open?",
        sent_by=inspector(),
        due_on=timezone.localdate() + timedelta(days=10),
        **fields,
    )


def list_share(listed: TargetList | None = None, party: str = "labour", **fields) -> ListShare:
    listed = listed or target_list()
    return ListShare.objects.create(
        list=listed,
        place_code=listed.place_code,
        party=party,
        purpose="one visit instead of two",
        shared_by=chief(),
        until=timezone.localdate() + timedelta(days=30),
        **fields,
    )


def legal_text(**fields) -> LegalText:
    titles = {"title_km": "ប្រកាស ១៦៨", "title_en": "Prakas 168/22"}
    return LegalText.objects.create(**(titles | {"state": "in_force", "in_force_on": date(2022, 7, 5)} | fields))


def power(act: str, kind: str = "social_security", **fields) -> Power:
    given = {"valid_from": date(2022, 7, 5), "confirmed": True} | fields
    return Power.objects.create(act=act, inspector_kind=kind, text=given.pop("text", None) or legal_text(), **given)


def guideline(**fields) -> Guideline:
    given = {"code": "visits", "version": 1} | fields
    return Guideline.objects.create(title_km="ក", title_en="Visits", body_km="ក", body_en="Be polite.", **given)


def checklist(kind: str = "follow_up", version: int = 90) -> Checklist:
    return Checklist.objects.create(kind=kind, version=version, published_at=timezone.now(), published_by=UserFactory())


def checklist_question(of: Checklist | None = None, code: str = "q1", **fields) -> ChecklistQuestion:
    given = {"text_km": "មានបញ្ជី?", "text_en": "Is there a list?"} | fields
    return ChecklistQuestion.objects.create(checklist=of or checklist(), code=code, **given)


def conflict(user: User | None = None, enterprise: Enterprise | None = None, **fields) -> ConflictOfInterest:
    """A tie that stands."""
    user = user or inspector()
    given = {"tie": "family", "declared_by": user} | fields
    return ConflictOfInterest.objects.create(user=user, enterprise=enterprise or EnterpriseFactory(), **given)
