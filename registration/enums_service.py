"""Words of the hotline: what is asked, told and complained about, and how far it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallTopic(models.TextChoices):
    REGISTER = "register", _("Registering myself or my family")
    STATUS = "status", _("My application")
    EMPLOYER = "employer", _("My employer has not registered me")
    CARD = "card", _("My card or my number")
    OTHER = "other", _("Something else")


class CallTime(models.TextChoices):
    ANY = "any", _("Any time of the day")
    MORNING = "morning", _("In the morning")
    NOON = "noon", _("At noon")
    EVENING = "evening", _("In the evening")


class CallBackState(models.TextChoices):
    WAITING = "waiting", _("waits for our call")
    DONE = "done", _("called")
    NOT_REACHED = "not_reached", _("not reached")
    CANCELLED = "cancelled", _("cancelled")


class Fact(models.TextChoices):
    """What a caller is asked, so that we know whom we speak to."""

    BORN_ON = "born_on", _("Date of birth")
    LAST_FOUR = "last_four", _("Last four signs of the identity number")
    PHONE_END = "phone_end", _("Last four digits of the phone number given to us")
    COMMUNE = "commune", _("Commune where the person lives")


class TipAbout(models.TextChoices):
    NOT_REGISTERED = "not_registered", _("Staff are not registered")
    FEWER_STAFF = "fewer_staff", _("Fewer staff are declared than work there")
    LOWER_WAGE = "lower_wage", _("Lower wages are declared than are paid")
    NOT_PAID = "not_paid", _("Contributions are kept back from the wage and not paid")
    PRESSURE = "pressure", _("Staff are threatened or told not to register")
    OTHER = "other", _("Something else")


class TipState(models.TextChoices):
    RECEIVED = "received", _("received")
    LOOKING = "looking", _("an inspector looks into it")
    CLOSED = "closed", _("closed")


class ComplaintAbout(models.TextChoices):
    DELAY = "delay", _("It takes too long")
    MONEY = "money", _("Somebody asked for money")
    DATA = "data", _("My data are wrong")
    CONDUCT = "conduct", _("Somebody was rude or unfair")
    OTHER = "other", _("Something else")


class ComplaintState(models.TextChoices):
    RECEIVED = "received", _("received")
    LOOKING = "looking", _("somebody looks into it")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class ReviewOf(models.TextChoices):
    APPLICATION = "application", _("Refusal of an application")
    MERGE = "merge", _("Merge of two records")


class ReviewState(models.TextChoices):
    ASKED = "asked", _("another person looks at it")
    UPHELD = "upheld", _("the decision stands")
    CHANGED = "changed", _("the decision is changed")
