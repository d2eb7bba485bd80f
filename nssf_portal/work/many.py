"""Several items at once: given to a colleague, or approved where nothing is left to weigh; each on its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.work import services
from nssf_portal.work.kinds import find
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import NotPossible

MOST = 100


class Bulk(Protocol):
    """What a kind offers when its items may be approved together (Kind.bulk)."""

    def why_not(self, items: list[WorkItem], user: User) -> dict[object, str]:
        """By item id, why it must be looked at by itself; an item that is not in it is clean."""

    def approve(self, item: WorkItem, by: User) -> None: ...


@dataclass
class Results:
    """What became of each item: the labels of those done, and the others with the reason."""

    done: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Sorted:
    """Which of the chosen items can be approved together, and why the others can not."""

    clean: list[WorkItem]
    left: list[tuple[WorkItem, str]]


def colleagues(user: User) -> list[User]:
    """Who decides work somewhere in the places where this person shares it out."""
    if not user.has_permission(Permission.ASSIGN_WORK):
        return []
    own = user.place_prefixes(Permission.ASSIGN_WORK)
    grants = [grant for grant in _deciding() if any(_meet(grant.place_prefix, prefix) for prefix in own)]
    return sorted({grant.user_id: grant.user for grant in grants}.values(), key=str)


def _deciding() -> Iterable[RoleGrant]:
    roles = [role.code for role in ROLES.values() if Permission.DECIDE_WORK in role.permissions]
    return RoleGrant.objects.active().filter(role__in=roles, user__is_active=True).select_related("user", "office")


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def assign(items: Iterable[WorkItem], *, to: User, by: User) -> Results:
    """Only to somebody who decides work in the item's place; what is decided meanwhile is left."""
    prefixes = to.place_prefixes(Permission.DECIDE_WORK)

    def give(item: WorkItem) -> None:
        if not item.place_code.startswith(tuple(prefixes)):
            raise PermissionDenied
        services.reassign(item, to=to, by=by)

    return _each(items, give)


def sort(items: Iterable[WorkItem], user: User) -> Sorted:
    """Ask each kind about its items; a kind that approves one by one says so."""
    by_kind: dict[str, list[WorkItem]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    why = {key: reason for code, found in by_kind.items() for key, reason in _why_not(code, found, user).items()}
    chosen = [item for found in by_kind.values() for item in found]
    left = [(item, why[item.pk]) for item in chosen if item.pk in why]
    return Sorted([item for item in chosen if item.pk not in why], left)


def _why_not(code: str, items: list[WorkItem], user: User) -> dict[object, str]:
    bulk = _bulk_of(code)
    return bulk.why_not(items, user) if bulk else {item.pk: _("This kind is decided one by one.") for item in items}


def _bulk_of(code: str) -> Bulk | None:
    kind = find(code)
    return kind.bulk if kind else None


def approve(items: Iterable[WorkItem], *, by: User) -> Results:
    """Asked once more at this moment whether each is still clean; each is decided in a transaction of its own."""
    found = sort(items, by)

    def decide(item: WorkItem) -> None:
        if bulk := _bulk_of(item.kind):
            bulk.approve(item, by)

    results = _each(found.clean, decide)
    results.left += [(item.label, reason) for item, reason in found.left]
    return results


def _each(items: Iterable[WorkItem], act: Callable[[WorkItem], None]) -> Results:
    results = Results()
    for item in items:
        try:
            with transaction.atomic():
                act(item)
        except PermissionDenied:
            results.left.append((item.label, _("not for this person")))
        except BlockExhausted:
            results.left.append((item.label, _("no member number is free")))
        except (NotPossible, IntegrityError):
            results.left.append((item.label, _("decided or changed meanwhile")))
        else:
            results.done.append(item.label)
    return results
