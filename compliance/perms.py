"""What an inspector may do with a case; `visible_to` already answered whether they may see it."""

from django.core.exceptions import PermissionDenied

from compliance.models import CaseFile, ConflictOfInterest
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission


def is_tied(user: User, enterprise: Enterprise) -> bool:
    """Declared a tie to the enterprise, or represents it."""
    declared = ConflictOfInterest.objects.standing().filter(user_id=user.pk, enterprise=enterprise)
    return declared.exists() or Enterprise.objects.represented_by(user).filter(pk=enterprise.pk).exists()


def serves(user: User, permission: str, commune_code: str) -> bool:
    """The user holds the permission at an office that serves the place."""
    return any(commune_code.startswith(prefix) for prefix in user.place_prefixes(permission))


def may_work(user: User, case: CaseFile) -> bool:
    """Inspectors of the place who are not tied to the enterprise; never a guest of a joint visit."""
    here = serves(user, Permission.WORK_CASES, case.commune_code)
    return here and not is_tied(user, case.enterprise)


def may_decide(user: User, case: CaseFile) -> bool:
    """The chief of the place: assigns and reopens."""
    return serves(user, Permission.DECIDE_CASES, case.commune_code) and not is_tied(user, case.enterprise)


def require_work(user: User, case: CaseFile) -> None:
    if not may_work(user, case):
        raise PermissionDenied


def require_decide(user: User, case: CaseFile) -> None:
    if not may_decide(user, case):
        raise PermissionDenied


def may_manage_powers(user: User) -> bool:
    """Powers, texts, checklists and guidelines hold in the whole country: so must the grant."""
    return user.place_prefixes(Permission.MANAGE_POWERS) == [""]
