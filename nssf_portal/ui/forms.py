"""Forms of the portal: one base, and fields that read what people really type."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.dates import format_date, parse_date
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.phones import display_phone, normalise_phone


class PortalForm(forms.Form):
    """Errors come from us in the page's language, never from the browser; an intake carries its submission id."""

    use_required_attribute = False

    def __init__(self, *args: Any, with_submission_id: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if with_submission_id:
            self.fields["submission_id"] = SubmissionIdField()

    def renew_submission(self) -> None:
        """The shown form gets another submission id: the one it came with was used for something else."""
        self.data = self.data.copy()
        self.data[self.add_prefix("submission_id")] = str(uuid.uuid4())


class PortalModelForm(forms.ModelForm):
    use_required_attribute = False

    def __init__(self, *args: Any, with_submission_id: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if with_submission_id:
            self.fields["submission_id"] = SubmissionIdField()


class SubmissionIdField(forms.UUIDField):
    """Made when the form is shown, unique when it is taken in: a double click is the same submission."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any):
        super().__init__(**({"initial": uuid.uuid4} | kwargs))


class CleanCharField(forms.CharField):
    """Text without the zero-width characters and doubled spaces that pasted Khmer brings along."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class DigitsField(CleanCharField):
    """A number typed with Khmer or Latin digits, spaces or dashes: kept as plain digits."""

    def to_python(self, value: Any) -> str:
        return "".join(c for c in to_latin_digits(super().to_python(value)) if c.isalnum())


class PhoneField(forms.CharField):
    """A Cambodian phone number; the value is +855..., the box shows what was typed."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "w-m"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        canonical = normalise_phone(text)
        if canonical is None:
            raise ValidationError(_("Enter a phone number with 9 or 10 digits, for example 012 345 678."), code="phone")
        return canonical

    def prepare_value(self, value: Any) -> Any:
        return display_phone(value) if isinstance(value, str) and value.startswith("+855") else value


class KhmerDateField(forms.Field):
    """One text field for a date as people write it; one that can be read two ways is asked about, not guessed.

    `day_first=True` settles 03/04/1998 as 3 April, where the page says so above the field.
    """

    widget = forms.TextInput(attrs={"inputmode": "text", "class": "w-m"})
    default_error_messages = {
        "unreadable": _("Write the day, month and year, for example 3 April 1998 or 03/04/1998."),
        "two_ways": _("This can be %(first)s or %(second)s. Write the month in words."),
        "incomplete": _("Write the day and the month too, for example 3 April 1998."),
    }

    def __init__(self, *, day_first: bool = True, **kwargs: Any):
        super().__init__(**kwargs)
        self.order = "dmy" if day_first else None

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        reading = parse_date(str(value), self.order)
        if reading.value and reading.precision != "day":
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if reading.value:
            return reading.value
        if len(reading.readings) == 2:
            raise ValidationError(self.error_messages["two_ways"], code="two_ways", params=self._both(reading.readings))
        raise ValidationError(self.error_messages["unreadable"], code="unreadable")

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value

    @staticmethod
    def _both(readings: tuple[date, ...]) -> dict[str, str]:
        language = get_language() or "km"
        return {"first": format_date(readings[0], language), "second": format_date(readings[1], language)}


class PictureRadioSelect(forms.RadioSelect):
    """Large radio cards: `pictures` and `hints` by value, e.g. pictures={"shop": "shop"}, hints={"shop": _("...")}."""

    template_name = "components/picture_radio.html"

    def __init__(self, *args: Any, pictures: dict | None = None, hints: dict | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pictures, self.hints = pictures or {}, hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"picture": self.pictures.get(str(value), ""), "hint": self.hints.get(str(value), "")}
