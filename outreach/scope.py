"""Who may work on what: officers of the place, the chief everywhere."""

from django.core.exceptions import PermissionDenied

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission


def may(user: User, permission: Permission, place_code: str) -> bool:
    """This person holds the permission where the activity is held."""
    return any(place_code.startswith(prefix) for prefix in user.place_prefixes(permission))


def require(user: User, permission: Permission, place_code: str) -> None:
    if not may(user, permission, place_code):
        raise PermissionDenied
