"""A case file from its opening to its outcome. Nothing is deleted; every act is a line of the timeline."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms, powers
from compliance.enums import Act, CaseKind, CaseOutcome, Entry, FindingState, FineState, VisitState
from compliance.models import CaseFile, CaseInspector, Finding, Fine, TargetLine, Visit
from compliance.services import checklists, entries, locking
from compliance.services.refusing import Refused, Tied
from compliance.targeting import hits
from compliance.workflow import CASE, LINE
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.references import new_reference

_PUT_RIGHT = (CaseOutcome.COMPLIANT, CaseOutcome.COMPLIED, CaseOutcome.WARNED)
_ON_MINUTES = (CaseOutcome.COMPLIANT, CaseOutcome.WARNED, CaseOutcome.FINED, CaseOutcome.COURT)
_UNSETTLED = (FineState.PROPOSED, FineState.CONFIRMED, FineState.PART_PAID)


class AlreadyOpen(Refused):
    """The enterprise has an open case: work goes on there."""

    def __init__(self, enterprise: Enterprise) -> None:
        super().__init__(_("This enterprise already has an open case. Go on with that one."), enterprise, "open")


@transaction.atomic
def open_case(
    *,
    enterprise: Enterprise,
    kind: str,
    by: User,
    submission_id: uuid.UUID,
    office: Office | None = None,
    ground: str = "",
    ground_text: str = "",
    line: TargetLine | None = None,
    follows: CaseFile | None = None,
) -> CaseFile:
    """A case; the same submission is the same case. Whoever opens it leads it until the chief says otherwise.

    Effects: the case with the checklist in force, its first inspector, the target line opened, an entry."""
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)  # a double click waits, and finds it
    if known := CaseFile.objects.filter(submission_id=submission_id).first():
        return known
    _may_open(enterprise, kind, by)
    _reason_is_given(enterprise, kind, ground, ground_text, follows)
    if line and line.enterprise_id != enterprise.pk:
        raise Refused(_("The line of the target list is of another enterprise."), enterprise, "open")
    office = office or _office_of(by, enterprise)
    with acting(by=by, action="case.open"):
        case = create(
            enterprise=enterprise,
            kind=kind,
            by=by,
            submission_id=submission_id,
            office=office,
            ground=ground,
            ground_text=ground_text.strip()[:500],
            line=line,
            follows=follows,
        )
        CaseInspector.objects.create(case=case, user=by, leads=True, assigned_by=by)
        if line and LINE.allows(line, "open"):
            LINE.transition(line, "open")
        entries.note(case, Entry.OPENED, by=by, text=case.ground_text, reference=ground)
    return case


def create(*, enterprise: Enterprise, kind: str, by: User, **fields: object) -> CaseFile:
    """The row with its reference and checklist; AlreadyOpen when the enterprise has an open case."""
    try:
        with transaction.atomic():
            return CaseFile.objects.create(
                reference=new_reference("CASE", letters=5),
                enterprise=enterprise,
                commune_code=enterprise.commune_code,
                kind=kind,
                checklist=checklists.published(kind),
                opened_by=by,
                **fields,
            )
    except IntegrityError as clash:
        if CaseFile.objects.open().filter(enterprise=enterprise).exists():
            raise AlreadyOpen(enterprise) from clash
        raise


@transaction.atomic
def assign(case: CaseFile, user: User, *, by: User, leads: bool = False) -> CaseInspector:
    """The chief gives the case to an inspector; raises Tied when a conflict of interest is declared."""
    perms.require_decide(by, case)
    locking.require_open(locking.lock(case), "assign")
    if perms.is_tied(user, case.enterprise):
        raise Tied(_("This inspector declared a conflict of interest with the enterprise, or represents it."), user)
    if not _can_be_assigned(user, case):
        raise Refused(_("This person cannot work on cases of this place."), case, "assign")
    with acting(by=by, action="case.assign"):
        if leads:
            for other in case.inspectors.active().filter(leads=True).exclude(user=user):
                other.leads = False
                other.save(update_fields=["leads"])
        mine = case.inspectors.active().filter(user=user).first()
        if mine is None:
            mine = CaseInspector.objects.create(case=case, user=user, leads=leads, assigned_by=by)
        elif leads != mine.leads:
            mine.leads = leads
            mine.save(update_fields=["leads"])
        entries.note(case, Entry.ASSIGNED, by=by, text=str(user))
    return mine


@transaction.atomic
def release(assigned: CaseInspector, *, by: User) -> None:
    """The chief takes an inspector off the case."""
    perms.require_decide(by, assigned.case)
    if assigned.ended_at is None:
        with acting(by=by, action="case.release"):
            assigned.ended_at, assigned.ended_by = timezone.now(), by
            assigned.save(update_fields=["ended_at", "ended_by"])


@transaction.atomic
def close(case: CaseFile, *, outcome: str, text: str, by: User) -> CaseFile:
    """The outcome, in a word and in a sentence. Effects: the target line learns whether it was a hit."""
    perms.require_work(by, case)
    locked = locking.lock(case)
    if CASE.allows(locked, "close"):
        _outcome_holds(locked, outcome)
    with acting(by=by, action="case.close"):
        CASE.move(
            locked,
            "close",
            outcome=outcome,
            outcome_text=text.strip()[:1000],
            closed_at=timezone.now(),
            closed_by=by,
        )
        entries.note(locked, Entry.CLOSED, by=by, text=locked.outcome_text, reference=outcome)
        hits.settle(locked)
    case.refresh_from_db()
    return locked


@transaction.atomic
def reopen(case: CaseFile, *, text: str, by: User) -> CaseFile:
    """A chief opens it again, and says why; the earlier outcome stays in the timeline."""
    perms.require_decide(by, case)
    if not text.strip():
        raise Refused(_("Write why the case is opened again."), case, "reopen")
    try:
        with transaction.atomic(), acting(by=by, action="case.reopen"):
            CASE.transition(case, "reopen", outcome="", outcome_text="", closed_at=None, closed_by=None)
    except IntegrityError as clash:
        raise AlreadyOpen(case.enterprise) from clash
    entries.note(case, Entry.REOPENED, by=by, text=text.strip()[:1000])
    return case


def _may_open(enterprise: Enterprise, kind: str, by: User) -> None:
    if not perms.serves(by, Permission.WORK_CASES, enterprise.commune_code):
        raise PermissionDenied
    if perms.is_tied(by, enterprise):
        raise Tied(_("You declared a conflict of interest with this enterprise, or you represent it."), by)
    if kind == CaseKind.SPECIAL:
        powers.require(by, Act.VISIT_UNANNOUNCED)
    if CaseFile.objects.open().filter(enterprise=enterprise).exists():
        raise AlreadyOpen(enterprise)


def _reason_is_given(enterprise: Enterprise, kind: str, ground: str, text: str, follows: CaseFile | None) -> None:
    if kind == CaseKind.SPECIAL and not (ground and text.strip()):
        raise Refused(_("A visit without announcement needs its ground, and what it is."), enterprise, "open")
    if kind == CaseKind.FOLLOW_UP and follows is None:
        raise Refused(_("Choose the case that this one follows."), enterprise, "open")
    if follows and follows.enterprise_id != enterprise.pk:
        raise Refused(_("The case that this one follows is of another enterprise."), enterprise, "open")


def _office_of(by: User, enterprise: Enterprise) -> Office:
    """The nearest office of the inspector that serves the place."""
    mine = [g.office for g in by.active_grants if g.office and g.gives(Permission.WORK_CASES)]
    serving = [office for office in mine if enterprise.commune_code.startswith(office.place_prefix)]
    if serving:
        return max(serving, key=lambda office: len(office.place_prefix))
    return Office.objects.get(tree=Office.Tree.NSSF, code="HQ")


def _can_be_assigned(user: User, case: CaseFile) -> bool:
    """Inspectors of the place; in a joint visit also labour inspectors of the place."""
    guest = case.kind == CaseKind.JOINT and perms.serves(user, Permission.READ_SHARED_LABOUR, case.commune_code)
    return guest or perms.serves(user, Permission.WORK_CASES, case.commune_code)


def _outcome_holds(case: CaseFile, outcome: str) -> None:
    """What the outcome says must be true of the case; the database repeats what it can (minutes)."""
    fines = set(Fine.objects.filter(case=case).values_list("state", flat=True))
    if outcome in _ON_MINUTES and case.minuted_at is None:
        raise Refused(_("This outcome needs minutes first."), case, "close")
    if outcome in _PUT_RIGHT and Finding.objects.filter(case=case, state=FindingState.OPEN).exists():
        raise Refused(_("A finding is still open: it is put right or withdrawn first."), case, "close")
    if Visit.objects.filter(case=case, state=VisitState.PLANNED).exists():
        raise Refused(_("A visit is still planned: hold it or cancel it first."), case, "close")
    if fines & set(_UNSETTLED):
        raise Refused(_("A fine of this case is not settled yet."), case, "close")
    if outcome == CaseOutcome.FINED and not fines & {FineState.PAID, FineState.RELIEVED}:
        raise Refused(_("No fine of this case was paid or relieved."), case, "close")
    if outcome == CaseOutcome.COURT and FineState.REFERRED not in fines:
        raise Refused(_("No fine of this case was referred to court."), case, "close")
