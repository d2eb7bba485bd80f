"""Which registries are asked, and what was exchanged (never the bodies)."""

from typing import Any

from allauth.socialaccount import admin as _allauth  # noqa: F401  (registers what is taken away below)
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nssf_portal.exchange.identifiers import IdentifierError, ServiceId
from nssf_portal.exchange.models import Exchange, RegistryService

# Servers to sign in at come from the environment; allauth's tables stay empty (identity.oidc).
admin.site.unregister([SocialAccount, SocialApp, SocialToken])


class RegistryServiceForm(ModelForm):
    def clean_service(self) -> str:
        try:
            return str(ServiceId.parse(self.cleaned_data["service"]))
        except IdentifierError:
            raise ValidationError(_("The service has five parts: instance/class/member/subsystem/service.")) from None


@admin.register(RegistryService)
class RegistryServiceAdmin(admin.ModelAdmin):
    form = RegistryServiceForm
    list_display = ["source", "service", "enabled"]


@admin.register(Exchange)
class ExchangeAdmin(admin.ModelAdmin):
    """The log is evidence: it can be read here, nothing else."""

    list_display = ["at", "service", "method", "outcome", "status", "fault_type", "duration_ms"]
    list_filter = ["outcome", "direction", "subject_kind"]
    search_fields = ["=xroad_id"]
    exclude = ["body"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


from nssf_portal.exchange.provider import admin as _provider  # noqa: E402, F401  (registers its tables)
