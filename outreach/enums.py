from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityState(models.TextChoices):
    PROPOSED = "proposed", _("proposed by a partner")
    PLANNED = "planned", _("planned")
    ANNOUNCED = "announced", _("announced")
    HELD = "held", _("held")
    REPORTED = "reported", _("reported, waits for the second person")
    VERIFIED = "verified", _("verified")
    CANCELLED = "cancelled", _("cancelled")
    DECLINED = "declined", _("not taken up")


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    YEARLY = "yearly", _("every year")


class FieldKind(models.TextChoices):
    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("choice")


class TargetGroup(models.TextChoices):
    PUBLIC = "public", _("everybody")
    EMPLOYERS = "employers", _("employers")
    WORKERS = "workers", _("workers")
    SELF_EMPLOYED = "self_employed", _("self-employed people")
    INFORMAL = "informal", _("informal workers")
    STUDENTS = "students", _("students")
    OFFICIALS = "officials", _("officials")
    LOCAL = "local", _("sub-national administration")


class PartnerRole(models.TextChoices):
    HOST = "host", _("hosts it")
    CO_ORGANISER = "co_organiser", _("organises it with us")
    SPEAKER = "speaker", _("sends speakers")
    FUNDER = "funder", _("pays a part")
    MOBILISER = "mobiliser", _("brings people")


class MoneyKind(models.TextChoices):
    PLANNED = "planned", _("planned")
    SPENT = "spent", _("spent")


class EvidenceKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    SIGN_IN = "sign_in", _("sign-in sheet")
    OTHER = "other", _("other paper")


class Gender(models.TextChoices):
    """How heads are counted; nobody has to say."""

    FEMALE = "f", _("women")
    MALE = "m", _("men")
    NOT_STATED = "n", _("not stated")


class CountedHow(models.TextChoices):
    DOOR = "door", _("own phone at the door")
    DESK = "desk", _("list at the desk")
    HEADS = "heads", _("heads counted")


class PersonListState(models.TextChoices):
    RECEIVED = "received", _("received")
    USED = "used", _("registration begun")
    PURGED = "purged", _("names removed")


class QuestionKind(models.TextChoices):
    BENEFITS = "benefits", _("benefits")
    RIGHTS = "rights", _("rights")
    DUTIES = "duties", _("duties")
    PROCEDURES = "procedures", _("procedures")


class QuizMoment(models.TextChoices):
    BEFORE = "before", _("before the activity")
    AFTER = "after", _("after the activity")


class CompetitionState(models.TextChoices):
    DRAFTED = "drafted", _("being prepared")
    OPEN = "open", _("teams join")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("over")
    CANCELLED = "cancelled", _("cancelled")


class RoundState(models.TextChoices):
    WAITING = "waiting", _("waits")
    ASKED = "asked", _("being asked")
    CLOSED = "closed", _("closed")


class CourseKind(models.TextChoices):
    INSPECTORS = "inspectors", _("inspectors")
    CLERKS = "clerks", _("officers at counters")
    OUTREACH = "outreach", _("officers of outreach")
    LOCAL = "local", _("sub-national administration")
    OTHER = "other", _("other officials")


class EnrolmentState(models.TextChoices):
    INVITED = "invited", _("invited")
    ATTENDED = "attended", _("attended")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("did not pass")
    ABSENT = "absent", _("was absent")


class SchoolLevel(models.TextChoices):
    PRIMARY = "primary", _("primary school")
    LOWER = "lower", _("lower secondary school")
    UPPER = "upper", _("upper secondary school")
    VOCATIONAL = "vocational", _("technical and vocational")
    UNIVERSITY = "university", _("university")


class CurriculumState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    DRAFTED = "drafted", _("text drafted")
    APPROVED = "approved", _("approved")
    PRINTED = "printed", _("in the textbook")
    TAUGHT = "taught", _("taught")
    DROPPED = "dropped", _("given up")


class PageTopic(models.TextChoices):
    SCHEME = "scheme", _("schemes")
    RIGHT = "right", _("rights")
    DUTY = "duty", _("duties")
    PROCEDURE = "procedure", _("procedures")


class PageState(models.TextChoices):
    DRAFTED = "drafted", _("being written")
    PUBLISHED = "published", _("published")
    REPLACED = "replaced", _("replaced by a newer version")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Subject(models.TextChoices):
    """What an attribution counts."""

    MEMBER = "member", _("person registered")
    ENTERPRISE = "enterprise", _("enterprise registered")


class Rule(models.TextChoices):
    """How a registration was tied to an activity, strongest first."""

    STARTED_THERE = "started_there", _("begun at the activity")
    STOP = "stop", _("registered at the stop")
    LISTED = "listed", _("on a partner's list with consent")
    ATTENDED = "attended", _("attended, same telephone")
    OF_ENTERPRISE = "of_enterprise", _("works at an enterprise that took part")
