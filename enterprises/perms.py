"""What a person may do for an enterprise; `visible_to` already answered whether they may see it."""

from enterprises.enums import RepresentativeRole
from enterprises.models import Enterprise, Representative
from nssf_portal.accounts.models import User


def role_in(user: User, enterprise: Enterprise) -> str | None:
    """The user's role in the enterprise, None when they do not represent it."""
    found = Representative.objects.active().filter(user=user, enterprise=enterprise).values_list("role", flat=True)
    return found.first()


def can_manage_staff(user: User, enterprise: Enterprise) -> bool:
    return role_in(user, enterprise) is not None


def can_manage_enterprise(user: User, enterprise: Enterprise) -> bool:
    return role_in(user, enterprise) in (RepresentativeRole.OWNER, RepresentativeRole.MANAGER)


def can_invite(user: User, enterprise: Enterprise) -> bool:
    return role_in(user, enterprise) == RepresentativeRole.OWNER
