"""Riel as people type them: Khmer or Latin digits, with spaces, commas or dots between thousands."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nssf_portal.khmer.digits import to_latin_digits

_DROPPED = str.maketrans("", "", " \u00a0\u202f\u200b៛")
_PLAIN = re.compile(r"(-?[0-9]+)(?:\.0{1,2})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+)")


def digits_of(text: str) -> str | None:
    """The digits of a whole number; None when commas or dots stand where no thousands end: nobody guesses money."""
    text = to_latin_digits(text).translate(_DROPPED)
    if plain := _PLAIN.fullmatch(text):
        return plain[1]
    return re.sub(r"[,.]", "", text) if _GROUPED.fullmatch(text) else None


class RielField(forms.IntegerField):
    """An amount in riel; 500.000 is five hundred thousand, and 1,500.50 is asked for again."""

    widget = forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return super().to_python("")
        found = digits_of(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(found)
