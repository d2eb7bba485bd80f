"""The outbox for operators: what waits, what failed, what is in doubt; addresses and texts are not here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nssf_portal.notifications.models import Message, MessageQuerySet
from nssf_portal.notifications.services import send_again


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["created_at", "event", "template", "channel", "state", "attempts", "failure"]
    list_filter = ["state", "channel", "template"]
    fields = [*list_display, "language", "not_before", "sent_at", "provider_id"]
    readonly_fields = fields
    actions = ["send_once_more"]
    show_full_result_count = False

    @admin.action(description=_("Send again (failed or in doubt, after checking)"))
    def send_once_more(self, request: HttpRequest, queryset: MessageQuerySet) -> None:
        count = send_again(queryset)
        self.message_user(request, _("Messages to be sent again: %(count)s") % {"count": count})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
