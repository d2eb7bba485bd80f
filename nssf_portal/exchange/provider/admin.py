"""Agreements with partners: who may ask what, on which ground; reviewed once in a while."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.identifiers import ClientId, IdentifierError
from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant
from nssf_portal.exchange.provider.registry import service, services


class PartnerClientForm(forms.ModelForm):
    def clean_client(self) -> str:
        try:
            return str(ClientId.parse(self.cleaned_data["client"]))
        except IdentifierError:
            message = _("The partner has four parts: instance/class/member/subsystem.")
            raise forms.ValidationError(message) from None


class PartnerGrantForm(forms.ModelForm):
    service = forms.ChoiceField(label=_("Service"), choices=lambda: [(s.code, s.title) for s in services()])

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        offered = service(found.get("service", ""))
        unknown = sorted(set(found.get("fields") or ()) - set(offered.fields if offered else ()))
        if unknown:
            known = ", ".join(sorted(offered.fields)) if offered else ""
            self.add_error("fields", _("The service has no such field. It has: %(known)s") % {"known": known or "-"})
        return found


class KeptWithActor(admin.ModelAdmin):
    """Who changed it stands in the history; nothing is deleted, an agreement ends by its date."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with acting(by=request.user, action=f"exchange.{obj._meta.model_name}"):  # type: ignore[arg-type]
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PartnerClient)
class PartnerClientAdmin(KeptWithActor):
    form = PartnerClientForm
    list_display = ["client", "name", "institution", "active"]
    list_filter = ["active"]
    list_select_related = ["institution"]


@admin.register(PartnerGrant)
class PartnerGrantAdmin(KeptWithActor):
    form = PartnerGrantForm
    list_display = ["client", "service", "purpose", "since", "until", "reviewed_at"]
    list_filter = ["service", ("reviewed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["client"]
    actions = ["mark_reviewed"]

    @admin.action(description=_("Reviewed: still needed"), permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, chosen: QuerySet[PartnerGrant]) -> None:
        with acting(by=request.user, action="exchange.grant_reviewed"):  # type: ignore[arg-type]
            chosen.update(reviewed_at=timezone.now(), reviewed_by=request.user)
