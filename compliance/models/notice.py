from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import NoticeKind, NoticeState, ServedBy
from compliance.models.case import CaseFile
from compliance.models.scope import of_employer
from compliance.workflow import NOTICE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import IssuedDocument, Upload
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the case; the employer once it was served."""
        if not user.is_authenticated:
            return self.none()
        served = of_employer(user, "case__enterprise") & ~Q(state=NoticeState.ISSUED)
        return self.filter(Q(case__in=CaseFile.objects.visible_to(user)) | served)

    def unanswered(self) -> Self:
        return self.filter(state=NoticeState.SERVED)


@tracked()
class Notice(models.Model):
    """A reminder, a warning or an invitation to a hearing: numbered, served, with a right of reply and its clock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.RESTRICT, related_name="notices")
    number = models.CharField(_("number"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=NoticeKind)
    text = models.TextField(_("what to do"), max_length=4000)
    legal_source = models.CharField(_("legal reference"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=NoticeState, default=NoticeState.ISSUED)
    is_draft = models.BooleanField(default=False)  # it rests on a value to be confirmed: printed DRAFT, never served
    hearing_at = models.DateTimeField(_("hearing"), null=True, blank=True)
    hearing_where = models.CharField(_("where"), max_length=250, blank=True)
    issued_at = models.DateTimeField(_("made"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    served_at = models.DateTimeField(_("served"), null=True, blank=True)
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    served_how = models.CharField(_("how"), max_length=8, choices=ServedBy, blank=True)
    due_on = models.DateField(_("answer until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    paper_km = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")
    paper_en = models.ForeignKey(IssuedDocument, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-issued_at", "id"]
        triggers = [NOTICE.guard()]
        indexes = [models.Index(fields=["due_on"], name="notice_due", condition=Q(state="served"))]
        constraints = [
            state_needs("notice_served", ("served", "answered", "expired"), "served_at", "served_by", "due_on"),
            together("notice_served_by_and_at", "served_at", "served_by"),
            state_needs("notice_answered_at", ("answered",), "answered_at"),
            state_needs("notice_expired_at", ("expired",), "expired_at"),
            models.CheckConstraint(condition=Q(is_draft=False) | Q(state="issued"), name="notice_draft_is_not_served"),
            models.CheckConstraint(
                condition=~Q(kind="hearing") | Q(hearing_at__isnull=False) & ~Q(hearing_where=""),
                name="notice_hearing_when_and_where",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeReplyQuerySet(models.QuerySet["NoticeReply"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(notice__in=Notice.objects.visible_to(user))


class NoticeReply(models.Model):
    """The employer's answer in its own words; each answer is kept, none replaces another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="replies")
    text = models.TextField(_("answer"), max_length=4000)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    on_behalf = models.BooleanField(default=False)  # taken down by an officer
    is_late = models.BooleanField(default=False)

    objects = NoticeReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a notice")
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class ReplyDocument(models.Model):
    reply = models.ForeignKey(NoticeReply, models.RESTRICT, related_name="documents")
    upload = models.OneToOneField(Upload, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("document of an answer")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)
