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
    TAKE_IN = "applications.take_in"  # register somebody else, face to face or on the telephone
    ANSWER_CALLS = "hotline.answer"
    READ_TIPS = "tips.read"  # who said it: the case's inspector and chief only
    HANDLE_COMPLAINTS = "complaints.handle"
    READ_REGISTRY = "registry.read"  # what institutions say of units, and what was compared
    DECIDE_REGISTRY = "registry.decide"  # same or not the same; which of two values holds
    LOAD_REGISTRY = "registry.load"  # take an institution's file over, undo it
    SEND_REGISTRY = "registry.send"  # an institution's contact: its own deliveries only
    RECONCILE = "core.reconcile"  # compare with the core system, day by day
    READ_COUNTS = "counts.read"
    STUDY = "studies.manage"  # priority groups, packages: national figures, no person
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
    "enterprises": Permission.MANAGE_EXCHANGE,  # sources only: enterprises.admin
    "api": Permission.MANAGE_EXCHANGE,
    "registration": Permission.MANAGE_LAW,  # service points only: registration.admin
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
            P.TAKE_IN,
            P.READ_REGISTRY,
            P.DECIDE_REGISTRY,
            P.LOAD_REGISTRY,
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
            P.TAKE_IN,
            P.READ_REGISTRY,
            P.DECIDE_REGISTRY,
            P.LOAD_REGISTRY,
            P.RECONCILE,
            P.HANDLE_COMPLAINTS,
        ),
        _role(
            "hotline_agent",
            _("Hotline agent"),
            _("Answers 1286 and 1297: sees a caller's status after three facts, masked; opens call-backs and tips."),
            P.ANSWER_CALLS,
            P.TAKE_IN,
        ),
        _role(
            "bank_agent",
            _("Bank agent"),
            _("Registers people at a partner's counter; sees only the applications begun there."),
            P.TAKE_IN,
        ),
        _role(
            "field_agent",
            _("Field agent"),
            _("Registers people at a mobile unit or on site and hands over cards."),
            P.TAKE_IN,
        ),
        _role(
            "inspector",
            _("Inspector"),
            _("Works on the cases of an office; sees who gave a tip of those cases."),
            P.READ_ENTERPRISES,
            P.READ_REGISTRY,
            P.READ_TIPS,
        ),
        _role(
            "chief_inspector",
            _("Chief inspector"),
            _("An inspector who shares out the cases of an office."),
            P.READ_ENTERPRISES,
            P.READ_REGISTRY,
            P.READ_TIPS,
        ),
        _role(
            "complaints_officer",
            _("Complaints officer"),
            _("Looks into complaints about the Fund's own work, and reviews decisions."),
            P.READ_WORK,
            P.HANDLE_COMPLAINTS,
            P.DECIDE_SECOND,
        ),
        _role(
            "analyst",
            _("Analyst"),
            _("Reads national counts and makes reports; sees no person."),
            P.READ_COUNTS,
            P.STUDY,
        ),
        _role("approver", _("Approver"), _("Reviews and publishes reports; sees no person."), P.READ_COUNTS),
        _role(
            "institution_contact",
            _("Institution's contact"),
            _("Sends an institution's lists of units and sees what became of them; sees nothing else."),
            P.SEND_REGISTRY,
        ),
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
