"""Nouns of incentives, one maker each: what is not said is ordinary and in Phnom Penh."""

import uuid
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.enums import AdjustmentKind, Result, StandingState
from enterprises.models import Enterprise
from incentives.models import (
    Award,
    AwardCategory,
    AwardCriterion,
    AwardCycle,
    AwardVote,
    Candidate,
    EligibilityRow,
    EligibilityRun,
    IncentiveRequest,
    IncentiveStudy,
    Intervention,
    InterventionLine,
    Juror,
    Programme,
    ProgrammeCondition,
    ProgrammeTerm,
    ReliefDocument,
    ReliefReason,
    ReliefRequest,
    Simulation,
    StudyDocument,
)
from nssf_portal.accounts.models import Institution, RoleGrant, User
from nssf_portal.documents.services import take_in
from nssf_portal.references import new_reference
from tests.factories.accounts import UserFactory
from tests.factories.compliance import upload
from tests.factories.enterprises import EnterpriseFactory


def officer(code: str = "HQ") -> User:
    return UserFactory(grant=("incentives_officer", code))


def chief(code: str = "HQ") -> User:
    return UserFactory(grant=("incentives_chief", code))


def juror_user(code: str = "HQ") -> User:
    return UserFactory(grant=("juror", code))


def institution(code: str = "SMEBANK") -> Institution:
    return Institution.objects.get_or_create(code=code, defaults={"name_km": code, "name_en": code})[0]


def partner(code: str = "SMEBANK") -> User:
    user = UserFactory()
    RoleGrant.objects.create(user=user, role="incentive_partner", institution=institution(code))
    return user


def cycle(year: int = 2026, **fields) -> AwardCycle:
    """Open for nominations today, unless told otherwise."""
    today = timezone.localdate()
    now = timezone.now()
    given = {
        "name_km": f"រង្វាន់ឆ្នាំ {year}",
        "name_en": f"Award {year}",
        "cut_off_on": today - timedelta(days=1),
        "nominations_from": today - timedelta(days=5),
        "nominations_until": today + timedelta(days=20),
        "scoring_until": today + timedelta(days=40),
        "state": "open",
        "opened_at": now,
        "quorum": 2,
    } | fields
    if "created_by" not in given:
        given["created_by"] = officer()
    if given["state"] == "drafted":
        given["opened_at"] = None
    elif "opened_by" not in given:
        given["opened_by"] = given["created_by"]
    return AwardCycle.objects.create(year=year, submission_id=uuid.uuid4(), **given)


def category(of: AwardCycle | None = None, **fields) -> AwardCategory:
    given = {"name_km": "សហគ្រាសខ្នាតតូច", "name_en": "Small enterprises"} | fields
    return AwardCategory.objects.create(cycle=of or cycle(), **given)


def computed(of: AwardCycle, measure: str = "standing", **fields) -> AwardCriterion:
    given = {"name_km": "ស្ថានភាពល្អ", "name_en": "In good standing"} | fields
    return AwardCriterion.objects.create(cycle=of, kind="computed", measure=measure, **given)


def judged(of: AwardCycle, scale: int = 10, **fields) -> AwardCriterion:
    given = {"name_km": "គំរូល្អ", "name_en": "An example to others"} | fields
    return AwardCriterion.objects.create(cycle=of, kind="judged", scale=scale, **given)


def run(of: AwardCycle, **fields) -> EligibilityRun:
    given = {"cut_off_on": of.cut_off_on, "ran_by": of.created_by} | fields
    return EligibilityRun.objects.create(cycle=of, submission_id=uuid.uuid4(), **given)


def eligibility(of: EligibilityRun, enterprise: Enterprise | None = None, **fields) -> EligibilityRow:
    passed = dict.fromkeys(("registered", "staff", "declarations", "payments", "headcount", "findings"), Result.PASS)
    given = {"eligible": True, "standing": StandingState.GOOD, **passed} | fields
    return EligibilityRow.objects.create(run=of, enterprise=enterprise or EnterpriseFactory(), **given)


