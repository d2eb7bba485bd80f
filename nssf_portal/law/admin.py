"""The law book's desk: a value is ended and followed by a new one; nothing that was once law is deleted."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nssf_portal.law import book, clock
from nssf_portal.law.enums import ValueType
from nssf_portal.law.models import ChecklistItem, Coverage, Holiday, LawValue, OpeningHours

_COLUMN = {
    ValueType.INTEGER: "number",
    ValueType.DECIMAL: "number",
    ValueType.TEXT: "text",
    ValueType.BOOLEAN: "flag",
}


class LawValueForm(forms.ModelForm):
    class Meta:
        model = LawValue
        fields = [
            "code",
            "value_type",
            "number",
            "text",
            "flag",
            "unit",
            "valid_from",
            "valid_to",
            "source",
            "confirmed",
            "note",
        ]

    def clean(self):
        """Only the box of the chosen type counts; the others are emptied, as the database wants it."""
        cleaned = super().clean()
        wanted = _COLUMN.get(cleaned.get("value_type"))
        for column in {"number", "text", "flag"} - {wanted}:
            cleaned[column] = None
        if wanted and cleaned.get(wanted) in (None, ""):
            raise ValidationError({wanted: _("Give the value in this box.")})
        return cleaned


class _Kept(admin.ModelAdmin):
    """Rows stay: reports and decisions of the past rest on them."""

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        book.forget()
        clock.forget()


@admin.register(LawValue)
class LawValueAdmin(_Kept):
    form = LawValueForm
    list_display = ["code", "value", "unit", "valid_from", "valid_to", "confirmed", "source"]
    list_filter = ["confirmed", "value_type"]
    search_fields = ["code", "source", "note"]
    actions = ["follow_from_tomorrow"]

    @admin.action(description=_("End today and prepare a following value"))
    def follow_from_tomorrow(self, request, queryset):
        """The copy starts tomorrow, unconfirmed, ready to be changed."""
        today = clock.today()
        for value in queryset.in_force(today).filter(valid_to=None):
            LawValue.objects.filter(pk=value.pk).update(valid_to=today)
            value.pk, value.valid_from, value.confirmed = None, today + timedelta(days=1), False
            value.save(force_insert=True)
        book.forget()


@admin.register(Holiday)
class HolidayAdmin(_Kept):
    list_display = ["date", "name_km", "name_en", "confirmed"]
    list_filter = ["confirmed"]
    date_hierarchy = "date"

    def has_delete_permission(self, request, obj=None):
        return super(_Kept, self).has_delete_permission(request, obj)  # a forecast day may turn out to be none


@admin.register(OpeningHours)
class OpeningHoursAdmin(_Kept):
    list_display = ["counter", "weekday", "opens", "closes", "valid_from", "valid_to"]
    list_filter = ["counter"]


@admin.register(ChecklistItem)
class ChecklistItemAdmin(_Kept):
    list_display = ["procedure", "applicant", "document", "requirement", "valid_from", "valid_to", "confirmed"]
    list_filter = ["procedure", "applicant", "requirement"]


@admin.register(Coverage)
class CoverageAdmin(_Kept):
    list_display = ["category", "scheme", "status", "valid_from", "valid_to", "confirmed"]
    list_filter = ["category", "scheme", "status", "confirmed"]
