from django.db import models
from django.utils.translation import gettext_lazy as _


class DeclarationKind(models.TextChoices):
    STAFF = "staff", _("staff and wages")
    NO_CHANGE = "no_change", _("no change since last month")
    NO_STAFF = "no_staff", _("no staff this month")


class Filing(models.TextChoices):
    """What became of a month that was due; late and never are told apart."""

    ON_TIME = "on_time", _("declared on time")
    LATE = "late", _("declared late")
    NOT_YET_DUE = "not_yet_due", _("not due yet")
    MISSING = "missing", _("not declared")


class Paying(models.TextChoices):
    """What became of the contributions of a month."""

    NOTHING = "nothing", _("nothing to pay")
    NOT_YET_DUE = "not_yet_due", _("to be paid")
    PAID = "paid", _("paid on time")
    PAID_LATE = "paid_late", _("paid late")
    PART = "part", _("paid in part, late")
    UNPAID = "unpaid", _("not paid, late")
    UNKNOWN = "unknown", _("not computed")


class StandingState(models.TextChoices):
    GOOD = "good", _("in good standing")
    OWING = "owing", _("something is owed")
    UNKNOWN = "unknown", _("not computed")
    NOT_REGISTERED = "not_registered", _("not registered")


class StandingItem(models.TextChoices):
    """The six questions a standing answers."""

    REGISTERED = "registered", _("Enterprise registered in time")
    STAFF = "staff", _("Staff registered in time")
    DECLARATIONS = "declarations", _("Declarations")
    PAYMENTS = "payments", _("Payments")
    HEADCOUNT = "headcount", _("Number of workers")
    FINDINGS = "findings", _("Open findings")


class Result(models.TextChoices):
    PASS = "pass", _("Pass")
    FAIL = "fail", _("To put right")
    WARN = "warn", _("Look")
    UNAVAILABLE = "unavailable", _("Not computed")
    NONE = "none", _("Does not apply")


class ListState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SETTLED = "settled", _("decided")
    CLOSED = "closed", _("month is over")


class ChosenBy(models.TextChoices):
    SCORE = "score", _("by score")
    DISTRICT = "district", _("so that its district is not forgotten")
    RANDOM = "random", _("drawn by lot, to keep the scoring honest")
    HAND = "hand", _("added by hand")
    NEXT = "next", _("next in line")


class LineState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("set aside")
    NUDGED = "nudged", _("letter sent, time to register")
    DUE = "due", _("time to register is over")
    COMPLIED = "complied", _("complied by itself")
    OPENED = "opened", _("case opened")
    LAPSED = "lapsed", _("not reached this month")


class Treatment(models.TextChoices):
    NUDGE = "nudge", _("a letter first")
    VISIT = "visit", _("a visit")
    JOINT = "joint", _("a visit with labour inspectors")


class Signal(models.TextChoices):
    """Why an enterprise is worth a visit; each has its weight in the law book (`target.weight.<signal>`)."""

    UNREGISTERED = "unregistered", _("Known to a registry, not registered")
    HEADCOUNT_GAP = "headcount_gap", _("More workers elsewhere than registered")
    LATE_DECLARATIONS = "late_declarations", _("Declarations late or missing")
    LATE_PAYMENTS = "late_payments", _("Contributions late or missing")
    INFORMATION = "information", _("Information received")
    LATE_HIRES = "late_hires", _("Staff registered late")
    HIRE_AFTER_ACCIDENT = "hire_after_accident", _("Hire entered after a reported accident")
    ENDED_BEFORE_VISIT = "ended_before_visit", _("Staff ended shortly before a visit")
    SPLIT_UNITS = "split_units", _("One owner, address or phone split under five staff")
    SHARED_PHONE = "shared_phone", _("Many staff on one phone")
    SIZE = "size", _("Size")
    SECTOR = "sector", _("Sector where workers are often missing")
    NEVER_VISITED = "never_visited", _("Last visit long ago or never")
    DISTANCE = "distance", _("Near the office")


class CaseKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary, announced")
    SPECIAL = "special", _("special, not announced")
    SELF_DECLARATION = "self_declaration", _("self-declaration")
    FOLLOW_UP = "follow_up", _("follow-up")
    JOINT = "joint", _("joint, with labour inspectors")


class CaseState(models.TextChoices):
    OPENED = "opened", _("opened")
    NOTIFIED = "notified", _("visit announced")
    VISITED = "visited", _("visited")
    MINUTED = "minuted", _("minutes made")
    CLOSED = "closed", _("closed")


class CaseOutcome(models.TextChoices):
    COMPLIANT = "compliant", _("nothing to put right")
    COMPLIED = "complied", _("put right by itself")
    WARNED = "warned", _("put right after a warning")
    FINED = "fined", _("fined and settled")
    COURT = "court", _("referred to court")
    NOT_FOUND = "not_found", _("no such enterprise there")
    OUT_OF_SCOPE = "out_of_scope", _("not for the Fund")
    WITHDRAWN = "withdrawn", _("opened by mistake")


class Ground(models.TextChoices):
    """What a visit without announcement may rest on (Prakas 358/21, Article on special inspection)."""

    COMPLAINT = "complaint", _("a complaint")
    INFORMATION = "information", _("information on a violation")
    EARLIER_REPORT = "earlier_report", _("follow-up of an earlier report")
    JUDGEMENT = "judgement", _("the inspector's judgement")


class Entry(models.TextChoices):
    """Lines of a case's timeline."""

    OPENED = "opened", _("Case opened")
    ASSIGNED = "assigned", _("Inspector assigned")
    ANNOUNCED = "announced", _("Visit announced")
    VISIT_PLANNED = "visit_planned", _("Visit planned")
    VISIT_MOVED = "visit_moved", _("Visit moved or cancelled")
    VISITED = "visited", _("Visited")
    FOUND = "found", _("Finding recorded")
    CURED = "cured", _("Finding put right")
    WORKER_FOUND = "worker_found", _("Worker found, not registered")
    MINUTED = "minuted", _("Minutes made")
    SIGNED = "signed", _("Minutes signed")
    REFUSED_TO_SIGN = "refused_to_sign", _("Signature refused")
    NOTICE_ISSUED = "notice_issued", _("Notice made")
    NOTICE_SERVED = "notice_served", _("Notice served")
    ANSWERED = "answered", _("Employer answered")
    EXPIRED = "expired", _("Time to answer is over")
    FINE_PROPOSED = "fine_proposed", _("Fine proposed")
    FINE_CONFIRMED = "fine_confirmed", _("Fine confirmed")
    FINE_DECLINED = "fine_declined", _("Fine sent back")
    PAID = "paid", _("Payment received")
    RELIEVED = "relieved", _("Relief granted")
    REFERRED = "referred", _("Referred to court")
    RECOMMENDED = "recommended", _("Recommendation made")
    ASKED = "asked", _("Another authority asked")
    TOLD = "told", _("Another authority answered")
    COMPLIED = "complied", _("Complied by itself")
    CLOSED = "closed", _("Case closed")
    REOPENED = "reopened", _("Case reopened")
    NOTE = "note", _("Note")


class VisitState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "na", _("Does not apply")
    PROVEN = "proven", _("Proven by exchanged data")


class FindingState(models.TextChoices):
    OPEN = "open", _("open")
    CURED = "cured", _("put right")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Signature(models.TextChoices):
    SIGNED = "signed", _("signed")
    REFUSED = "refused", _("refused to sign")
    NOBODY = "nobody", _("nobody there who could sign")


class NoticeKind(models.TextChoices):
    REMINDER = "reminder", _("reminder")
    WARNING = "warning", _("warning")
    HEARING = "hearing", _("invitation to a hearing")


