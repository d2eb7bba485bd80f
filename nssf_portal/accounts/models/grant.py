from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.permissions import ROLES, role_choices
from nssf_portal.audit.tracking import tracked


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def active(self) -> "RoleGrantQuerySet":
        return self.filter(ended_at__isnull=True)


@tracked()
class RoleGrant(models.Model):
    """A user holds a role at an office (scope: its places) or for an institution, from one date to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=24, choices=role_choices)
    office = models.ForeignKey(
        "accounts.Office", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    institution = models.ForeignKey(
        "accounts.Institution", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )  # null: made by the installation's first command
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="role_grant_ended_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("granted_at")), name="role_grant_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                condition=Q(ended_at__isnull=True),
                name="role_grant_once_per_office",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.office or self.institution or '-'})"

    def gives(self, permission: str) -> bool:
        return permission in ROLES[self.role].permissions

    @property
    def place_prefix(self) -> str:
        """National unless the grant names an office."""
        return self.office.place_prefix if self.office else ""
