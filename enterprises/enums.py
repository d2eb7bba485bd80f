from django.db import models
from django.utils.translation import gettext_lazy as _


class EnterpriseState(models.TextChoices):
    KNOWN = "known", _("known, not registered")
    REGISTERED = "registered", _("registered")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


class EnterpriseKind(models.TextChoices):
    COMPANY = "company", _("company or enterprise")
    HOUSEHOLD = "household", _("household that employs")
    OTHER = "other", _("association or other employer")


class RepresentativeRole(models.TextChoices):
    OWNER = "owner", _("owner or director: everything, invites others")
    MANAGER = "manager", _("manager: everything but inviting")
    STAFF_CLERK = "staff_clerk", _("staff clerk: staff lists only")


class Verification(models.TextChoices):
    UNVERIFIED = "unverified", _("unverified")
    BY_ENTERPRISE = "by_enterprise", _("confirmed by the enterprise")
    BY_INSPECTOR = "by_inspector", _("confirmed by an inspector")
    BY_TWO_SOURCES = "by_two_sources", _("confirmed by two sources")
    CONFLICTING = "conflicting", _("sources disagree")
    STALE = "stale", _("stale")


class Sector(models.TextChoices):
    """Sections of the international industrial classification (ISIC Rev. 4), as registries send them."""

    A = "A", _("agriculture, forestry and fishing")
    B = "B", _("mining and quarrying")
    C = "C", _("manufacturing")
    D = "D", _("electricity and gas")
    E = "E", _("water and waste")
    F = "F", _("construction")
    G = "G", _("wholesale and retail trade")
    H = "H", _("transport and storage")
    I = "I", _("hotels and restaurants")  # noqa: E741
    J = "J", _("information and communication")
    K = "K", _("finance and insurance")
    L = "L", _("real estate")
    M = "M", _("professional and technical services")
    N = "N", _("administrative and support services")
    O = "O", _("public administration")  # noqa: E741
    P = "P", _("education")
    Q = "Q", _("health and social work")
    R = "R", _("arts and recreation")
    S = "S", _("other services")
    T = "T", _("households as employers")
    U = "U", _("international organisations")


class ClaimState(models.TextChoices):
    DRAFT = "draft", _("not sent yet")
    SUBMITTED = "submitted", _("sent, waits for an officer")
    IN_REVIEW = "in_review", _("an officer is looking at it")
    RETURNED = "returned", _("waits for your answer")
    REFUSAL_PROPOSED = "refusal_proposed", _("a second officer is looking at it")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ClaimPath(models.TextChoices):
    """What the person has in hand; each leads to the end."""

    TIN = "tin", _("Tax number (TIN)")
    MOC = "moc", _("Commercial registration number (MoC)")
    ONE_WINDOW = "one_window", _("One-window service certificate")
    INFORMAL = "informal", _("Informal economy certificate")
    NONE = "none", _("None of these")
    HOUSEHOLD = "household", _("We are a household with domestic workers")


class Capacity(models.TextChoices):
    OWNER = "owner", _("Owner")
    DIRECTOR = "director", _("Director")
    AUTHORISED = "authorised", _("Somebody the owner or director authorised")


class IdentityKind(models.TextChoices):
    KHMER_ID = "khmer_id", _("Khmer identity card")
    PASSPORT = "passport", _("Passport")


class LookUpState(models.TextChoices):
    FOUND = "found", _("found")
    NOT_FOUND = "not_found", _("not found")
    UNAVAILABLE = "unavailable", _("no answer")


class Outcome(models.TextChoices):
    PASS = "pass", _("Pass")
    FAIL = "fail", _("Fail")
    WARN = "warn", _("Look")
    UNAVAILABLE = "unavailable", _("No answer")


class InvitationState(models.TextChoices):
    PENDING = "pending", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Way(models.TextChoices):
    """How a source's word reaches us."""

    EXCHANGE = "exchange", _("over CamDX")
    FILE = "file", _("as a file")
    OWN = "own", _("our own register")


class MatchState(models.TextChoices):
    """Where a registry record stands on its way to an enterprise."""

    WAITING = "waiting", _("not compared yet")
    MATCHED = "matched", _("the same as a known enterprise")
    POSSIBLE = "possible", _("possibly the same: a person must look")
    UNMATCHED = "unmatched", _("not registered, as far as we can see")


class MatchedBy(models.TextChoices):
    RULE = "rule", _("by rule")
    PERSON = "person", _("by a person")


class Verdict(models.TextChoices):
    SAME = "same", _("The same enterprise")
    NOT_SAME = "not_same", _("Not the same")
    LATER = "later", _("Decide later")


class BatchState(models.TextChoices):
    RECEIVED = "received", _("received")
    MAPPING = "mapping", _("waits for its columns to be named")
    READY = "ready", _("checked, ready to be taken over")
    LOADING = "loading", _("being taken over")
    DONE = "done", _("taken over")
    UNREADABLE = "unreadable", _("cannot be read")
    CANCELLED = "cancelled", _("cancelled")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class BatchChannel(models.TextChoices):
    FILE = "file", _("file")
    EXCHANGE = "exchange", _("CamDX")
    COMMAND = "command", _("command")


class SettledBy(models.TextChoices):
    CLERK = "clerk", _("settled by an officer")
    ENTERPRISE = "enterprise", _("confirmed by the enterprise")
    INSPECTOR = "inspector", _("confirmed by an inspector")


class RequestState(models.TextChoices):
    """A request to confirm one's data (re-registration of enterprises from before the exchange)."""

    READY = "ready", _("not sent yet")
    SENT = "sent", _("sent")
    OPENED = "opened", _("opened by the enterprise")
    CONFIRMED = "confirmed", _("confirmed")
    WRONG = "wrong", _("not this enterprise, or closed")
    EXPIRED = "expired", _("expired without an answer")
    CANCELLED = "cancelled", _("cancelled")
