"""Riel as people type them: Khmer or Latin digits, with spaces, commas or dots between thousands."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nssf_portal.khmer.digits import to_latin_digits

_DROPPED = str.maketrans("", "", " \u00a0\u202f\u200b៛")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+)")


MOST = 1_000_000_000_000  # a slip of the finger, not a rule


class RielField(forms.IntegerField):
    """An amount in riel: 500.000 is five hundred thousand, and 1,500.50 is asked for again."""

    widget = forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        text = to_latin_digits(str(value or "")).translate(_DROPPED)
        if text and not _WHOLE.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(re.sub(r"[,.]", "", text))
