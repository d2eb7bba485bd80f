"""What the address of a dashboard may say; what it does not say has a value too."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, Office
from nssf_portal.places.names import province_choices
from nssf_portal.ui.forms import PortalForm
from reporting.periods import Period


class _Filters(PortalForm):
    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, data: Mapping[str, Any], periods: list[tuple[str, str]], given: Mapping[str, str]) -> None:
        said = {name: value for name, value in data.items() if value}
        super().__init__({"period": periods[0][0]} | dict(given) | said)
        self.fields["period"].choices = periods

    @property
    def chosen(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


class CountryFilters(_Filters):
    """The country's page: the period only."""

    def __init__(self, data: Mapping[str, Any], periods: list[tuple[str, str]]) -> None:
        super().__init__(data, periods, {})


class ProvinceFilters(_Filters):
    field_order = ("province", "period")
    province = forms.ChoiceField(label=_("Province"))

    def __init__(self, data: Mapping[str, Any], periods: list[tuple[str, str]], first: str = "") -> None:
        choices = province_choices()
        super().__init__(data, periods, {"province": first or (choices[0][0] if choices else "")})
        self.fields["province"].choices = choices


class OfficeFilters(_Filters):
    field_order = ("office", "period")
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, data: Mapping[str, Any], periods: list[tuple[str, str]], offices: Iterable[Office]) -> None:
        choices = [(one.code, one.name) for one in offices]
        super().__init__(data, periods, {"office": choices[0][0] if choices else ""})
        self.fields["office"].choices = choices


class InstitutionFilters(_Filters):
    field_order = ("institution", "period")
    institution = forms.ChoiceField(label=_("Institution"))

    def __init__(
        self, data: Mapping[str, Any], periods: list[tuple[str, str]], institutions: Iterable[Institution]
    ) -> None:
        choices = [(one.code, one.name) for one in institutions]
        super().__init__(data, periods, {"institution": choices[0][0] if choices else ""})
        self.fields["institution"].choices = choices
