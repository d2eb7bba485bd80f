from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.places.names import province_choices
from nssf_portal.ui.forms import PortalForm
from registration.enums import Channel, MemberGroup, PlanGroup, Sex
from reporting import counts, words

ALL = "all"
FILTERS = ("province", "sex", "group", "plan_group", "channel")
ROWS = [
    ("province", _("Province")),
    ("month", _("Month")),
    ("sex", _("Sex")),
    ("group", _("Group")),
    ("plan_group", _("Group of the plan")),
    ("channel", _("How they came")),
]


class CountForm(PortalForm):
    """Everything the address may say; what it does not say has a value too, so that a bare address is a full page."""

    start = forms.ChoiceField(label=_("From"))
    end = forms.ChoiceField(label=_("To"))
    province = forms.ChoiceField(label=_("Province"))
    sex = forms.ChoiceField(label=_("Sex"), choices=[(ALL, _("All")), *Sex.choices])
    group = forms.ChoiceField(label=_("Group"), choices=[(ALL, _("All")), *MemberGroup.choices])
    plan_group = forms.ChoiceField(label=_("Group of the plan"), choices=[(ALL, _("All")), *PlanGroup.choices])
    channel = forms.ChoiceField(label=_("How they came"), choices=[(ALL, _("All")), *Channel.choices])
    rows = forms.ChoiceField(label=_("One row for each"), choices=ROWS)
    columns = forms.ChoiceField(label=_("One column for each"), choices=ROWS)

    def __init__(self, data: Any, months: list[date]) -> None:
        first = max(months[0], counts.month_after(months[-1], -11))
        given = dict.fromkeys(FILTERS, ALL) | {"rows": "province", "columns": "month"}
        given |= {"start": f"{first:%Y-%m}", "end": f"{months[-1]:%Y-%m}"}
        super().__init__(given | {name: value for name, value in data.items() if value})
        choices = [(f"{month:%Y-%m}", words.month(month)) for month in reversed(months)]
        self.fields["start"].choices = self.fields["end"].choices = choices
        self.fields["province"].choices = [(ALL, _("The whole country")), *province_choices()]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("start") and found.get("end") and found["start"] > found["end"]:
            self.add_error("end", _("The last month lies before the first. Choose a later one."))
        if found.get("rows") and found.get("rows") == found.get("columns"):
            self.add_error("columns", _("Rows and columns are the same. Choose another one."))
        return found

    @property
    def period(self) -> counts.Period:
        return counts.Period(_month(self.cleaned_data["start"]), _month(self.cleaned_data["end"]))

    @property
    def filters(self) -> dict[str, str]:
        """What is chosen; a filter that takes all is empty."""
        return {name: "" if self.cleaned_data[name] == ALL else self.cleaned_data[name] for name in FILTERS}


def _month(text: str) -> date:
    year, month = text.split("-")
    return date(int(year), int(month), 1)