def candidate(of: AwardCategory | None = None, enterprise: Enterprise | None = None, **fields) -> Candidate:
    of = of or category()
    given = {"source": "office", "nominated_by": of.cycle.created_by} | fields
    return Candidate.objects.create(
        cycle=of.cycle, category=of, enterprise=enterprise or EnterpriseFactory(), submission_id=uuid.uuid4(), **given
    )


def juror(of: AwardCycle, user: User | None = None, **fields) -> Juror:
    return Juror.objects.create(cycle=of, user=user or juror_user(), called_by=of.created_by, **fields)


_PATHS = {
    "proposed": (),
    "decided": ("decided",),
    "rejected": ("rejected",),
    "given": ("decided", "given"),
    "withdrawal_proposed": ("decided", "given", "withdrawal_proposed"),
    "withdrawn": ("decided", "given", "withdrawal_proposed", "withdrawn"),
}


def award(of: Candidate | None = None, state: str = "proposed", **fields) -> Award:
    """Proposed to the committee; a later state is reached as the database wants it, by votes of a quorum."""
    of = of or candidate()
    now, path = timezone.now(), _PATHS[state]
    given = {"proposed_by": of.cycle.created_by} | fields
    if path:
        given = {"decided_at": now, "decided_by": None} | given
        given["decided_by"] = given["decided_by"] or chief()
    if "given" in path:
        given = {"given_at": now} | given
    if "withdrawal_proposed" in path:
        given = {"withdrawal_proposed_at": now, "withdrawal_proposed_by": officer()} | given
    if "withdrawn" in path:
        given = {"withdrawn_at": now, "withdrawn_by": chief()} | given
    made = Award.objects.create(
        submission_id=uuid.uuid4(),
        reference=new_reference("AWD", letters=7),
        cycle=of.cycle,
        category=of.category,
        candidate=of,
        enterprise=of.enterprise,
        **given,
    )
    if path:
        voted(made, "against" if state == "rejected" else "for")
    for step in path:
        Award.objects.filter(pk=made.pk).update(state=step)
    made.refresh_from_db()
    return made


def voted(of: Award, vote: str = "for") -> None:
    """A quorum of the committee votes."""
    for _number in range(of.cycle.quorum):
        member = juror(of.cycle, votes=True)
        AwardVote.objects.create(award=of, juror=member, user=member.user, vote=vote)


def programme(code: str = "a-loan", **fields) -> Programme:
    given = {
        "kind": "loan",
        "name_km": "ប្រាក់កម្ចី",
        "name_en": "A loan",
        "summary_km": "ប្រាក់កម្ចីការប្រាក់ទាប",
        "summary_en": "A loan with low interest",
        "legal_ground": "Sample text (invented)",
        "valid_from": date(2024, 1, 1),
    } | fields
    given.setdefault("institution", institution())
    return Programme.objects.create(code=code, **given)


def condition(of: Programme, measure: str = "registered", **fields) -> ProgrammeCondition:
    return ProgrammeCondition.objects.create(programme=of, measure=measure, source="Sample text (invented)", **fields)


def term(of: Programme, **fields) -> ProgrammeTerm:
    given = {
        "label_km": "ការប្រាក់",
        "label_en": "Interest a year",
        "value_km": "៧%",
        "value_en": "7%",
        "published_on": date(2024, 1, 1),
        "source": "Sample page (invented)",
        "institution": of.institution,
    } | fields
    return ProgrammeTerm.objects.create(programme=of, **given)


def request(enterprise: Enterprise | None = None, of: Programme | None = None, **fields) -> IncentiveRequest:
    """As the enterprise asked; nothing is sent to anybody yet."""
    of = of or programme(f"loan-{uuid.uuid4().hex[:6]}")
    given = {
        "institution": of.institution,
        "consent_purpose": "to answer this request",
        "consent_until": timezone.localdate() + timedelta(days=90),
    } | fields
    given.setdefault("proposed_by", UserFactory())
    return IncentiveRequest.objects.create(
        submission_id=uuid.uuid4(),
        reference=new_reference("INC", letters=7),
        programme=of,
        enterprise=enterprise or EnterpriseFactory(),
        **given,
    )


