from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Way
from nssf_portal.accounts.models import Institution
from nssf_portal.accounts.models.office import Bilingual


class Source(Bilingual):
    """Who says it: an institution's registry, NSSF's core system, or the enterprise itself."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    institution = models.ForeignKey(
        Institution, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    way = models.CharField(_("how it comes"), max_length=8, choices=Way, default=Way.FILE)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=50, help_text=_("Whose word is shown first when several know a value: the smaller number.")
    )
    months_between = models.PositiveSmallIntegerField(_("months between deliveries"), null=True, blank=True)
    owed_since = models.DateField(_("owed since"), null=True, blank=True)
    owed_by = models.CharField(_("text that says so"), max_length=300, blank=True)
    # How many units the source says it has: what coverage is measured against.
    units = models.PositiveIntegerField(_("units the source says it has"), null=True, blank=True)
    units_as_of = models.DateField(_("as of"), null=True, blank=True)
    units_said_by = models.CharField(_("who says so"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]
