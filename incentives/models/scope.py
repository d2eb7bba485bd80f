"""Who sees incentives' rows: officers by place, employers their own; nobody an enterprise they are tied to."""

from django.db.models import Q

from compliance.models import ConflictOfInterest
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import NOTHING, in_places


def of_officers(user: User, permission: Permission, enterprise: str = "enterprise") -> Q:
    """Rows of the user's places, never of an enterprise the user represents or declared a tie to."""
    own = Enterprise.objects.represented_by(user).values("pk")
    tied = ConflictOfInterest.objects.standing().filter(user_id=user.pk).values("enterprise")
    here = in_places(user, permission, f"{enterprise}__commune_code")
    return here & ~Q(**{f"{enterprise}__in": own}) & ~Q(**{f"{enterprise}__in": tied})


def of_employer(user: User, enterprise: str = "enterprise") -> Q:
    """Rows of enterprises the user represents."""
    return Q(**{f"{enterprise}__in": Enterprise.objects.represented_by(user)})


def nationwide(user: User, permission: Permission) -> bool:
    """The permission for the whole country, not for one office's places."""
    return user.is_authenticated and user.place_prefixes(permission) == [""]


def if_national(user: User, permission: Permission) -> Q:
    return Q(pk__isnull=False) if nationwide(user, permission) else NOTHING
