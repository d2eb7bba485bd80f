"""Django's form renderer with our field: GOV.UK markup through `{{ field.as_field_group }}`."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.MultiWidget, ""),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (Input, "govuk-input"),
]


class PortalBoundField(forms.BoundField):
    """Gives each widget its class, and the error class when its value was not understood."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        base = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")
        if base and not widget.is_hidden:
            error = f"{base}--error" if self.errors and base != "govuk-checkboxes__input" else ""
            own = attrs.get("class") or widget.attrs.get("class", "")
            if widget.attrs.get("rows") == "10":  # Django's default is half a phone's screen
                attrs["rows"] = 4
            attrs["class"] = " ".join(part for part in (base, error, own) if part)
        return attrs

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)


class PortalRenderer(TemplatesSetting):
    bound_field_class = PortalBoundField
