"""Who may do what, on one page. A role is a readable list of permissions; scope comes from the grant's office."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ_WORK = "work.read"
    DECIDE_WORK = "work.decide"
    DECIDE_SECOND = "work.decide_second"
    ASSIGN_WORK = "work.assign"
    READ_ENTERPRISES = "enterprises.read"
    READ_MEMBERS = "members.read"
    REVEAL_IDENTIFIERS = "members.reveal"
    EXPORT_PERSONAL_DATA = "members.export"  # no role has it: nobody at the Fund takes lists of people away yet
    READ_COUNTS = "counts.read"
    REVIEW_ACCESS = "access.review"
    MANAGE_PEOPLE = "people.manage"
    MANAGE_LAW = "law.manage"
    MANAGE_EXCHANGE = "exchange.manage"


ADMIN_ROOMS: dict[str, Permission] = {
    "law": Permission.MANAGE_LAW,
    "places": Permission.MANAGE_LAW,
    "exchange": Permission.MANAGE_EXCHANGE,
    "notifications": Permission.MANAGE_EXCHANGE,
    "identifiers": Permission.MANAGE_EXCHANGE,
}
"""Which permission opens an app's tables in /admin/; every other app's need MANAGE_PEOPLE."""


@dataclass(frozen=True)
class Role:
    code: str
    name: Promise
    description: Promise
    permissions: frozenset[Permission]


def _role(code: str, name: Promise, description: Promise, *permissions: Permission) -> Role:
    return Role(code, name, description, frozenset(permissions))


P = Permission
ROLES: dict[str, Role] = {
    role.code: role
    for role in [
        _role(
            "clerk",
            _("Clerk"),
            _("Works the queues and the counter of an office; decides what waits there."),
            P.READ_WORK,
            P.DECIDE_WORK,
            P.READ_ENTERPRISES,
            P.READ_MEMBERS,
            P.REVEAL_IDENTIFIERS,
        ),
        _role(
            "senior_clerk",
            _("Senior clerk"),
            _("A clerk who also gives second decisions and shares out the work."),
            P.READ_WORK,
            P.DECIDE_WORK,
            P.DECIDE_SECOND,
            P.ASSIGN_WORK,
            P.READ_ENTERPRISES,
            P.READ_MEMBERS,
            P.REVEAL_IDENTIFIERS,
        ),
        _role("analyst", _("Analyst"), _("Reads national counts and makes reports; sees no person."), P.READ_COUNTS),
        _role("approver", _("Approver"), _("Reviews and publishes reports; sees no person."), P.READ_COUNTS),
        _role(
            "security_officer",
            _("Security officer"),
            _("Looks into unusual look-ups, exports and access; is not an administrator."),
            P.REVIEW_ACCESS,
        ),
        _role(
            "administrator",
            _("Administrator"),
            _("Manages people, offices, the law book and the exchange; sees no case data."),
            P.MANAGE_PEOPLE,
            P.MANAGE_LAW,
            P.MANAGE_EXCHANGE,
        ),
    ]
}


def role_choices() -> list[tuple[str, Promise]]:
    return [(role.code, role.name) for role in ROLES.values()]


def permissions_of(role_codes: set[str]) -> frozenset[Permission]:
    return frozenset().union(*(ROLES[code].permissions for code in role_codes if code in ROLES))
