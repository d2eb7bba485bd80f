from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Size(models.TextChoices):
    """Size classes by number of workers; the limits are the law book's (`enterprise.*_staff_below`)."""

    MICRO = "micro", _("micro")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


# --- awards --------------------------------------------------------------------------------------------------------


class CycleState(models.TextChoices):
    DRAFTED = "drafted", _("being prepared")
    OPEN = "open", _("open for nominations and scoring")
    SCORED = "scored", _("scored by the jury")
    DELIBERATED = "deliberated", _("decided by the committee")
    ANNOUNCED = "announced", _("announced")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")


class Measure(models.TextChoices):
    """What the register says of an enterprise on a day; criteria and conditions are made of these."""

    REGISTERED = "registered", _("registered with the Fund")
    STANDING = "standing", _("in good standing")
    REGISTERED_IN_TIME = "registered_in_time", _("enterprise registered in time")
    STAFF_IN_TIME = "staff_in_time", _("all staff registered in time")
    DECLARED_IN_TIME = "declared_in_time", _("every month declared on time")
    PAID_IN_TIME = "paid_in_time", _("every month paid on time")
    HEADCOUNT = "headcount", _("number of workers is right")
    NO_FINDING = "no_finding", _("no open finding or fine")
    YEARS = "years", _("years registered")
    WORKERS = "workers", _("registered workers")
    SECTOR = "sector", _("sector")
    PLACE = "place", _("place")
    SIZE = "size", _("size class")
    MISSING_STAFF = "missing_staff", _("workers that others name and the Fund does not know")


class CriterionKind(models.TextChoices):
    COMPUTED = "computed", _("computed from the register")
    JUDGED = "judged", _("judged by the jury")


class CandidateSource(models.TextChoices):
    COMPUTED = "computed", _("from the computed list")
    OFFICE = "office", _("nominated by an office")
    SELF = "self", _("nominated itself")


class CandidateState(models.TextChoices):
    NOMINATED = "nominated", _("nominated")
    LONG_LIST = "long_list", _("on the long list")
    SHORT_LIST = "short_list", _("on the short list")
    SET_ASIDE = "set_aside", _("set aside")
    WITHDRAWN = "withdrawn", _("withdrew")


class AwardState(models.TextChoices):
    PROPOSED = "proposed", _("proposed to the committee")
    DECIDED = "decided", _("decided")
    REJECTED = "rejected", _("not chosen by the committee")
    GIVEN = "given", _("given")
    WITHDRAWAL_PROPOSED = "withdrawal_proposed", _("withdrawal proposed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Vote(models.TextChoices):
    FOR = "for", _("in favour")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstains")


# --- programmes ----------------------------------------------------------------------------------------------------


class ProgrammeKind(models.TextChoices):
    LOAN = "loan", _("low-interest loan")
    TRAINING = "training", _("skills training")
    PROCUREMENT = "procurement", _("public procurement")
    MARKET = "market", _("market access")
    TAX = "tax", _("tax (information; the General Department of Taxation decides)")
    FEE = "fee", _("reduced fee")
    PATENT = "patent", _("reduced patent tax")
    OTHER = "other", _("other")


class RequestState(models.TextChoices):
    PROPOSED = "proposed", _("asked, an officer looks at it")
    GRANTED = "granted", _("sent to the institution")
    REFUSED = "refused", _("not sent")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")
    DECLINED = "declined", _("refused by the institution")
    TAKEN_UP = "taken_up", _("taken up")
    LAPSED = "lapsed", _("lapsed")
    REVOKED = "revoked", _("revoked")


class AnswerKind(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    TERMS = "terms", _("terms offered")
    REFUSED = "refused", _("refused")
    TAKEN_UP = "taken_up", _("taken up")


class AnswerChannel(models.TextChoices):
    SCREEN = "screen", _("screen")
    FILE = "file", _("file")
    EXCHANGE = "exchange", _("data exchange")


# --- relief --------------------------------------------------------------------------------------------------------


class EmergencyKind(models.TextChoices):
    PANDEMIC = "pandemic", _("pandemic")
    FLOOD = "flood", _("flood")
    CONFLICT = "conflict", _("conflict")
    RETURN = "return", _("mass return of workers")
    OTHER = "other", _("other emergency")


class InterventionState(models.TextChoices):
    DRAFTED = "drafted", _("being prepared")
    SELECTED = "selected", _("list made, being reviewed")
    PROPOSED = "proposed", _("waits for the second person")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended early")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("taken back")


class LineState(models.TextChoices):
    SELECTED = "selected", _("selected by the rule")
    EXCLUDED = "excluded", _("taken off the list")
    APPLIED = "applied", _("applied")
    REVERSED = "reversed", _("taken back")


class ReliefKind(models.TextChoices):
    """What an employer may ask for."""

    PENALTY = "penalty", _("waiver of a fine")
    LATENESS = "lateness", _("lateness accepted")
    INTEREST = "interest", _("relief of interest")
    CONTRACTS = "contracts", _("contributions of suspended contracts")


class ReliefState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("relief", "asked")
    PROPOSED = "proposed", _("waits for the second person")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")
    REVOKED = "revoked", _("taken back")


# --- studies -------------------------------------------------------------------------------------------------------


class StudyTopic(models.TextChoices):
    """What action 2.2 of the plan asks to be studied."""

    INTEREST = "interest", _("limits of interest rates of loans")
    FRINGE = "fringe", _("fringe benefits and incentives")
    EMERGENCY = "emergency", _("interventions in emergencies")
    INFORMAL = "informal", _("mechanisms for informal workers")
    OTHER = "other", _("other question")


class StudyState(models.TextChoices):
    OPEN = "open", _("being worked on")
    FOUND = "found", _("findings written")
    DECIDED = "decided", _("decided")
    DROPPED = "dropped", _("given up")


class FigureTable(models.TextChoices):
    """Tables drawn live from the register."""

    SIZE = "size", _("registered enterprises by size")
    STANDING = "standing", _("registered enterprises by standing")
    SECTOR = "sector", _("registered enterprises by sector")
    PROVINCE = "province", _("registered enterprises by province")
    PRIORITY = "priority", _("self-employed members by priority group")


class SchemeKind(models.TextChoices):
    """What a simulation can try on the register."""

    DISCOUNT = "discount", _("part of the contributions paid by the state")
    INTEREST = "interest", _("part of the interest of loans paid by the state")
    GRANT = "grant", _("a sum for each enterprise")
    WORKER_GRANT = "worker_grant", _("a sum for each worker")
