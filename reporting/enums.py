from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """The plan's four key measures; its rows 1.1 to 4.5 stand below them."""

    PROCEDURES = "1", _("Coordinating the mechanisms and procedures for registration")
    INCENTIVES = "2", _("Providing the incentives")
    COMPLIANCE = "3", _("Enhancing the legal compliance")
    AWARENESS = "4", _("Raising the public awareness")


class Part(models.TextChoices):
    LEAD = "lead", _("leads")
    SUPPORT = "support", _("supports")


class DecisionKind(models.TextChoices):
    EXTENDED = "extended", _("extended")
    ADJUSTED = "adjusted", _("adjusted")
    ENDED = "ended", _("ended")
    ADDED = "added", _("added")


class Body(models.TextChoices):
    EXECUTIVE = "executive", _("Executive Committee of the Council")
    COUNCIL = "council", _("National Social Protection Council")
    GOVERNMENT = "government", _("Royal Government")


class Criterion(models.TextChoices):
    """What the final evaluation asks of the plan (plan, section 6)."""

    EFFECTIVENESS = "effectiveness", _("effectiveness")
    EFFICIENCY = "efficiency", _("efficiency")
    SUSTAINABILITY = "sustainability", _("sustainability")


class EvaluationState(models.TextChoices):
    DRAFTED = "drafted", _("being written")
    APPROVED = "approved", _("approved")


class Method(models.TextChoices):
    """Where an indicator's figure comes from."""

    COMPUTED = "computed", _("computed by the portal")
    ENTERED = "entered", _("entered by an institution")
    BOTH = "both", _("computed, and entered where the portal cannot know")


class Direction(models.TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")
    NONE = "none", _("neither")


class EntryState(models.TextChoices):
    CALLED = "called", _("asked for")
    DRAFTED = "drafted", _("being written")
    SUBMITTED = "submitted", _("sent, waits for approval")
    RETURNED = "returned", _("returned with comments")
    APPROVED = "approved", _("approved")


class Status(models.TextChoices):
    """How an institution says its row goes."""

    NOT_STARTED = "not_started", _("not started")
    ON_TRACK = "on_track", _("on track")
    BEHIND = "behind", _("behind")
    DONE = "done", _("done")
    CONTINUES = "continues", _("done, goes on")


class Inquiry(models.TextChoices):
    """Qualitative ways of learning (plan, section 6)."""

    INTERVIEW = "interview", _("interviews")
    FOCUS_GROUP = "focus_group", _("focus group")
    CONSULTATION = "consultation", _("consultation")
    OBSERVATION = "observation", _("observation")


class CoordinationState(models.TextChoices):
    OPEN = "open", _("open")
    DECIDED = "decided", _("decided, to be done")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


class ReportKind(models.TextChoices):
    QUARTERLY = "quarterly", _("quarterly report")
    ANNUAL = "annual", _("annual report")


class ReportState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    COMPUTING = "computing", _("being computed")
    FAILED = "failed", _("could not be computed")
    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("replaced by a newer edition")
    DISCARDED = "discarded", _("discarded")


class Origin(models.TextChoices):
    """Who says a figure."""

    COMPUTED = "computed", _("computed")
    ENTERED = "entered", _("entered")


class Hidden(models.TextChoices):
    """Why a cell is not shown: too few people, or it would give such a cell away."""

    NO = "", _("shown")
    SMALL = "small", _("fewer than five")
    SECOND = "second", _("hidden so that a small number cannot be worked out")


class Missing(models.TextChoices):
    """Why there is no figure; never a zero."""

    NO = "", _("computed")
    NO_DATA = "no_data", _("nothing was recorded for it")
    NOT_ENTERED = "not_entered", _("the institution has not entered it")
    NO_DENOMINATOR = "no_denominator", _("there is nothing to divide by")
    NOT_BUILT = "not_built", _("the source is not connected yet")
    UNAVAILABLE = "unavailable", _("the source could not be read")


class FileKind(models.TextChoices):
    PDF_KM = "pdf_km", _("PDF in Khmer")
    PDF_EN = "pdf_en", _("PDF in English")
    XLSX = "xlsx", _("Excel tables")
    CSV = "csv", _("CSV tables")
    JSON = "json", _("JSON data")


class ChangeReason(models.TextChoices):
    """What moved a figure between two editions or two periods."""

    JOINED = "joined", _("joined")
    ENDED = "ended", _("ended")
    CORRECTED = "corrected", _("corrected")
    LATE = "late", _("data that came late")
    ENTERED = "entered", _("entered anew")
    DEFINITION = "definition", _("another definition")
