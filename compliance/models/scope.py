"""Who sees compliance's rows: inspectors by place and assignment, employers what was addressed to them."""

from django.db.models import Q

from compliance.models.conflict import ConflictOfInterest
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places


def of_officers(user: User, permission: Permission, place: str, enterprise: str) -> Q:
    """Rows of the user's places, never of an enterprise the user represents or declared a tie to.

    `place` is the row's own scope column, `enterprise` the name of its foreign key."""
    own = Enterprise.objects.represented_by(user).values("pk")
    tied = ConflictOfInterest.objects.standing().filter(user_id=user.pk).values("enterprise")
    return in_places(user, permission, place) & ~Q(**{f"{enterprise}__in": own}) & ~Q(**{f"{enterprise}__in": tied})


def of_employer(user: User, enterprise: str) -> Q:
    """Rows of enterprises the user represents."""
    return Q(**{f"{enterprise}__in": Enterprise.objects.represented_by(user)})
