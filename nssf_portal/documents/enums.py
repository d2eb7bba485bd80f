"""Closed lists of the documents room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """What a virus scanner said; `unavailable` is shown as such and never as passed."""

    UNSCANNED = "unscanned", _("Not scanned yet")
    CLEAN = "clean", _("Scanned, nothing found")
    INFECTED = "infected", _("A virus was found")
    UNAVAILABLE = "unavailable", _("Not scanned: no scanner was available")


class IssuedKind(models.TextChoices):
    ENTERPRISE_CERTIFICATE = "enterprise_certificate", _("Registration certificate of an enterprise")
    STANDING_CERTIFICATE = "standing_certificate", _("Certificate of good standing")
    MINUTES = "minutes", _("Minutes of an inspection")
    NOTICE = "notice", _("Notice to an enterprise")
    FINE = "fine", _("Decision on a fine")
    COURT_REFERRAL = "court_referral", _("Referral to court")
    AWARD_CERTIFICATE = "award_certificate", _("Certificate of an award")
    AWARD_LETTER = "award_letter", _("Letter about an award")
    TRAINING_CERTIFICATE = "training_certificate", _("Certificate of a course")
