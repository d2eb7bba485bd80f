"""Tables of registration that administrators keep: where people can go."""

from django.contrib import admin

from registration.models import PointHours, ServicePoint


class HoursInline(admin.TabularInline):
    model = PointHours
    extra = 1


@admin.register(ServicePoint)
class ServicePointAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "commune_code", "counter", "valid_from", "valid_to", "confirmed"]
    list_filter = ["kind", "confirmed"]
    search_fields = ["name_km", "name_en", "address", "commune_code"]
    inlines = [HoursInline]

    def has_delete_permission(self, request, obj=None):
        return False  # a point ends; messages and applications of its time may name it
