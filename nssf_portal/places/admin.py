"""Places come from the national list; what people add here is a spelling, or the name of a place the list forgot."""

from django.contrib import admin

from nssf_portal.places import names
from nssf_portal.places.models import Place, PlaceAlias, place_key


class AliasInline(admin.TabularInline):
    model = PlaceAlias
    fields = ["text"]
    extra = 0


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ["code", "level", "name_km", "name_latin", "release", "made"]
    list_filter = ["level", "made", "release"]
    search_fields = ["code__startswith", "key_km__startswith", "key_latin__startswith"]
    ordering = ["code", "ordinal"]
    fields = ["code", "level", "name_km", "name_latin", "shown_km", "shown_latin", "release", "made"]
    inlines = [AliasInline]

    def get_readonly_fields(self, request, obj=None):
        """A name can be given only to a place the list has no row for; the common form to any."""
        given = [] if obj and obj.made else ["name_km", "name_latin"]
        return ["code", "level", "release", "made", *given]

    def save_model(self, request, obj, form, change):
        obj.key_km, obj.key_latin = place_key(obj.name_km), place_key(obj.name_latin)
        super().save_model(request, obj, form, change)
        names.forget()

    def save_formset(self, request, form, formset, change):
        for alias in formset.save(commit=False):
            alias.key = place_key(alias.text)
            alias.save()
        for alias in formset.deleted_objects:
            alias.delete()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
