"""Tables of this app that administrators keep: who says something about enterprises, and how often."""

from django.contrib import admin
from django.http import HttpRequest

from enterprises.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["code", "name_km", "name_en", "institution", "way", "months_between", "rank", "is_active"]
    list_filter = ["way", "is_active"]
    search_fields = ["code", "name_km", "name_en"]

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()  # commands and agreements name a source by its code

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return False  # records speak for a source as long as they stand; it is switched off instead
