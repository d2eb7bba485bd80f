"""The questions about target lists: which list to build, and what becomes of its lines."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Treatment
from compliance.target_rows import month_words
from nssf_portal.accounts.models import Office
from nssf_portal.ui.forms import CleanCharField, PortalForm

MONTHS_AHEAD = 3
MOST = 1_000


def coming_months(today: date | None = None) -> list[date]:
    """This month and the two after it, each by its first day."""
    found = [(today or timezone.localdate()).replace(day=1)]
    while len(found) < MONTHS_AHEAD:
        last = found[-1]
        found.append(date(last.year + last.month // 12, last.month % 12 + 1, 1))
    return found


class BuildForm(PortalForm):
    """Which list is made: for whom, for when, and how many can be visited."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    capacity = forms.IntegerField(
        label=_("How many can be visited"),
        help_text=_("Visits this office can make in the month."),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )

    def __init__(self, data: Any = None, *, offices: Any, **kwargs: Any) -> None:
        super().__init__(data, with_submission_id=True, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["month"].choices = [(day.isoformat(), month_words(day)) for day in coming_months()]
        self.fields["month"].initial = coming_months()[1].isoformat()


class DecideForm(PortalForm):
    """What becomes of a line; a reason is needed to set one aside."""

    act = forms.ChoiceField(
        choices=[(name, name) for name in ("accept", "change", "refuse", "take_back", "nudge")],
        widget=forms.HiddenInput,
    )
    treatment = forms.ChoiceField(label=_("Treatment"), choices=Treatment.choices, required=False)
    reason = CleanCharField(
        label=_("Reason"),
        help_text=_("Needed to set a line aside. Name no person."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("act") == "refuse" and not given.get("reason"):
            self.add_error("reason", _("Say why it is set aside, so that the next inspector understands."))
        if given.get("act") == "change" and not given.get("treatment"):
            self.add_error("treatment", _("Choose the treatment."))
        return given
