from datetime import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nssf_portal.ids import uuid7


class ContactCodeQuerySet(models.QuerySet["ContactCode"]):
    def open(self, now: datetime) -> "ContactCodeQuerySet":
        return self.filter(ended_at=None, expires_at__gt=now)


class ContactCode(models.Model):
    """A code by SMS that shows who holds a phone now. Neither the phone nor the code can be read out of the row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_index = models.UUIDField(_("phone, as a keyed digest"))
    purpose = models.CharField(_("purpose"), max_length=30)
    digest = models.UUIDField(_("code, as a keyed digest"))
    created_at = models.DateTimeField(_("sent"), db_default=Now())
    expires_at = models.DateTimeField(_("good until"))
    attempts = models.PositiveSmallIntegerField(_("tries"), db_default=0)
    ended_at = models.DateTimeField(_("used, or followed by another"), null=True, blank=True)

    objects = ContactCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code by SMS")
        verbose_name_plural = _("codes by SMS")
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index", "purpose"],
                condition=models.Q(ended_at=None),
                name="contact_code_one_open",
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="contact_code_expires")]

    def __str__(self) -> str:
        return str(self.id)
