"""How good the data is, day by day, and alarms of tallies that differ from their registers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.ids import uuid7
from nssf_portal.workflow import together


class QualityReading(models.Model):
    """One measure of data quality on one day, for the country, an office or a source."""

    day = models.DateField()
    code = models.SlugField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)  # a source's or an office's code
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("reading of data quality")
        ordering = ["-day", "code", "subject"]
        constraints = [models.UniqueConstraint(fields=["day", "code", "subject"], name="quality_reading_once")]

    def __str__(self) -> str:
        return self.code


class TallyAlarm(models.Model):
    """A tally that differed from a recount: somebody looks, and says what it was; nothing is repaired in silence."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tally = models.SlugField(max_length=40)
    found_at = models.DateTimeField(default=timezone.now)
    cells = models.PositiveIntegerField()
    example = models.CharField(max_length=300, blank=True)  # one cell, no person
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    explanation = models.CharField(_("what it was"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("alarm of a tally")
        verbose_name_plural = _("alarms of tallies")
        ordering = ["-found_at", "id"]
        constraints = [together("tally_alarm_settled_by_and_at", "settled_at", "settled_by")]

    def __str__(self) -> str:
        return self.tally
