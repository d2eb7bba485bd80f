from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberState(models.TextChoices):
    PENDING = "pending", _("pending: identity to be proved")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class MemberGroup(models.TextChoices):
    EMPLOYEE = "employee", _("employee")
    OWNER = "owner", _("employer or owner")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    CASUAL = "casual", _("casual worker")
    DOMESTIC = "domestic", _("domestic worker")
    FAMILY = "family", _("contributing family worker")
    DEPENDANT = "dependant", _("dependant")
    PUBLIC = "public", _("public sector")


class PlanGroup(models.TextChoices):
    """The three groups of the Operational Plan's scope (section 3); outside: public sector and others."""

    ONE = "1", _("group 1")
    TWO = "2", _("group 2")
    THREE = "3", _("group 3")
    OUTSIDE = "0", _("outside the plan")


class Sex(models.TextChoices):
    FEMALE = "F", _("female")
    MALE = "M", _("male")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Channel(models.TextChoices):
    WEB = "web", _("web form")
    ROSTER = "roster", _("roster")
    API = "api", _("programme")
    COUNTER = "counter", _("counter")
    MOBILE_UNIT = "mobile_unit", _("mobile unit")
    ON_SITE = "on_site", _("on-site day")
    HOTLINE = "hotline", _("hotline")
    BANK_AGENT = "bank_agent", _("bank agent")
    ONE_WINDOW = "one_window", _("one-window office")
    EXCHANGE = "exchange", _("data exchange")
    INSPECTION = "inspection", _("inspection")
    CORE = "core", _("NSSF's core system")
    APP = "app", _("NSSF's app")


class Currency(models.TextChoices):
    KHR = "KHR", _("riel")
    USD = "USD", _("US dollar")


class Presence(models.TextChoices):
    """What keeps the employment though the person is not at work."""

    WORKING = "working", _("working")
    MATERNITY = "maternity", _("maternity leave")
    SICKNESS = "sickness", _("long sickness")
    SUSPENDED = "suspended", _("contract suspended")
    TRANSFERRED = "transferred", _("transferred within the enterprise")


class EndReason(models.TextChoices):
    RESIGNED = "resigned", _("resigned")
    CONTRACT_ENDED = "contract_ended", _("contract ended")
    DISMISSED = "dismissed", _("dismissed")
    RETIRED = "retired", _("retired")
    DIED = "died", _("died")
    NEVER_STARTED = "never_started", _("never started work")
    ENTERED_BY_MISTAKE = "mistake", _("entered by mistake")


class RosterMode(models.TextChoices):
    NEW_ONLY = "new_only", _("only new people")
    EVERYONE = "everyone", _("everyone who works here")


class RosterState(models.TextChoices):
    RECEIVED = "received", _("received")
    MAPPING = "mapping", _("columns to be named")
    CHECKING = "checking", _("being checked")
    READY = "ready", _("checked")
    REGISTERING = "registering", _("being registered")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    UNREADABLE = "unreadable", _("could not be read")


class RowState(models.TextChoices):
    CHECKED = "checked", _("to be checked again")
    REPAIR = "repair", _("for you to repair")
    REVIEW = "review", _("an officer compares")
    ACCEPTED = "accepted", _("ready to register")
    REGISTERED = "registered", _("registered")
    ALREADY = "already", _("already on your staff")
    DROPPED = "dropped", _("left out")


class Severity(models.TextChoices):
    ERROR = "error", _("to repair")
    REVIEW = "review", _("an officer looks")
    WARNING = "warning", _("to know")


class Match(models.TextChoices):
    """How a row relates to the register."""

    NONE = "", _("nobody known")
    SAME = "same", _("a member, not on your staff")
    ALREADY = "already", _("a member on your staff")
    CONFLICT = "conflict", _("the ID belongs to a member with another name or birth date")
    POSSIBLE = "possible", _("name, birth date and sex of a member with another ID")


class PairState(models.TextChoices):
    OPEN = "open", _("waits for an officer")
    ASKED = "asked", _("the employer is asked")
    SAME = "same", _("same person")
    DIFFERENT = "different", _("different people")
    VOID = "void", _("no longer needed")


class LeaverState(models.TextChoices):
    PROPOSED = "proposed", _("not in your list")
    ENDED = "ended", _("employment ended")
    KEPT = "kept", _("still employed")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook")
    CSV = "csv", _("CSV text")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("waits for a second person")
    READY = "ready", _("ready to be taken")
    TAKEN = "taken", _("taken")


class WhatIsWrong(models.TextChoices):
    NEVER_WORKED = "never_worked", _("I never worked for an employer who would say this")
    LEFT_EARLIER = "left_earlier", _("I left on another day, or for another reason")
    STILL_THERE = "still_there", _("I still work there")
    OTHER_FACTS = "other_facts", _("the work, the wage or the dates are not right")
    NOT_ME = "not_me", _("this message is for somebody else")


class ApplicationKind(models.TextChoices):
    MEMBER = "member", _("registration of a person")
    DEPENDANT = "dependant", _("registration of a dependant")
    CORRECTION = "correction", _("correction asked for by the member")


class ApplicantPath(models.TextChoices):
    """Who are you? Each answer has its own shortest way (Operational Plan 2024-2026, section 3)."""

    EMPLOYEE = "employee", _("Employee")
    CASUAL = "casual", _("Casual worker")
    DOMESTIC = "domestic", _("Domestic worker")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    OWNER = "owner", _("Owner with staff")
    DEPENDANT = "dependant", _("Dependant of a member")


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("not sent yet")
    SUBMITTED = "submitted", _("sent")
    IN_REVIEW = "in_review", _("an officer is looking at it")
    RETURNED = "returned", _("waits for your answer")
    REFUSAL_PROPOSED = "refusal_proposed", _("a second officer is looking at it")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WaitsFor(models.TextChoices):
    """Whom a sent application waits for when it is not an officer of the Fund."""

    EMPLOYER = "employer", _("the employer's answer")
    CERTIFICATE = "certificate", _("the informal economy certificate")


