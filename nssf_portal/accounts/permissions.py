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
    READ_DECLARATIONS = "declarations.read"  # totals and payments of an enterprise, its standing
    LOAD_PAYMENTS = "payments.load"  # what the collection system says is paid
    READ_TARGETS = "targets.read"
    DECIDE_TARGETS = "targets.decide"  # build a list, accept, change or refuse its lines, share it
    READ_CASES = "cases.read"
    WORK_CASES = "cases.work"  # open, visit, find, propose
    DECIDE_CASES = "cases.decide"  # assign, confirm fines, reopen
    GRANT_RELIEF = "relief.grant"  # the second person of a waiver or of suspended contributions
    PLAN_VISITS = "visits.plan"  # the calendar shared by both trees of offices
    READ_SHARED = "shared.read"  # an institution: lists shared with it, referrals to it
    READ_SHARED_LABOUR = "shared.read_labour"  # labour inspectors: the same, by place and jurisdiction
    ANSWER_UNITS = "units.answer"  # a local authority: does it exist, is it open, where
    MANAGE_POWERS = "powers.manage"  # powers, legal texts, checklists, guidelines
    READ_AWARDS = "awards.read"  # cycles, eligibility, candidates of one's places
    WORK_AWARDS = "awards.work"  # prepare a cycle, compute, nominate, make lists, propose awards
    JUDGE_AWARDS = "awards.judge"  # called to a cycle: score, vote; nothing without the call
    READ_INCENTIVES = "incentives.read"  # programmes, requests and reliefs of one's places
    WORK_INCENTIVES = "incentives.work"  # keep programmes, propose, send, report
    DECIDE_INCENTIVES = "incentives.decide"  # the second person
    ANSWER_INCENTIVES = "incentives.answer"  # a bank or another institution: what was sent to it with consent
    PLAN_STOPS = "stops.plan"  # mobile units, stops, teams, bookings of one's places
    WORK_STOPS = "stops.work"  # a team at its stop
    READ_OUTREACH = "outreach.read"  # activities of one's places, attendance, money
    WORK_OUTREACH = "outreach.work"  # plan, announce, hold, report
    VERIFY_OUTREACH = "outreach.verify"  # the second person
    JOIN_OUTREACH = "outreach.join"  # a partner: proposes, brings people, sees counts only
    TEACH = "trainings.manage"  # courses of officials, assessment, certificates
    REPORT_SCHOOLS = "schools.report"  # the ministry of education: curricula and schools
    EDIT_LIBRARY = "library.edit"  # plain-words pages and the bank of questions
    READ_COUNTS = "counts.read"
    MANAGE_PLAN = "plan.manage"  # rows of the plan in versions, targets, baselines, decisions, evaluation
    WORK_REPORTS = "reports.work"  # request, edit, discard a draft
    PUBLISH_REPORTS = "reports.publish"  # the second person: review, publish
    ENTER_PROGRESS = "progress.enter"  # an institution's contact: its own rows
    READ_PROGRESS = "progress.read"  # entries of all, findings, the coordination log
    REVIEW_PROGRESS = "progress.review"  # return and approve entries, keep the log
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
    "outreach": Permission.MANAGE_LAW,  # types of activity and their sheets: outreach.admin
    "incentives": Permission.MANAGE_LAW,  # reasons for relief: incentives.admin
    "compliance": Permission.MANAGE_LAW,  # types of violation and fields partners may see: compliance.admin
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
            P.WORK_STOPS,
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
            P.WORK_STOPS,
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
            P.WORK_STOPS,
        ),
        _role(
            "inspector",
            _("Inspector"),
            _("Works on the cases of an office; sees who gave a tip of those cases."),
            P.READ_ENTERPRISES,
            P.READ_REGISTRY,
            P.READ_TIPS,
            P.READ_DECLARATIONS,
            P.READ_TARGETS,
            P.READ_CASES,
            P.WORK_CASES,
            P.PLAN_VISITS,
        ),
        _role(
            "chief_inspector",
            _("Chief inspector"),
            _("An inspector who shares out the cases of an office and confirms fines."),
            P.READ_ENTERPRISES,
            P.READ_REGISTRY,
            P.READ_TIPS,
            P.READ_DECLARATIONS,
            P.LOAD_PAYMENTS,
            P.READ_TARGETS,
            P.DECIDE_TARGETS,
            P.READ_CASES,
            P.WORK_CASES,
            P.DECIDE_CASES,
            P.GRANT_RELIEF,
            P.PLAN_VISITS,
            P.MANAGE_POWERS,
        ),
        _role(
            "labour_inspector",
            _("Labour inspector"),
            _("Inspector of the Ministry of Labour: shared lists, one calendar, joint visits; no case of the Fund."),
            P.PLAN_VISITS,
            P.READ_SHARED_LABOUR,
        ),
        _role(
            "local_authority",
            _("Local authority"),
            _("Says whether a unit exists, is open, and where; sees no staff and no informant."),
            P.ANSWER_UNITS,
        ),
        _role(
            "incentives_officer",
            _("Incentives officer"),
            _("Prepares awards, keeps programmes, looks at requests and proposes relief."),
            P.READ_ENTERPRISES,
            P.READ_DECLARATIONS,
            P.READ_AWARDS,
            P.WORK_AWARDS,
            P.READ_INCENTIVES,
            P.WORK_INCENTIVES,
            P.STUDY,
        ),
        _role(
            "incentives_chief",
            _("Chief of incentives"),
            _("The second person: sends requests to institutions, grants relief, announces awards."),
            P.READ_ENTERPRISES,
            P.READ_DECLARATIONS,
            P.READ_AWARDS,
            P.WORK_AWARDS,
            P.READ_INCENTIVES,
            P.WORK_INCENTIVES,
            P.DECIDE_INCENTIVES,
            P.GRANT_RELIEF,
            P.STUDY,
        ),
        _role(
            "juror",
            _("Juror of the award"),
            _("Scores candidates and votes in cycles he or she was called to; sees no wages and no persons."),
            P.JUDGE_AWARDS,
        ),
        _role(
            "incentive_partner",
            _("Partner of incentives"),
            _("A bank or other institution: answers what enterprises agreed to send it; no persons, no wages."),
            P.ANSWER_INCENTIVES,
        ),
        _role(
            "outreach_officer",
            _("Outreach officer"),
            _("Plans activities, stops and trainings of an office, records who came, reports."),
            P.READ_COUNTS,
            P.PLAN_STOPS,
            P.WORK_STOPS,
            P.READ_OUTREACH,
            P.WORK_OUTREACH,
            P.TEACH,
            P.EDIT_LIBRARY,
        ),
        _role(
            "outreach_chief",
            _("Chief of outreach"),
            _("The second person of outreach: verifies what was held, with its evidence."),
            P.READ_COUNTS,
            P.PLAN_STOPS,
            P.WORK_STOPS,
            P.READ_OUTREACH,
            P.WORK_OUTREACH,
            P.VERIFY_OUTREACH,
            P.TEACH,
            P.EDIT_LIBRARY,
        ),
        _role(
            "outreach_partner",
            _("Partner of outreach"),
            _("An association, union or federation: proposes activities, brings people with consent, sees counts."),
            P.JOIN_OUTREACH,
        ),
        _role(
            "school_partner",
            _("Ministry of education"),
            _("Reports on curricula and schools itself; sees no person."),
            P.REPORT_SCHOOLS,
            P.JOIN_OUTREACH,
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
            P.MANAGE_PLAN,
            P.WORK_REPORTS,
            P.READ_PROGRESS,
            P.REVIEW_PROGRESS,
        ),
        _role(
            "approver",
            _("Approver"),
            _("Reviews and publishes reports; sees no person."),
            P.READ_COUNTS,
            P.MANAGE_PLAN,
            P.PUBLISH_REPORTS,
            P.READ_PROGRESS,
            P.REVIEW_PROGRESS,
        ),
        _role(
            "council",
            _("Council or Executive Committee"),
            _("Reads published reports, progress and the coordination log; sees no person."),
            P.READ_COUNTS,
            P.READ_PROGRESS,
        ),
        _role(
            "institution_contact",
            _("Institution's contact"),
            _("Sends an institution's lists of units, says how its rows of the plan go; sees nothing else."),
            P.SEND_REGISTRY,
            P.READ_SHARED,
            P.ENTER_PROGRESS,
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
