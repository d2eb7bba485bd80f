from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.member import Member


class MemberProof(models.Model):
    """How often somebody with a link tried to show that they are this member; no attempt is forgotten by a restart."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    failed = models.PositiveSmallIntegerField(_("wrong attempts"), default=0)
    closed_until = models.DateTimeField(_("closed until"), null=True)
    proved_at = models.DateTimeField(_("last proved"), null=True)

    class Meta:
        verbose_name = _("proof by a member")
        ordering = ["member_id"]

    def __str__(self) -> str:
        return str(self.failed)