class NoIdentity(models.TextChoices):
    """Why there is no number of an identity document: the person begins anyway and proves it face to face."""

    LOST = "lost", _("Lost")
    PAWNED = "pawned", _("Kept by somebody else, or pawned")
    NEVER_HAD = "never_had", _("Never had one")


class EmployerContact(models.TextChoices):
    ASK = "ask", _("Ask my employer")
    QUIET = "quiet", _("Check without naming me")


class Payer(models.TextChoices):
    """Who pays a casual worker; an employer's duty comes before the informal way."""

    ENTERPRISE = "enterprise", _("A company, farm or shop")
    HOUSEHOLD = "household", _("A family")
    MANY = "many", _("Different people, job by job")
    NOBODY = "nobody", _("Nobody: I sell what I make or grow")


class EquityCard(models.TextChoices):
    """Voluntary, never shown to employers, ranks nobody (IDPoor, Ministry of Planning)."""

    NONE = "none", _("No card")
    EQUITY = "equity", _("Equity card")
    AT_RISK = "at_risk", _("At-risk household card")
    NOT_SAID = "not_said", _("I would rather not say")


class ConfirmationState(models.TextChoices):
    ASKED = "asked", _("the employer is asked")
    CONFIRMED = "confirmed", _("confirmed by the employer")
    DENIED = "denied", _("denied by the employer")
    SILENT = "silent", _("no answer in time")
    VOID = "void", _("no longer needed")


class Relation(models.TextChoices):
    """Sub-Decree 280 (28 August 2023): spouse, and children or orphans in care."""

    SPOUSE = "spouse", _("Husband or wife (marriage registered)")
    CHILD = "child", _("Child")
    ORPHAN = "orphan", _("Orphan in my care")
    GRANDCHILD = "grandchild", _("Grandchild in my care")


class ConsentPurpose(models.TextChoices):
    """Each optional sharing is asked on its own; the text has a version."""

    IDENTITY_CHECK = "identity_check", _("compare my data with the Ministry of Interior")
    PREFILL = "prefill", _("take my data over from my digital identity")
    INFORMAL_PLATFORM = "informal_platform", _("fetch my informal economy certificate")
    EMPLOYER_NAMED = "employer_named", _("tell my employer that I asked")
    HEALTH_EQUITY = "health_equity", _("note my equity card")
    FAMILY = "family", _("note who belongs to my family")


class PriorityKind(models.TextChoices):
    SECTOR = "sector", _("sector")
    BUSINESS = "business", _("type of business")
    OCCUPATION = "occupation", _("occupation")
    JOB = "job", _("job")


class InterestKind(models.TextChoices):
    OWN_COVER = "own_cover", _("cover for owners")
    FAMILY_WORKERS = "family_workers", _("cover for family members who work along")
    FAMILY_PACKAGE = "family_package", _("a contribution for the whole family")
    UNREGISTERED_SPOUSE = "spouse", _("cover for a husband or wife without a registered marriage")


class CorrectionCode(models.TextChoices):
    """What a member may ask to be put right (services.correcting knows what an approval then does)."""

    NAME = "name", _("My name")
    BIRTH_DATE = "birth_date", _("My date of birth")
    SEX = "sex", _("My sex")
    NATIONALITY = "nationality", _("My nationality")
    IDENTITY_NUMBER = "identity_number", _("My identity number")
    ADDRESS = "address", _("Where I live")
    PHONE_LOST = "phone_lost", _("My phone number")
    EMPLOYMENT_WRONG = "employment_wrong", _("Something about my work")
    TWO_NUMBERS = "two_numbers", _("I have two numbers")
    OTHER_NAME = "other_name", _("I worked under another person's name")
    RETURNING = "returning", _("I want to be a member again")


PRIVATE_CORRECTIONS = (CorrectionCode.TWO_NUMBERS, CorrectionCode.OTHER_NAME)
"""Two people decide; nobody else is told, the employer least of all; nothing follows from them by itself."""


class AccessWay(models.TextChoices):
    """How somebody showed that a record is theirs."""

    SIGN_IN = "sign_in", _("by signing in")
    PHONE_AND_FACTS = "facts", _("by a code to the phone, the date of birth and the identity number")
    IDENTITY = "identity", _("by a digital identity")


class OwnAct(models.TextChoices):
    OPENED = "opened", _("opened the record")
    NUMBERS = "numbers", _("saw the whole numbers")
    TAKEN = "taken", _("took all the data along")


class StopReason(models.TextChoices):
    EMPLOYED = "employed", _("I found an employer who registers me")
    NO_MORE_WORK = "no_more_work", _("I stopped working")
    TOO_DEAR = "too_dear", _("I cannot pay it")
    MOVED = "moved", _("I move abroad")
    OTHER = "other", _("another reason")


class SurveyOccasion(models.TextChoices):
    DECISION = "decision", _("a decision")
    CARD = "card", _("a card")
    VISIT = "visit", _("a visit or a call")


class StopKind(models.TextChoices):
    MOBILE = "mobile", _("stop of a mobile unit")
    ON_SITE = "on_site", _("registration day on site")


class StopState(models.TextChoices):
    PLANNED = "planned", _("planned")
    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("people are registered now")
    CLOSED = "closed", _("over")
    CANCELLED = "cancelled", _("cancelled")


class BookingState(models.TextChoices):
    BOOKED = "booked", _("booked")
    CAME = "came", _("came")
    MISSED = "missed", _("did not come")
    CANCELLED = "cancelled", _("cancelled")
