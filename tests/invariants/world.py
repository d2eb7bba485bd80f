"""One enterprise in Phnom Penh with one of everything, and the people who may or may not see it.

An address with an object in it needs a maker here, by the name of its argument: without one the test fails."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from enterprises.models import (
    Claim,
    ClaimDocument,
    ConfirmationRequest,
    ConfirmationRound,
    Enterprise,
    Establishment,
    Invitation,
    MatchDecision,
    RegistryBatch,
    RegistryRecord,
    Representative,
)
from enterprises.services import deliveries
from enterprises.sources import source
from nssf_portal.accounts.models import User
from nssf_portal.api.models import ApiClient, WebhookEndpoint
from nssf_portal.api.webhooks import create_endpoint
from nssf_portal.documents.models import Upload
from nssf_portal.documents.services import take_in
from nssf_portal.notifications.models import Message
from nssf_portal.references import new_reference
from nssf_portal.work.models import SavedView
from registration.api.connecting import connect
from registration.models import (
    ApplicationDocument,
    CoreDelta,
    Correction,
    ExportRequest,
    FamilyPackage,
    Merge,
    ReconciliationDifference,
    RosterRow,
)
from tests.factories import compliance, incentives, outreach, reporting
from tests.factories.accounts import UserFactory
from tests.factories.applications import at_the_desk, confirmation
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, doubtful_pair, employment, waiting_item, wrong_report
from tests.factories.service import call_back, caller, complaint, review, tip


@dataclass
class World:
    enterprise: Enterprise = field(default_factory=lambda: EnterpriseFactory(commune_code="120101"))
    _made: dict[str, object] = field(default_factory=dict)

    def get(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = MAKERS[name](self)
        return self._made[name]

    @property
    def owner(self) -> User:
        return self.get("owner")


def _pair(world: World):
    return doubtful_pair(enterprise=world.enterprise)


def _paper(world: World) -> ApplicationDocument:
    file = SimpleUploadedFile("card.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    upload = take_in(file, kind="document", by=None)
    return ApplicationDocument.objects.create(application=world.get("application"), upload=upload, kind="khmer_id")


def _claim(world: World) -> Claim:
    return Claim.objects.create(
        reference=new_reference("CLM", letters=7),
        submission_id=uuid.uuid4(),
        user=world.owner,
        enterprise=world.enterprise,
        path="tin",
        place_code="120101",
    )


def _document(world: World) -> ClaimDocument:
    upload = Upload.objects.create(
        owner=world.owner,
        submission_id=uuid.uuid4(),
        kind="claim",
        original_name="paper.pdf",
        media_type="application/pdf",
        size=10,
        sha256="0" * 64,
        given_sha256="0" * 64,
        stored="nowhere",
    )
    return ClaimDocument.objects.create(claim=world.get("claim"), upload=upload, kind="identity")


def _correction(world: World) -> Correction:
    row = world.get("pair").row
    made = Correction(member=world.get("member"), row=row, fields=["sex"])
    made.work_item = waiting_item(kind="correction", subject_id=made.pk)
    made.save()
    return made


def _merge(world: World) -> Merge:
    made = Merge(survivor=world.get("member"), other=MemberFactory(), reason="the same person")
    made.work_item = waiting_item(kind="merge", subject_id=made.pk)
    made.save()
    return made


def _export(world: World) -> ExportRequest:
    return ExportRequest.objects.create(
        enterprise=world.enterprise,
        file_format="csv",
        reason="for the books",
        people=1,
        state="ready",
        requested_by=world.owner,
        submission_id=uuid.uuid4(),
    )


def _invitation(world: World) -> Invitation:
    return Invitation.objects.create(
        enterprise=world.enterprise,
        role="delegate",
        email="new@example.test",
        submission_id=uuid.uuid4(),
        invited_by=world.owner,
        expires_at=timezone.now() + timedelta(days=7),
    )


def _round(world: World) -> ConfirmationRound:
    return ConfirmationRound.objects.create(
        reference=new_reference("RND", letters=6),
        submission_id=uuid.uuid4(),
        name="first",
        place_code="12",
        registered_before=date(2020, 6, 15),
        answer_by=timezone.localdate() + timedelta(days=30),
        by=UserFactory(grant=("clerk", "12")),
        size=1,
    )


def _request(world: World) -> ConfirmationRequest:
    return ConfirmationRequest.objects.create(
        round=world.get("round"),
        enterprise=world.enterprise,
        reference=new_reference("CNF", letters=8),
        code_digest="0" * 32,
        state="sent",
        sent_at=timezone.now(),
    )


def _record(world: World) -> RegistryRecord:
    return RegistryRecord.objects.create(
        source=source("obr"), source_key="OBR-1", name_latin="Lotus", commune_code="120101", match_state="possible"
    )


def _decision(world: World) -> MatchDecision:
    return MatchDecision.objects.create(
        record=world.get("record"), enterprise=world.enterprise, verdict="later", score="0.700", by=UserFactory()
    )


def _client(world: World) -> ApiClient:
    return connect(enterprise=world.enterprise, name="Payroll", scopes=["rosters.read"], by=world.owner).client


def _webhook(world: World) -> WebhookEndpoint:
    endpoint, _secret = create_endpoint(
        client=world.get("client"), url="https://pay.example.com/", chosen=["roster.checked"], by=world.owner
    )
    return endpoint


def _package(world: World) -> FamilyPackage:
    return FamilyPackage.objects.create(
        name_km="ក",
        name_en="A",
        monthly_amount=1,
        take_up=1,
        monthly_cost=1,
        assumptions="none",
        made_by=world.owner,
        submission_id=uuid.uuid4(),
    )


def _delta(world: World) -> CoreDelta:
    return CoreDelta.objects.create(direction="out", sequence=1, rows=0, digest="0" * 64, state="made")


def _difference(world: World) -> ReconciliationDifference:
    member = world.get("member")
    return ReconciliationDifference.objects.create(
        subject="member", kind="only_here", number=member.member_number, member=member, commune_code=member.commune_code
    )


def _batch(world: World) -> RegistryBatch:
    """A delivery of another institution, received by nobody who knocks."""
    file = ContentFile(b"source_key,name_latin,commune_code\nM-1,Lotus,120101\n", name="list.csv")
    given = {"period": "2026-10", "by": None, "institution": None, "submission_id": uuid.uuid4()}
    return deliveries.receive(source=source("mlvt"), file=file, **given)


MAKERS: dict[str, Callable[[World], object]] = {
    "batch": _batch,
    "delta": _delta,
    "difference": _difference,
    "package": _package,
    "client": _client,
    "webhook": _webhook,
    "round": _round,
    "request": _request,
    "record": _record,
    "decision": _decision,
    "owner": lambda world: representative_of(world.enterprise),
    "enterprise": lambda world: world.enterprise,
    "place": lambda world: Establishment.objects.get(enterprise=world.enterprise),
    "representative": lambda world: Representative.objects.get(user=world.owner),
    "pair": _pair,
    "application": lambda world: at_the_desk(commune_code="120101"),
    "paper": _paper,
    "confirmation": lambda world: confirmation(world.enterprise),
    "view": lambda world: SavedView.objects.create(user=world.owner, name="Late", query="?show=late"),
    "roster": lambda world: world.get("pair").row.roster,
    "row": lambda world: RosterRow.objects.get(pk=world.get("pair").row_id),
    "member": lambda world: MemberFactory(),
    "employment": lambda world: employment(world.get("member"), world.enterprise, date(2022, 1, 3)),
    "claim": _claim,
    "document": _document,
    "correction": _correction,
    "merge": _merge,
    "report": lambda world: wrong_report(world.get("member")),
    "item": lambda world: waiting_item(),
    "export": _export,
    "invitation": _invitation,
    "call": lambda world: caller(UserFactory(grant=("hotline_agent", "HQ"))),
    "call_back": lambda world: call_back(),
    "tip": lambda world: tip(world.enterprise, contact="012 999 888"),
    "complaint": lambda world: complaint(),
    "review": lambda world: review(),
    "declaration": lambda world: compliance.declaration(world.enterprise),
    "list": lambda world: compliance.target_list(),
    "line": lambda world: compliance.target_line(world.get("list"), world.enterprise),
    "share": lambda world: compliance.list_share(world.get("list")),
    "case": lambda world: compliance.case_file(world.enterprise),
    "visit": lambda world: compliance.visit(world.get("case")),
    "finding": lambda world: compliance.finding(world.get("case")),
    "evidence": lambda world: compliance.evidence(world.get("case")),
    "found_worker": lambda world: compliance.found_worker(world.get("case")),
    "minutes": lambda world: compliance.minutes(world.get("case")),
    "notice": lambda world: compliance.served(world.get("case")),
    "reply": lambda world: compliance.reply(world.get("notice"), world.owner),
    "fine": lambda world: compliance.confirmed_fine(world.get("case"), finding=world.get("finding")),
    "adjustment": lambda world: compliance.adjustment(world.get("fine")),
    "recommendation": lambda world: compliance.recommendation(world.get("case")),
    "question": lambda world: compliance.unit_question(world.enterprise),
    "referral": lambda world: compliance.referral(world.enterprise),
    "text": lambda world: compliance.legal_text(),
    "power": lambda world: compliance.power("issue_warning"),
    "guideline": lambda world: compliance.guideline(),
    "checklist": lambda world: compliance.checklist(),
    "checklist_question": lambda world: compliance.checklist_question(world.get("checklist")),
    "conflict": lambda world: compliance.conflict(),
    "cycle": lambda world: incentives.cycle(),
    "category": lambda world: incentives.category(world.get("cycle")),
    "criterion": lambda world: incentives.judged(world.get("cycle")),
    "run": lambda world: incentives.run(world.get("cycle"), is_frozen=True),
    "eligibility": lambda world: incentives.eligibility(
        world.get("run"), world.enterprise, category=world.get("category")
    ),
    "candidate": lambda world: incentives.candidate(world.get("category"), world.enterprise),
    "juror": lambda world: incentives.juror(world.get("cycle")),
    "award": lambda world: incentives.award(world.get("candidate")),
    "programme": lambda world: incentives.programme(),
    "condition": lambda world: incentives.condition(world.get("programme")),
    "term": lambda world: incentives.term(world.get("programme")),
    "incentive": lambda world: incentives.request(world.enterprise, world.get("programme"), proposed_by=world.owner),
    "intervention": lambda world: incentives.intervention(),
    "intervention_line": lambda world: incentives.intervention_line(world.get("intervention"), world.enterprise),
    "reason": lambda world: incentives.relief_reason(),
    "relief": lambda world: incentives.relief_request(world.enterprise, asked_by=world.owner),
    "relief_document": lambda world: incentives.relief_document(world.get("relief")),
    "study": lambda world: incentives.study(),
    "study_document": lambda world: incentives.study_document(world.get("study")),
    "simulation": lambda world: incentives.simulation(world.get("study")),
    "activity_type": lambda world: outreach.activity_type(),
    "field": lambda world: outreach.type_field(world.get("activity_type")),
    "series": lambda world: outreach.series(),
    "activity": lambda world: outreach.activity("announced"),
    "money": lambda world: outreach.money(world.get("activity")),
    "partner": lambda world: outreach.activity_partner(world.get("activity")),
    "speaker": lambda world: outreach.speaker(world.get("activity")),
    "photo": lambda world: outreach.evidence(world.get("activity")),
    "material": lambda world: outreach.material(),
    "material_version": lambda world: outreach.material_version(world.get("material")),
    "consultation": lambda world: outreach.consultation(world.get("activity")),
    "sign_up": lambda world: outreach.sign_up(world.get("activity")),
    "attendance": lambda world: outreach.attendance(world.get("activity")),
    "heads": lambda world: outreach.heads(world.get("activity")),
    "person_list": lambda world: outreach.person_list(world.get("activity")),
    "quiz_question": lambda world: outreach.question(),
    "competition": lambda world: outreach.competition(world.get("activity")),
    "competition_question": lambda world: outreach.competition_question(world.get("competition")),
    "team": lambda world: outreach.team(world.get("competition")),
    "course": lambda world: outreach.course(),
    "enrolment": lambda world: outreach.enrolment(world.get("activity")),
    "school": lambda world: outreach.school(),
    "item_of_curriculum": lambda world: outreach.curriculum_item(),
    "page": lambda world: outreach.page(),
    "asked": lambda world: outreach.asked_question(),
    "unit": lambda world: outreach.unit(),
    "stop": lambda world: outreach.stop(),
    "booking": lambda world: outreach.booking(world.get("stop")),
    "plan": lambda world: reporting.plan(),
    "measure": lambda world: reporting.measure(),
    "measure_version": lambda world: reporting.measure().versions.first(),
    "plan_decision": lambda world: reporting.decision(),
    "evaluation": lambda world: reporting.evaluation(),
    "contact_invitation": lambda world: reporting.contact_invitation(),
    "target": lambda world: reporting.target(),
    "baseline": lambda world: reporting.baseline(),
    "progress_call": lambda world: reporting.call(),
    "entry": lambda world: reporting.entry(),
    "entry_evidence": lambda world: reporting.evidence(world.get("entry")),
    "inquiry": lambda world: reporting.finding(),
    "coordination": lambda world: reporting.coordination(),
    "progress_report": lambda world: reporting.report(),
    "figure": lambda world: reporting.figure(world.get("progress_report")),
    "alarm": lambda world: reporting.alarm(),
    "message": lambda world: Message.objects.create(
        event="e", template="t", channel="portal", dedup_key="world", recipient_user=world.owner
    ),
}

# Arguments that are no object: a word of the page, a number in the sheet, a secret that nobody here holds.
PLAIN: dict[str, object] = {
    "what": "name",
    **{"rest": "nothing/here", "external_id": "app-1"},
    "field": "phone",
    **{"name": "data", "token": "not-a-token", "code": "NSSF-0000-0000", "pk": 987654, "row_no": 2, "number": 1},
    "secret": "not-a-secret",
    "xroad_id": uuid.UUID("0190c0de-0000-7000-8000-00000000dead"),  # a message that nobody ever sent
    "source_code": "obr",
    "indicator_code": "new_members",
    "reference": "APP-26-XXXXXX-0",
    "slug": "pension",  # of a plain-words page that comes with the portal
    "month": "2026-10",
}
ADMIN = {"object_id": "1", "content_type_id": "1"}


def value_of(world: World, argument: str) -> object:
    """What stands in the address for this argument; unknown arguments are an error on purpose."""
    if argument in PLAIN:
        return PLAIN[argument]
    if argument in ADMIN:
        return ADMIN[argument]
    name = argument.removesuffix("_id")
    if name not in MAKERS:
        raise LookupError(f"tests/invariants/world.py has no maker for <{argument}>")
    return world.get(name).pk


def people(world: World) -> dict[str, User | None]:
    """Who knocks at every door. `clerk` and `senior_clerk` serve the enterprise's province; nobody else may see it."""
    found: dict[str, User | None] = {
        "anonymous": None,
        "stranger": representative_of(EnterpriseFactory(commune_code="120102")),
        "clerk_elsewhere": UserFactory(grant=("clerk", "17")),
        "clerk": UserFactory(grant=("clerk", "12")),
        "senior_clerk": UserFactory(grant=("senior_clerk", "12")),
        "analyst": UserFactory(grant=("analyst", "HQ")),
        "administrator": UserFactory(grant=("administrator", "HQ")),
        "security_officer": UserFactory(grant=("security_officer", "HQ")),
        "hotline_agent": UserFactory(grant=("hotline_agent", "HQ")),
        "bank_agent": UserFactory(grant=("bank_agent", "12")),
        "inspector": UserFactory(grant=("inspector", "12")),
        "inspector_elsewhere": UserFactory(grant=("inspector", "17")),
        "chief_inspector": UserFactory(grant=("chief_inspector", "12")),
        "labour_inspector": UserFactory(grant=("labour_inspector", "12", "mlvt")),
        "local_authority_elsewhere": UserFactory(grant=("local_authority", "17")),
        "complaints_officer": UserFactory(grant=("complaints_officer", "HQ")),
        "outreach_officer_elsewhere": UserFactory(grant=("outreach_officer", "17")),
        "outreach_chief": UserFactory(grant=("outreach_chief", "HQ")),
        "partner_elsewhere": outreach.partner("ELSEWHERE"),
    }
    signed_in = [user for user in found.values() if user]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in signed_in
    )
    return found