class NoticeState(models.TextChoices):
    ISSUED = "issued", _("made, not served yet")
    SERVED = "served", _("served, waits for an answer")
    ANSWERED = "answered", _("answered")
    EXPIRED = "expired", _("time is over, no answer")


class ServedBy(models.TextChoices):
    HAND = "hand", _("handed over")
    POST = "post", _("by post")
    PORTAL = "portal", _("in the portal")
    DOOR = "door", _("left at the place, before a witness")


class FineState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    DECLINED = "declined", _("sent back")
    CONFIRMED = "confirmed", _("confirmed, to be paid")
    PART_PAID = "part_paid", _("paid in part")
    PAID = "paid", _("paid")
    RELIEVED = "relieved", _("relieved")
    REFERRED = "referred", _("referred to court")


class AdjustmentState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    REVOKED = "revoked", _("revoked")


class AdjustmentKind(models.TextChoices):
    FINE_RELIEF = "fine_relief", _("relief of a fine")
    INTEREST_RELIEF = "interest_relief", _("relief of interest")
    SUSPENSION = "suspension", _("contributions suspended")
    CONTRACTS = "contracts", _("contributions of suspended contracts")
    LATE_ACCEPTED = "late_accepted", _("lateness accepted")


class Party(models.TextChoices):
    """Who may see a shared list, a field at a time, and who may be asked."""

    LABOUR = "labour", _("labour inspectors")
    SOCIAL_SECURITY = "social_security", _("social security inspectors")
    LOCAL = "local", _("commune and district authorities")
    INSTITUTION = "institution", _("institutions")


class SharedField(models.TextChoices):
    NAME = "name", _("name")
    PLACE = "place", _("place")
    ADDRESS = "address", _("address")
    SECTOR = "sector", _("sector")
    REGISTERED = "registered", _("registered with the Fund or not")
    SIZE = "size", _("size band")
    MISSING = "missing", _("estimate of missing workers")
    REASONS = "reasons", _("reasons for a visit")
    VISITS = "visits", _("planned and last visits")
    NUMBERS = "numbers", _("tax and commercial numbers")


class QuestionState(models.TextChoices):
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    EXPIRED = "expired", _("no answer; this proves nothing")
    VOID = "void", _("no longer needed")


class Existence(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_KNOWN = "not_known", _("I do not know")


class ReferralState(models.TextChoices):
    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Act(models.TextChoices):
    """What an inspector may do to somebody only where a text says so. No act against workers exists."""

    VISIT = "visit", _("visit a workplace")
    VISIT_UNANNOUNCED = "visit_unannounced", _("visit without announcement")
    MAKE_MINUTES = "make_minutes", _("make minutes")
    ISSUE_REMINDER = "issue_reminder", _("issue a reminder")
    ISSUE_WARNING = "issue_warning", _("issue a warning")
    ISSUE_HEARING = "issue_hearing", _("invite to a hearing")
    PROPOSE_FINE = "propose_fine", _("propose a fine")
    CONFIRM_FINE = "confirm_fine", _("confirm a fine")
    REFER_TO_COURT = "refer_to_court", _("refer to court")


class InspectorKind(models.TextChoices):
    SOCIAL_SECURITY = "social_security", _("social security inspector")
    LABOUR = "labour", _("labour inspector")


class TextState(models.TextChoices):
    """The way of a legal text from a gap to force (plan 4.3)."""

    NEEDED = "needed", _("needed")
    DRAFTING = "drafting", _("being drafted")
    CONSULTED = "consulted", _("in consultation")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    REPEALED = "repealed", _("repealed")
    DROPPED = "dropped", _("given up")


class RecommendationState(models.TextChoices):
    OPEN = "open", _("open")
    FOLLOWED = "followed", _("followed")
    DISMISSED = "dismissed", _("not followed")


class Tie(models.TextChoices):
    """What ties an inspector to an enterprise."""

    FAMILY = "family", _("family works there or owns it")
    SHARE = "share", _("own share or debt")
    WORKED = "worked", _("worked there")
    OTHER = "other", _("another tie")
