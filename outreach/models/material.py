"""What is shown and given away: leaflets, films, slide sets, their versions, and which was used where."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models.office import Bilingual
from nssf_portal.audit.tracking import tracked
from nssf_portal.documents.models import Upload
from nssf_portal.ids import uuid7
from outreach.enums import TargetGroup
from outreach.models.activity import Activity


@tracked()
class Material(Bilingual):
    """A leaflet, film, slide set: versions keep what was shown when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, default="km")
    target_group = models.CharField(_("for whom"), max_length=14, choices=TargetGroup, default=TargetGroup.PUBLIC)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    retired_on = models.DateField(_("not used any more from"), null=True, blank=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["-created_at", "id"]


class MaterialVersion(models.Model):
    """One file of a material; a newer one replaces it, the old stays. Only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    material = models.ForeignKey(Material, models.RESTRICT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"))
    upload = models.ForeignKey(Upload, models.RESTRICT, related_name="+")
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("version of a material")
        ordering = ["material", "-version"]
        constraints = [models.UniqueConstraint(fields=["material", "version"], name="material_version_once")]

    def __str__(self) -> str:
        return str(self.version)


class ActivityMaterial(models.Model):
    """The version that was used at an activity."""

    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="materials")
    version = models.ForeignKey(MaterialVersion, models.RESTRICT, related_name="+")
    copies = models.PositiveIntegerField(_("copies given"), null=True, blank=True)

    class Meta:
        verbose_name = _("material of an activity")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["activity", "version"], name="activity_material_once")]

    def __str__(self) -> str:
        return str(self.pk)