ROLES = (
    "anonymous",
    "stranger",
    "clerk_elsewhere",
    "clerk",
    "senior_clerk",
    "analyst",
    "administrator",
    "security_officer",
    "hotline_agent",
    "bank_agent",
    "inspector",
    "inspector_elsewhere",
    "chief_inspector",
    "labour_inspector",
    "local_authority_elsewhere",
    "complaints_officer",
    "outreach_officer_elsewhere",
    "outreach_chief",
    "partner_elsewhere",
)
OUTSIDE = (
    "anonymous",
    "stranger",
    "clerk_elsewhere",
    "analyst",
    "administrator",
    "security_officer",
    "hotline_agent",
    "bank_agent",
    "inspector_elsewhere",
    "local_authority_elsewhere",
    "outreach_officer_elsewhere",
    "partner_elsewhere",
)
# National figures without a person: whoever may study them.
STUDY_PAGES = (
    *("study", "edit", "findings", "decision", "reopen", "drop"),
    *("copies", "document_add", "document", "try", "simulation"),
)
# Entries, findings and the coordination log: the General Secretariat reads, returns, approves, keeps.
PROGRESS_PAGES = (
    *(f"reporting_entries:{page}" for page in ("entry", "return", "approve", "evidence", "remind")),
    *(f"reporting_entries:{page}" for page in ("finding", "finding_edit", "finding_file")),
    *(f"reporting_coordination:{page}" for page in ("item", "intervene", "decide", "finish", "drop", "reopen")),
)
# The plan is no secret; who keeps it is one of the two.
PLAN_PAGES = tuple(
    f"reporting_plan:{page}"
    for page in (
        *("plan", "confirm_all", "tables", "institutions", "successor", "add", "row", "change", "confirm", "withdraw"),
        *("decisions", "decide", "paper", "targets", "set_target", "confirm_target", "invite", "invitation"),
        *("baselines", "add_baseline", "confirm_baseline"),
        *("evaluation", "evaluation_new", "evaluation_edit", "evaluation_approve", "evaluation_reopen"),
    )
)
REPORT_PAGES = tuple(
    f"reporting_reports:{page}" for page in ("report", "page", "compute", "text", "correct", "discard")
)
LIBRARY_PAGES = ("page", "edit", "next", "publish", "still_right", "withdraw", "question")
# What is nevertheless theirs: the calls that the hotline owes, the packages that an analyst works out.
OPEN_TO = {
    "hotline_agent": ("desk_hotline:call_back", "desk_hotline:call_back_claim"),
    "analyst": (
        "studies:package",
        *(f"incentive_studies:{page}" for page in STUDY_PAGES),
        *PROGRESS_PAGES,
        *PLAN_PAGES,
        *REPORT_PAGES,
        *(f"effect:{page}" for page in ("programme", "winners", "nominees", "relief")),
        "reporting_figures:figure",
        *("reporting_quality:alarm", "reporting_quality:settle"),
    ),
    # The law is the same in every province.
    "inspector_elsewhere": ("powers:power", "powers:text", "powers:checklist"),
    # Types, materials, plain words, questions, courses and lessons are the whole country's, without a person.
    "outreach_officer_elsewhere": (
        *(f"outreach_activities:{page}" for page in ("type", "material", "material_retire", "version", "version_add")),
        *(f"outreach_library:{page}" for page in LIBRARY_PAGES),
        *(f"outreach_quiz:{page}" for page in ("question", "edit", "retire", "ask_again")),
        *(f"outreach_schools:{page}" for page in ("item", "item_edit", "item_step")),
        *(f"outreach_trainings:{page}" for page in ("course", "course_edit", "course_retire")),
        # Who reads counts reads the plan and how good the counts are.
        *(f"reporting_plan:{page}" for page in ("plan", "tables", "institutions", "row", "decisions")),
        *(f"reporting_plan:{page}" for page in ("targets", "baselines", "evaluation")),
        "reporting_quality:alarm",
    ),
}
# Public by their nature: an announced event, an announced stop, and what people send there without an account.
OPEN_TO_ALL = (
    *(f"events:{page}" for page in ("event", "event_file", "sign_up")),
    *(f"stops:{page}" for page in ("stop", "book")),
)
