"""Filters and reasons on the pages about the core system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, PortalForm
from registration.core.enums import DifferenceKind, DifferenceState, Subject

_ALL = [("", _("all"))]


class DifferencesForm(PortalForm):
    """The filters; they live in the address. `day` is the newest comparison unless told."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*_ALL, *DifferenceKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*_ALL, *DifferenceState.choices])
    subject = forms.ChoiceField(label=_("About"), required=False, choices=[*_ALL, *Subject.choices])
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, object]:
        """What was understood; a filter that was not is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReasonForm(PortalForm):
    reason = CleanCharField(
        label=_("Reason"),
        help_text=_("It is kept with your name."),
        max_length=200,
        error_messages={"required": _("Say why.")},
    )


class DecideForm(PortalForm):
    why = CleanCharField(
        label=_("What is behind it"),
        help_text=_("It is kept with your name. Write no personal data."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is behind it.")},
    )
