from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import together
from registration.enums import Relation
from registration.models.member import Member


@tracked()
class Dependency(models.Model):
    """A dependant member belongs to a member. A child of two members is one dependant with two dependencies.

    Who may depend: Sub-Decree 280 (28 August 2023); ages are the law book's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dependant = models.ForeignKey(Member, models.RESTRICT, related_name="dependencies")
    sponsor = models.ForeignKey(Member, models.RESTRICT, related_name="dependants")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    is_disabled = models.BooleanField(_("disabled or chronically ill"), default=False)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(max_length=24, null=True, blank=True)  # came_of_age, divorced, died, mistake
    ageing_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(dependant=F("sponsor")), name="dependency_of_another"),
            models.UniqueConstraint(
                fields=["dependant", "sponsor"], condition=Q(until__isnull=True), name="dependency_once"
            ),
            models.UniqueConstraint(
                fields=["sponsor"],
                condition=Q(until__isnull=True, relation="spouse"),
                name="dependency_one_spouse",
            ),
            together("dependency_end_has_reason", "until", "end_reason"),
        ]

    def __str__(self) -> str:
        return self.relation
