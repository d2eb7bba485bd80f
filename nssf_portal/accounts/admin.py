"""People, offices and roles: ended, never deleted."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, Office, RoleGrant, User


class KeptAdmin(admin.ModelAdmin):
    """History leans on these rows: nobody deletes them."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(KeptAdmin):
    list_display = ["name", "email", "phone", "is_active", "date_joined", "last_login"]
    list_filter = ["is_active", "language"]
    search_fields = ["name", "email", "phone"]
    fields = ["name", "email", "phone", "language", "is_active", "phone_verified", "date_joined", "last_login"]
    readonly_fields = ["phone_verified", "date_joined", "last_login"]
    actions = ["remove_second_factor"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """A new colleague sets the first password through "Forgot your password?"; an administrator knows none."""
        obj.email = (obj.email or "").lower() or None
        obj.phone = obj.phone or None
        if not change:
            obj.set_unusable_password()
        if "phone" in form.changed_data:
            obj.phone_verified = False
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            replace_address(obj)

    @admin.action(description=_("Remove the second factor (lost telephone)"))
    def remove_second_factor(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Where telephone and recovery codes are both lost; the person must set up a new one before working."""
        for user in queryset.exclude(pk=request.user.pk):
            Authenticator.objects.filter(user=user).delete()
            self.log_change(request, user, "second factor removed")
        self.message_user(request, _("The second factor is removed. They set up a new one when they sign in."))


def replace_address(user: User) -> None:
    """allauth signs in by any address it knows: a former one must not stay a way in."""
    EmailAddress.objects.filter(user=user).delete()
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, primary=True)


@admin.register(Office)
class OfficeAdmin(KeptAdmin):
    list_display = ["code", "tree", "name_km", "name_en", "parent"]
    list_filter = ["tree"]
    search_fields = ["code", "name_km", "name_en"]


@admin.register(Institution)
class InstitutionAdmin(KeptAdmin):
    list_display = ["code", "name_km", "name_en"]
    search_fields = ["code", "name_km", "name_en"]


@admin.register(RoleGrant)
class RoleGrantAdmin(KeptAdmin):
    """A grant is given and ended, not rewritten: who could do what on a past day stays answerable."""

    list_display = ["user", "role", "office", "institution", "granted_at", "granted_by", "ended_at"]
    list_filter = ["role", ("ended_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__name", "user__email"]
    raw_id_fields = ["user"]
    fields = ["user", "role", "office", "institution", "granted_at", "granted_by", "ended_at", "ended_by"]
    readonly_fields = ["granted_at", "granted_by", "ended_at", "ended_by"]
    actions = ["end"]

    def get_readonly_fields(self, request: HttpRequest, obj: RoleGrant | None = None) -> list[str]:
        return self.fields if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: ModelForm, change: bool) -> None:
        if obj.user_id == request.user.pk:
            raise PermissionDenied  # nobody gives a role to himself: an administrator sees no case data
        if not change:
            obj.granted_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("End the chosen roles now"))
    def end(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        ended = queryset.filter(ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=request.user)
        self.message_user(request, _("%(count)d ended.") % {"count": ended})
