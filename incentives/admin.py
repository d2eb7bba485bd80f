from django.contrib import admin

from incentives.models import ReliefReason


@admin.register(ReliefReason)
class ReliefReasonAdmin(admin.ModelAdmin):
    list_display = ["code", "kind", "name_en", "needs_document", "confirmed", "valid_from", "valid_to"]
    list_filter = ["kind"]
