"""Joint visits: the chief proposes, a labour inspector of the place accepts and is assigned, or declines and why."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from compliance import perms
from compliance.enums import CaseKind, Entry, VisitState
from compliance.models import CaseFile, CaseInspector, Visit
from compliance.owing import LABOUR_ROLE
from compliance.services import cases, entries, telling_partners
from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law import clock

PARTNER = "MLVT"
_PROPOSED = "joint"  # marks the entry whose author invited


def partner() -> Institution | None:
    return Institution.objects.filter(code=PARTNER).first()


@transaction.atomic
def propose(visit: Visit, *, by: User) -> Visit:
    """The case becomes a joint one; what is proposed is told, so a visit without announcement cannot be.

    Effects: the visit names MLVT, the case's kind, an entry, messages to the place's labour inspectors."""
    locked = _locked(visit)
    if locked.case is None:
        raise Refused(_("This visit belongs to no case of the Fund."), locked, "propose")
    perms.require_decide(by, locked.case)
    if locked.joint_with_id:
        return locked
    if locked.case.kind not in (CaseKind.ORDINARY, CaseKind.JOINT) or not locked.announced:
        raise Refused(_("Only an ordinary, announced visit can become a joint one."), locked, "propose")
    if locked.state != VisitState.PLANNED or locked.planned_on < clock.today():
        raise Refused(_("Only a visit still ahead can become a joint one."), locked, "propose")
    with acting(by=by, action="visit.propose_joint"):
        locked.joint_with = partner()
        locked.save(update_fields=["joint_with"])
        locked.case.kind = CaseKind.JOINT
        locked.case.save(update_fields=["kind"])
        entries.note(locked.case, Entry.ASKED, by=by, reference=_PROPOSED)
    telling_partners.joint_proposed(locked.pk, locked.commune_code)
    return locked


@transaction.atomic
def accept(visit: Visit, *, by: User) -> CaseInspector:
    """The labour inspector joins the case, in the name of the chief who proposed it; Tied for a declared tie."""
    locked = _locked(visit)
    _require_proposed_to(locked, by)
    if there := locked.case.inspectors.active().filter(user=by).first():
        return there
    made = locked.case.entries.filter(act=Entry.ASKED, reference=_PROPOSED).select_related("by").first()
    if made is None or made.by is None:
        raise Refused(_("This visit was not proposed by a chief."), locked, "accept")
    entries.note(locked.case, Entry.TOLD, by=by, reference=_PROPOSED)
    return cases.assign(locked.case, by, by=made.by)


@transaction.atomic
def decline(visit: Visit, *, reason: str, by: User) -> Visit:
    """The Fund goes alone; the reason is in the case's timeline."""
    locked = _locked(visit)
    _require_proposed_to(locked, by)
    if not reason.strip():
        raise Refused(_("Write why not, so that the Fund can plan."), locked, "decline")
    if guests(locked.case).exists():
        raise Refused(_("A labour inspector takes part already."), locked, "decline")
    with acting(by=by, action="visit.decline_joint", reason=reason):
        locked.joint_with = None
        locked.save(update_fields=["joint_with"])
        entries.note(locked.case, Entry.TOLD, by=by, text=reason.strip()[:500], reference=_PROPOSED)
    return locked


def guests(case: CaseFile) -> QuerySet[CaseInspector]:
    """The labour inspectors who joined."""
    return case.inspectors.active().filter(user__grants__role=LABOUR_ROLE)


def is_proposed_to(visit: Visit, user: User) -> bool:
    """Planned, proposed, in the labour inspector's places, and answered by nobody yet."""
    asked = visit.joint_with_id and visit.case_id and visit.state == VisitState.PLANNED
    return bool(asked) and perms.serves(user, Permission.READ_SHARED_LABOUR, visit.commune_code)


def _require_proposed_to(visit: Visit, by: User) -> None:
    if not is_proposed_to(visit, by):
        raise PermissionDenied


def _locked(visit: Visit) -> Visit:
    found = Visit.objects.select_for_update(of=("self",)).select_related("case__enterprise", "office")
    return found.get(pk=visit.pk)
