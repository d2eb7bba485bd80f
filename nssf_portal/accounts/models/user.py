from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.permissions import ADMIN_ROOMS, Permission, permissions_of
from nssf_portal.ids import uuid7

if TYPE_CHECKING:
    from nssf_portal.accounts.models.grant import RoleGrant


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str | None = None, phone: str | None = None, password=None, **fields) -> "User":
        """An account is known by an e-mail address, a phone number, or both."""
        if not (email or phone):
            raise ValueError("an account needs an e-mail address or a phone number")
        user = self.model(email=self.normalize_email(email).lower() if email else None, phone=phone or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(models.Q(email=username.lower()) | models.Q(phone=username))


class User(AbstractBaseUser):
    """A person who signs in. Being staff, representative or member is said elsewhere, by grants and links."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(_("phone number verified"), default=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("km", _("Khmer")), ("en", _("English"))], default="km"
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False), name="user_can_be_reached"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.id)

    def get_full_name(self) -> str:
        return str(self)

    get_short_name = get_full_name

    @cached_property
    def active_grants(self) -> list["RoleGrant"]:
        """One query for all of a request."""
        return list(self.grants.active().select_related("office", "institution"))

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of({grant.role for grant in self.active_grants}) if self.is_active else frozenset()

    def has_permission(self, permission: str) -> bool:
        return permission in self.permissions

    def place_prefixes(self, permission: str) -> list[str]:
        """Places (code prefixes) in which this user holds a permission; '' is national, [] nowhere."""
        prefixes = {g.place_prefix for g in self.active_grants if self.is_active and g.gives(permission)}
        return [""] if "" in prefixes else sorted(prefixes)

    def institutions(self, permission: str) -> list[int]:
        """Keys of the institutions for which this user holds a permission."""
        grants = self.active_grants if self.is_active else []
        return [g.institution_id for g in grants if g.institution_id and g.gives(permission)]

    @property
    def is_office_staff(self) -> bool:
        """Anyone who holds a role: the second factor is compulsory for them."""
        return bool(self.active_grants)

    # What django.contrib.admin asks of a user: answered by the portal's own permissions, app by app.
    @property
    def is_staff(self) -> bool:
        return any(self.has_permission(room) for room in {Permission.MANAGE_PEOPLE, *ADMIN_ROOMS.values()})

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.has_module_perms(perm.partition(".")[0])

    def has_perms(self, perms: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_permission(ADMIN_ROOMS.get(app_label, Permission.MANAGE_PEOPLE))
