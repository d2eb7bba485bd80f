"""Blocks of numbers: entered when the core system has reserved them, never moved or taken away."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.identifiers.numbers import BlockRefused, check_block, reserve


class NumberBlockForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if {"kind", "first", "last"} <= given.keys():
            try:
                check_block(given["kind"], given["first"], given["last"])
            except BlockRefused as refused:
                raise ValidationError(str(refused), code=refused.code) from refused
        return given


@admin.register(NumberBlock)
class NumberBlockAdmin(admin.ModelAdmin):
    """What was given out cannot be given back, so a block is added and read, nothing else."""

    form = NumberBlockForm
    fields = ["kind", "first", "last", "source"]
    list_display = ["kind", "first", "last", "next", "left", "reserved_on", "source"]
    list_filter = ["kind"]

    @admin.display(description=_("numbers left"))
    def left(self, block: NumberBlock) -> int:
        return block.last - block.next + 1

    def save_model(self, request: HttpRequest, obj: NumberBlock, form: ModelForm, change: bool) -> None:
        kept = reserve(obj.kind, obj.first, obj.last, source=obj.source)
        obj.pk, obj.next = kept.pk, kept.next

    def has_change_permission(self, request: HttpRequest, obj: NumberBlock | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NumberBlock | None = None) -> bool:
        return False