def sent(enterprise: Enterprise | None = None, of: Programme | None = None, **fields) -> IncentiveRequest:
    """Sent to the institution."""
    given = {
        "state": "granted",
        "granted_at": timezone.now(),
        "shared_standing": "good",
        "shared_on": timezone.localdate(),
        "shared_size": "micro",
    } | fields
    given.setdefault("granted_by", chief())
    return request(enterprise, of, **given)


def intervention(**fields) -> Intervention:
    given = {
        "name_km": "ជំនួយបន្ទាន់ទឹកជំនន់",
        "name_en": "Flood relief",
        "kind": "flood",
        "effect": AdjustmentKind.LATE_ACCEPTED,
        "legal_ground": "Sample decision (invented)",
        "reason": "Roads under water",
        "from_month": date(2026, 9, 1),
        "to_month": date(2026, 10, 1),
    } | fields
    given.setdefault("created_by", officer())
    return Intervention.objects.create(submission_id=uuid.uuid4(), reference=new_reference("EMR", letters=7), **given)


def intervention_line(of: Intervention, enterprise: Enterprise | None = None, **fields) -> InterventionLine:
    return InterventionLine.objects.create(intervention=of, enterprise=enterprise or EnterpriseFactory(), **fields)


def relief_reason(kind: str = "lateness", **fields) -> ReliefReason:
    given = {
        "code": f"reason-{uuid.uuid4().hex[:6]}",
        "name_km": "ទឹកជំនន់",
        "name_en": "A flood",
        "legal_ground": "Sample decision (invented)",
        "valid_from": date(2020, 1, 1),
        "confirmed": True,
        "needs_document": False,
    } | fields
    return ReliefReason.objects.create(kind=kind, **given)


def relief_request(enterprise: Enterprise | None = None, kind: str = "lateness", **fields) -> ReliefRequest:
    given = {"text": "The office was under water.", "from_month": date(2026, 9, 1), "to_month": date(2026, 9, 1)}
    if kind == "penalty":
        given = {"text": given["text"]}
    given |= fields
    given.setdefault("reason", relief_reason(kind))
    given.setdefault("asked_by", UserFactory())
    return ReliefRequest.objects.create(
        submission_id=uuid.uuid4(),
        reference=new_reference("REL", letters=7),
        enterprise=enterprise or EnterpriseFactory(),
        kind=kind,
        **given,
    )


def study(**fields) -> IncentiveStudy:
    given = {"topic": "interest", "question": "Is a limit of interest feasible?"} | fields
    given.setdefault("opened_by", officer())
    return IncentiveStudy.objects.create(submission_id=uuid.uuid4(), reference=new_reference("STU", letters=7), **given)


def simulation(of: IncentiveStudy, **fields) -> Simulation:
    given = {
        "title": "Half of the contributions of micro enterprises",
        "kind": "discount",
        "share": 50,
        "assumptions": "An assumption (invented)",
        "law_on": date(2026, 11, 1),
    } | fields
    given.setdefault("made_by", of.opened_by)
    return Simulation.objects.create(study=of, submission_id=uuid.uuid4(), **given)


def relief_document(of: ReliefRequest) -> ReliefDocument:
    return ReliefDocument.objects.create(request=of, upload=upload(of.asked_by, "relief"), added_by=of.asked_by)


def study_document(of: IncentiveStudy) -> StudyDocument:
    """A paper that can be opened."""
    file = SimpleUploadedFile("terms.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    kept = take_in(file, kind="study", by=of.opened_by)
    return StudyDocument.objects.create(study=of, title="Terms of reference", upload=kept, added_by=of.opened_by)
