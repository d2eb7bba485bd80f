import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> "JobQuerySet":
        """Queued and due, or running with a lease that ran out (its worker died)."""
        now = timezone.now()
        return self.filter(Q(state=Job.State.QUEUED, not_before__lte=now) | Q(state="running", leased_until__lt=now))


class Job(models.Model):
    """The record of a piece of work; Celery only rings the bell. Killing anything loses and repeats nothing."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DEAD = "dead", _("stopped after several failures")

    MAX_FAILURES = 5
    LEASE = datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    dedup_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)  # also the fence: a worker whose number is older has lost it
    failures = models.PositiveSmallIntegerField(default=0)  # the handler's own; a killed worker is not the job's fault
    not_before = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["not_before"], name="job_open", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["subject_id", "kind"], name="job_of_subject"),
        ]
        constraints = [
            state_needs("job_running_has_lease", ("running",), "leased_until"),
            state_needs("job_finished_at", ("done", "dead"), "finished_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)
