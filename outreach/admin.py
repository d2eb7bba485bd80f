from django.contrib import admin

from outreach.models import ActivityType, TypeField


class TypeFieldInline(admin.TabularInline):
    model = TypeField
    extra = 1


@admin.register(ActivityType)
class ActivityTypeAdmin(admin.ModelAdmin):
    list_display = ["code", "action", "name_en", "is_public", "valid_to"]
    list_filter = ["action"]
    inlines = [TypeFieldInline]
