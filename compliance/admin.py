from django.contrib import admin

from compliance.models import PartyField, ViolationType


@admin.register(ViolationType)
class ViolationTypeAdmin(admin.ModelAdmin):
    list_display = ["code", "text_en", "fine", "active", "confirmed"]


@admin.register(PartyField)
class PartyFieldAdmin(admin.ModelAdmin):
    list_display = ["party", "field", "confirmed", "source"]
    list_filter = ["party"]
