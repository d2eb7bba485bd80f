from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    OUT = "out", _("to the core system")
    IN = "in", _("from the core system")


class DeltaState(models.TextChoices):
    MADE = "made", _("made, not fetched yet")
    DELIVERED = "delivered", _("fetched")
    ACKNOWLEDGED = "acknowledged", _("taken over by the core system")
    TAKING = "taking", _("being taken over")
    TAKEN = "taken", _("taken over here")


class Subject(models.TextChoices):
    MEMBER = "member", _("member")
    ENTERPRISE = "enterprise", _("enterprise")


class DifferenceKind(models.TextChoices):
    ONLY_CORE = "only_core", _("only in the core system")
    ONLY_HERE = "only_here", _("only here")
    DIFFERS = "differs", _("known to both, said differently")
    NUMBERED_BY_BOTH = "numbered_by_both", _("one number, two people")
    TWO_NUMBERS = "two_numbers", _("one person, two numbers")


class DifferenceState(models.TextChoices):
    OPEN = "open", _("open")
    EXPLAINED = "explained", _("explained")
    SETTLED = "settled", _("settled")
