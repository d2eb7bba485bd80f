from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nssf_portal.khmer.phones import display_phone, normalise_phone


class PhoneField(forms.CharField):
    """A Cambodian telephone number typed any way people type it; cleans to +855 and the digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: str | None) -> str:
        text = super().clean(value)
        number = normalise_phone(text) if text else ""
        if number is None:
            raise ValidationError(_("Enter a Cambodian phone number, such as 012 345 678."), code="invalid_phone")
        return number

    def prepare_value(self, value: str | None) -> str | None:
        return display_phone(value) if value else value
