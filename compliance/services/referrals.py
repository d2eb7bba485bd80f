"""Something another authority is to look at, or asks the Fund to: accepted, answered or declined, with a clock."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms
from compliance.enums import Entry, ReferralState
from compliance.models import CaseFile, Referral
from compliance.services import entries, telling_partners
from compliance.services.refusing import Refused
from compliance.workflow import REFERRAL
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.clock import deadline
from nssf_portal.references import new_reference
from nssf_portal.work.services import office_for


@transaction.atomic
def refer(
    *,
    enterprise: Enterprise,
    what: str,
    by: User,
    submission_id: uuid.UUID,
    to_institution: Institution | None = None,
    to_office: Office | None = None,
    from_institution: Institution | None = None,
    from_office: Office | None = None,
    case: CaseFile | None = None,
) -> Referral:
    """The same submission is the same referral. Effects: the row, messages, a line in the case's timeline."""
    if known := Referral.objects.filter(submission_id=submission_id).first():
        return known
    if not what.strip():
        raise Refused(_("Write what is asked."), enterprise, "refer")
    with acting(by=by, action="referral.send"):
        referral = Referral.objects.create(
            reference=new_reference("REF", letters=6),
            submission_id=submission_id,
            enterprise=enterprise,
            commune_code=enterprise.commune_code,
            case=case,
            from_office=from_office,
            from_institution=from_institution,
            to_institution=to_institution,
            to_office=to_office,
            what=what.strip()[:1000],
            sent_by=by,
            due_on=deadline("referral.days", timezone.localdate()),
        )
    if case:
        entries.note(case, Entry.ASKED, by=by, reference=referral.reference)
    telling_partners.referral_sent(referral)
    return referral


def from_the_fund(
    case: CaseFile, *, what: str, by: User, submission_id: uuid.UUID, to: Institution | Office
) -> Referral:
    """An inspector asks an institution, or a labour office, about the enterprise of a case."""
    perms.require_work(by, case)
    target = {"to_institution": to} if isinstance(to, Institution) else {"to_office": to}
    given = {"enterprise": case.enterprise, "what": what, "by": by, "submission_id": submission_id}
    return refer(**given, **target, from_office=case.office, case=case)


def to_the_fund(enterprise: Enterprise, *, what: str, by: User, submission_id: uuid.UUID) -> Referral:
    """A partner asks the Fund's office of the place to look at a unit."""
    sender = _sender(by)
    office = office_for(enterprise.commune_code)
    given = {"enterprise": enterprise, "what": what, "by": by, "submission_id": submission_id}
    return refer(**given, **sender, to_office=office)


def accept(referral: Referral, *, by: User) -> Referral:
    _require_asked(referral, by)
    with acting(by=by, action="referral.accept"):
        return REFERRAL.transition(referral, "accept", accepted_at=timezone.now(), accepted_by=by)


def answer(referral: Referral, *, text: str, by: User) -> Referral:
    return _say(referral, "answer", text, by)


def decline(referral: Referral, *, text: str, by: User) -> Referral:
    """Not for them, and why."""
    return _say(referral, "decline", text, by)


@transaction.atomic
def withdraw(referral: Referral, *, by: User) -> Referral:
    """Whoever asked needs it no more."""
    if not is_asker(by, referral):
        raise PermissionDenied
    with acting(by=by, action="referral.withdraw"):
        return REFERRAL.transition(referral, "withdraw")


def is_asked(user: User, referral: Referral) -> bool:
    """The institution or labour office it went to, or the Fund's inspectors of the place."""
    if referral.to_institution_id:
        return referral.to_institution_id in user.institutions(Permission.READ_SHARED)
    if referral.to_office and referral.to_office.tree == Office.Tree.MLVT:
        return referral.to_office_id in _labour_offices(user)
    return _of_fund(user, referral)


def is_asker(user: User, referral: Referral) -> bool:
    if referral.from_institution_id:
        return referral.from_institution_id in user.institutions(Permission.READ_SHARED)
    if referral.from_office and referral.from_office.tree == Office.Tree.MLVT:
        return referral.from_office_id in _labour_offices(user)
    return _of_fund(user, referral)


def acts(user: User, referral: Referral) -> list[str]:
    """What this person may do now."""
    asked = ["accept", "answer", "decline"] if is_asked(user, referral) else []
    asker = ["withdraw"] if is_asker(user, referral) else []
    return [act for act in asked + asker if REFERRAL.allows(referral, act)]


def is_open(referral: Referral) -> bool:
    return referral.state in (ReferralState.SENT, ReferralState.ACCEPTED)


@transaction.atomic
def _say(referral: Referral, move: str, text: str, by: User) -> Referral:
    _require_asked(referral, by)
    if not text.strip():
        raise Refused(_("Write the answer, or why not."), referral, move)
    with acting(by=by, action=f"referral.{move}"):
        said = REFERRAL.transition(
            referral, move, answer=text.strip()[:2000], answered_at=timezone.now(), answered_by=by
        )
    if said.case:
        entries.note(said.case, Entry.TOLD, by=by, reference=said.reference)
    telling_partners.referral_answered(said)
    return said


def _require_asked(referral: Referral, by: User) -> None:
    if not is_asked(by, referral):
        raise PermissionDenied


def _labour_offices(user: User) -> list[int]:
    if not user.is_active:
        return []
    return [g.office_id for g in user.active_grants if g.office_id and g.gives(Permission.READ_SHARED_LABOUR)]


def _of_fund(user: User, referral: Referral) -> bool:
    here = perms.serves(user, Permission.WORK_CASES, referral.commune_code)
    return here and not perms.is_tied(user, referral.enterprise)


def _sender(by: User) -> dict[str, object]:
    """The institution or labour office in whose name a partner speaks."""
    for grant in by.active_grants:
        if grant.institution and grant.gives(Permission.READ_SHARED):
            return {"from_institution": grant.institution}
        if grant.office and grant.gives(Permission.READ_SHARED_LABOUR):
            return {"from_office": grant.office}
    raise PermissionDenied
