"""Forms of reports: asking for one, its texts, a new edition."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, PortalForm
from reporting.periods import Period

_QUARTERS = 9


def periods() -> list[Period]:
    """What can be asked for: quarters back from this one, and the years they lie in."""
    one = Period.quarter_of(timezone.localdate())
    quarters = [one]
    for _number in range(_QUARTERS - 1):
        quarters.append(quarters[-1].before)
    years = sorted({quarter.first.year for quarter in quarters}, reverse=True)
    return [*quarters, *(Period.parse(str(year)) for year in years)]


class AskForm(PortalForm):
    period = forms.ChoiceField(label=_("Period"), widget=forms.Select(attrs={"class": "w-m"}))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        today, known = timezone.localdate(), periods()
        over = [one.code for one in known if one.is_over(today)]
        field: Any = self.fields["period"]
        field.choices = [
            (one.code, one.words if one.code in over else _("%(period)s (not over)") % {"period": one.words})
            for one in known
        ]
        field.initial = over[0] if over else None

    def clean_period(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


def _text(label: Any, language: str) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 10, "lang": language})
    return forms.CharField(label=label, required=False, max_length=12_000, widget=box)


class SectionForm(PortalForm):
    text_km = _text(_("In Khmer"), "km")
    text_en = _text(_("In English"), "en")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class SendBackForm(PortalForm):
    why = CleanCharField(label=_("What should be changed?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CorrectForm(PortalForm):
    why_km = CleanCharField(
        label=_("Why a new edition, in Khmer"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "km"}),
        help_text=_("Readers see this beside the figures that changed."),
    )
    why_en = CleanCharField(
        label=_("Why a new edition, in English"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
