"""Face to face: a member who began without a document shows one, and becomes active."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier
from registration.enums import MemberState
from registration.identity import identity_index
from registration.models import Application, Member, MemberIdentifier
from registration.workflow import MEMBER


class HeldByAnother(Exception):
    """Another member has this number: two records to compare, not one to activate."""

    def __init__(self, holder: Member) -> None:
        self.holder = holder
        super().__init__(str(holder))


def may_prove(by: User, member: Member) -> bool:
    """An officer who decides, not the member, and not who helped to fill the application in."""
    if not (by.has_permission(Permission.DECIDE_WORK) and by.has_permission(Permission.TAKE_IN)):
        return False
    return member.user_id != by.pk and not Application.objects.filter(member=member, helped_by=by).exists()


@transaction.atomic
def prove(member: Member, *, kind: str, number: str, by: User) -> Member:
    """The document an officer saw in the member's hands. Raises HeldByAnother, or NotPossible when not pending."""
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not may_prove(by, locked):
        raise PermissionDenied
    if locked.state != MemberState.PENDING:
        return locked
    index = identity_index(kind, number, locked.nationality)
    known = Q(disputed=False) | Q(disputed=True)  # held or claimed: an index each
    same = MemberIdentifier.objects.filter(
        known, ~Q(kind=Identifier.Kind.PHONE), blind_index=index, superseded_at__isnull=True
    )
    held = same.exclude(member=locked)
    if other := held.select_related("member").first():
        raise HeldByAnother(other.member)
    with acting(by=by, action="member.prove_face_to_face", reason=str(kind)):
        if not locked.identifiers.filter(blind_index=index, superseded_at__isnull=True).exists():
            shown = MemberIdentifier.of(locked, kind, number)
            shown.blind_index = index
            shown.save(force_insert=True)
        return MEMBER.transition(locked, "activate")
