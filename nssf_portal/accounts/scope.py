"""Row scope: what `visible_to(user)` of every protected table is made of."""

from functools import reduce
from operator import or_

from django.db.models import Q

from nssf_portal.accounts.models import User

NOTHING = Q(pk__in=[])
EVERYTHING = Q(pk__isnull=False)  # not Q(): an empty one vanishes in `represented | Q()`, and headquarters saw nothing


def in_places(user: User, permission: str, field: str) -> Q:
    """Rows whose place code (a scope column) lies where the user holds the permission."""
    prefixes = user.place_prefixes(permission) if user.is_authenticated else []
    if prefixes == [""]:
        return EVERYTHING
    return reduce(or_, (Q(**{f"{field}__startswith": prefix}) for prefix in prefixes), NOTHING)
