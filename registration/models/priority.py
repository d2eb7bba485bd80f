from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution
from nssf_portal.audit.tracking import tracked
from registration.enums import PriorityKind


@tracked()
class PriorityGroup(models.Model):
    """One of the fifteen priority groups of the National Strategy on the Informal Economy 2023-2028.

    No public text lists them all: a slot without a confirmed name is "to be supplied by CCDIE"."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PriorityKind, blank=True)
    name_km = models.CharField(_("name in Khmer"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    benefits = models.CharField(_("benefits"), max_length=500, blank=True)
    registration_plan = models.CharField(_("plan to register them"), max_length=500, blank=True)
    owner = models.ForeignKey(
        Institution, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("institution that leads")
    )

    class Meta:
        verbose_name = _("priority group")
        verbose_name_plural = _("priority groups")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        first, second = (self.name_en, self.name_km) if get_language() == "en" else (self.name_km, self.name_en)
        return first or second

    @property
    def is_named(self) -> bool:
        return bool(self.name_km or self.name_en)
