"""Plain words: short pages on schemes, rights, duties, procedures, owned and reviewed; questions that people asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together
from outreach.enums import PageState, PageTopic
from outreach.workflow import PAGE


class PageQuerySet(models.QuerySet["PlainPage"]):
    def published(self) -> "PageQuerySet":
        return self.filter(state=PageState.PUBLISHED)


@tracked()
class PlainPage(models.Model):
    """One version of a page; the published one is read, a newer one replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    topic = models.CharField(_("topic"), max_length=10, choices=PageTopic)
    title_km = models.CharField(_("title in Khmer"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    body_km = models.TextField(_("text in Khmer"), max_length=12000)
    body_en = models.TextField(_("text in English"), max_length=12000)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    search_km = models.TextField(blank=True, editable=False)  # normalised keys
    search_en = models.TextField(blank=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    review_on = models.DateField(_("to be reviewed on"))
    state = models.CharField(_("state"), max_length=10, choices=PageState, default=PageState.DRAFTED)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("plain-words page")
        verbose_name_plural = _("plain-words pages")
        ordering = ["topic", "slug", "-version"]
        triggers = [PAGE.guard()]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="plain_page_version_once"),
            models.UniqueConstraint(fields=["slug"], condition=Q(state="published"), name="plain_page_one_published"),
            state_needs("plain_page_published", ("published", "replaced", "withdrawn"), "published_at"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_km

    @property
    def body(self) -> str:
        return self.body_en if get_language() == "en" else self.body_km


@tracked()
class AskedQuestion(models.Model):
    """A question somebody really asked, without the person; answered on a page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(_("page"), max_length=60, blank=True)
    question_km = models.CharField(_("question in Khmer"), max_length=300)
    question_en = models.CharField(_("question in English"), max_length=300, blank=True)
    answer_km = models.CharField(_("answer in Khmer"), max_length=2000, blank=True)
    answer_en = models.CharField(_("answer in English"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    where = models.CharField(_("where it was asked"), max_length=120, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("question that was asked")
        verbose_name_plural = _("questions that were asked")
        ordering = ["-asked_at", "id"]
        constraints = [together("asked_question_published_by_and_at", "published_at", "published_by")]

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        return self.question_en if get_language() == "en" and self.question_en else self.question_km

    @property
    def answer(self) -> str:
        return self.answer_en if get_language() == "en" and self.answer_en else self.answer_km
