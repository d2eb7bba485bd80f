from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Signature
from compliance.models.case import CaseFile, Visit
from compliance.models.scope import of_employer
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ids import uuid7


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the case, and the employer they were made with; a draft is the inspectors' own."""
        told = of_employer(user, "case__enterprise") & Q(is_draft=False)
        return self.filter(Q(case__in=CaseFile.objects.visible_to(user)) | told)


@tracked()
class Minutes(models.Model):
    """The minutes of a case: what was found and said, signed or not. A correction is a second set of minutes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="minutes")
    visit = models.ForeignKey(Visit, models.RESTRICT, null=True, blank=True, related_name="minutes")
    number = models.CharField(_("number"), max_length=24, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    text = models.TextField(_("text"), max_length=8000, blank=True)
    statement = models.TextField(_("what the employer says"), max_length=4000, blank=True)
    signature = models.CharField(_("signature"), max_length=8, choices=Signature)
    signer = models.CharField(_("who signed"), max_length=160, blank=True)
    signature_note = models.CharField(_("why not signed"), max_length=500, blank=True)
    is_draft = models.BooleanField(default=False)
    paper_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    paper_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signature="signed") & ~Q(signer="") | ~Q(signature="signed") & ~Q(signature_note=""),
                name="minutes_signed_by_somebody_or_why_not",
            )
        ]

    def __str__(self) -> str:
        return self.number
