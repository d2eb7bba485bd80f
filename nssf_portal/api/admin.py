"""Clients of partners and of the Fund's own apps: made with a secret shown once, given a new one, revoked."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nssf_portal.api import clients
from nssf_portal.api.models import ApiClient
from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.scopes import all_scopes

_KINDS = (ClientKind.PARTNER, ClientKind.APP)


class ClientForm(forms.ModelForm):
    kind = forms.ChoiceField(label=_("kind"), choices=[(kind.value, kind.label) for kind in _KINDS])
    scopes = forms.MultipleChoiceField(label=_("may"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiClient
        fields = ["name", "kind", "scopes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [scope for scope in all_scopes() if set(scope.kinds) & set(_KINDS)]
        if "scopes" in self.fields:
            self.fields["scopes"].choices = [(scope.code, f"{scope.code}: {scope.name}") for scope in offered]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        allowed = {scope.code for scope in all_scopes() if given.get("kind") in scope.kinds}
        if not set(given.get("scopes", [])) <= allowed:
            self.add_error("scopes", _("Not every one of these is for this kind of client."))
        return given


@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin):
    """Employers connect theirs themselves; here they can be seen and revoked."""

    form = ClientForm
    fields = ["name", "kind", "scopes"]
    list_display = ["name", "public_id", "kind", "active", "last_used_at", "created_at", "revoked_at"]
    list_filter = ["kind", "active"]
    actions = ["new_secret", "revoke"]

    def save_model(self, request: HttpRequest, obj: ApiClient, form: ClientForm, change: bool) -> None:
        given = form.cleaned_data
        made = clients.create_client(name=given["name"], kind=given["kind"], scopes=given["scopes"], by=request.user)
        obj.pk = made.client.pk
        obj.refresh_from_db()
        self._show(request, made)

    @admin.action(description=_("Make a new secret"))
    def new_secret(self, request: HttpRequest, queryset: models.QuerySet[ApiClient]) -> None:
        for client in queryset.active().filter(kind__in=_KINDS):
            self._show(request, clients.rotate_secret(client=client, by=request.user))

    @admin.action(description=_("Revoke"))
    def revoke(self, request: HttpRequest, queryset: models.QuerySet[ApiClient]) -> None:
        for client in queryset:
            clients.revoke_client(client=client, by=request.user)

    def _show(self, request: HttpRequest, made: clients.WithSecret) -> None:
        """In the next page only: messages lie in the session, which is encrypted."""
        words = _("Client %(id)s, its secret, shown this once: %(secret)s")
        said = words % {"id": made.client.public_id, "secret": made.secret}
        self.message_user(request, said, messages.WARNING)

    def has_change_permission(self, request: HttpRequest, obj: ApiClient | None = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: ApiClient | None = None) -> bool:
        return False
