"""Who are inspectors here: for the lists of chiefs, by the offices where they hold the role."""

from django.db.models import Q, QuerySet

from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission


def _roles(permission: Permission) -> list[str]:
    return [code for code, role in ROLES.items() if permission in role.permissions]


def working(viewer: User) -> QuerySet[RoleGrant]:
    """Grants of the Fund's inspectors in the offices this chief answers for, an inspector's own grants otherwise."""
    grants = RoleGrant.objects.active().filter(role__in=_roles(Permission.WORK_CASES), user__is_active=True)
    return grants.filter(_offices(viewer)).select_related("user", "office").order_by("office__code", "user__name")


def _offices(viewer: User) -> Q:
    prefixes = viewer.place_prefixes(Permission.DECIDE_CASES)
    if prefixes == [""]:
        return Q()
    found = Q(user=viewer)
    for prefix in prefixes:
        found |= Q(office__code__startswith=prefix)
    return found


def chiefs_of(place: str, *, but: User) -> QuerySet[User]:
    """Chiefs whose office serves the place, `but` one; headquarters' where that leaves nobody."""
    serving = [place[:length] for length in range(2, len(place) + 1)]
    grants = RoleGrant.objects.active().filter(role__in=_roles(Permission.DECIDE_CASES))
    others = User.objects.filter(is_active=True).exclude(pk=but.pk)
    own = others.filter(pk__in=grants.filter(office__code__in=serving).values("user"))
    head = others.filter(pk__in=grants.filter(office__code="HQ").values("user"))
    return own if own.exists() else head
