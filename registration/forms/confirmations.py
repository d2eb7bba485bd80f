"""What an employer says of a worker who named the enterprise."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm

YES, NO = "yes", "no"
_MOST = Decimal(10**9)


class WageField(CleanCharField):
    """Riel, as people write them: 900,000 or ៩០០០០០."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-m", "autocomplete": "off"})

    def clean(self, value: Any) -> Decimal | None:
        text = to_latin_digits(super().clean(value)).replace(",", "").replace(" ", "").removesuffix("៛")
        if not text:
            return None
        try:
            wage = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("Write the wage in riel, for example 900,000."), code="wage") from None
        if not wage.is_finite() or not 0 < wage < _MOST:
            raise ValidationError(_("Write the wage in riel, for example 900,000."), code="wage")
        return wage.quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.0f}" if isinstance(value, Decimal) else value


class WorksHereForm(PortalForm):
    """Yes needs the day of hire and the wage, filled in as the worker said; no needs nothing."""

    started_on = KhmerDateField(label=_("Day of hire"))
    wage = WageField(label=_("Monthly wage in riel"))

    def clean_started_on(self) -> Any:
        day = self.cleaned_data["started_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The day of hire lies in the future."), code="future")
        return day
