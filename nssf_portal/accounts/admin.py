"""People, offices and roles: ended, never deleted."""

from django.contrib import admin
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

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """A new colleague sets the first password through "Forgot your password?"; an administrator knows none."""
        obj.email = (obj.email or "").lower() or None
        obj.phone = obj.phone or None
        if not change:
            obj.set_unusable_password()
        if "phone" in form.changed_data:
            obj.phone_verified = False
        super().save_model(request, obj, form, change)


@admin.register(Office)
class OfficeAdmin(KeptAdmin):
    list_display = ["code", "tree", "name_km", "name_en", "parent"]
    list_filter = ["tree"]
    search_fields = ["code", "name_km", "name_en"]
    autocomplete_fields = ["parent"]


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
    autocomplete_fields = ["user", "office", "institution"]
    fields = ["user", "role", "office", "institution", "granted_at", "granted_by", "ended_at", "ended_by"]
    readonly_fields = ["granted_at", "granted_by", "ended_at", "ended_by"]
    actions = ["end"]

    def get_readonly_fields(self, request: HttpRequest, obj: RoleGrant | None = None) -> list[str]:
        return self.fields if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: ModelForm, change: bool) -> None:
        if not change:
            obj.granted_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("End the chosen roles now"))
    def end(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        ended = queryset.filter(ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=request.user)
        self.message_user(request, _("%(count)d ended.") % {"count": ended})
