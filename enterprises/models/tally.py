"""What is counted of enterprises while it is written (nssf_portal.tallies)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.enums import EnterpriseKind, Sector
from nssf_portal.tallies import Part, Tally

_UNIT = {"province_code": "province_code", "sector": "sector", "kind": "kind", "channel": "channel"}
ENTERPRISES = Tally(
    name="enterprises",
    table="enterprises_enterprisetally",
    source="enterprises_enterprise",
    sums={"units": "1"},
    parts=(
        Part(
            {"month": "date_trunc('month', registered_on)::date", "moved": "'in'", **_UNIT},
            "merged_into_id IS NULL AND registered_on IS NOT NULL",
        ),
        Part(
            {"month": "date_trunc('month', closed_on)::date", "moved": "'out'", **_UNIT},
            "merged_into_id IS NULL AND registered_on IS NOT NULL AND state = 'closed'",
        ),
        Part(
            {"month": "NULL::date", "moved": "'known'", **_UNIT},
            "merged_into_id IS NULL AND registered_on IS NULL AND state = 'known'",
        ),
    ),
)


class EnterpriseTally(models.Model):
    """Enterprises registered ("in") and closed ("out") by month, and those only known; rows add up."""

    month = models.DateField(_("month"), null=True)
    moved = models.CharField(max_length=5)
    province_code = models.CharField(_("province"), max_length=2)
    sector = models.CharField(_("sector"), max_length=1, choices=Sector, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=EnterpriseKind)
    channel = models.CharField(_("channel"), max_length=12)
    units = models.IntegerField(_("enterprises"))

    class Meta:
        verbose_name = _("tally of enterprises")
        ordering = ["month", "province_code"]

    def __str__(self) -> str:
        return f"{self.month} {self.moved} {self.units}"
