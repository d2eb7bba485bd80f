"""Stopping, and the two questions."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.places.names import province_choices
from nssf_portal.ui.forms import KhmerDateField, PictureRadioSelect, PortalForm
from registration.enums import Sex, StopReason, SurveyOccasion
from registration.models import Member

_YEAR = datetime.timedelta(days=366)


class StopForm(PortalForm):
    ends_on = KhmerDateField(label=_("What is your last day?"), help_text=_("For example 31 December 2026."))
    reason = forms.ChoiceField(label=_("Why do you stop?"), choices=StopReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.member = member

    def clean_ends_on(self) -> datetime.date:
        day, today = self.cleaned_data["ends_on"], timezone.localdate()
        if day < today:
            raise ValidationError(_("Choose today or a later day."))
        if day > today + _YEAR:
            raise ValidationError(_("Choose a day within a year."))
        return day


_FACES = [(5, _("Very good")), (4, _("Good")), (3, _("So-so")), (2, _("Bad")), (1, _("Very bad"))]
_PICTURES = {str(value): f"face{value}" for value, _word in _FACES}
_YES_NO = [("1", _("Yes, it was")), ("0", _("No, it was not"))]


class OpinionForm(PortalForm):
    """Both are optional; each is one tap."""

    satisfied = forms.TypedChoiceField(
        label=_("How was it?"),
        choices=_FACES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=PictureRadioSelect(pictures=_PICTURES),
    )
    easy = forms.TypedChoiceField(
        label=_("Was it easy and quick enough?"),
        choices=_YES_NO,
        coerce=lambda said: said == "1",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class CallersOpinionForm(OpinionForm):
    """The same two questions, read aloud; what is counted beside them is asked, not looked up."""

    occasion = forms.ChoiceField(label=_("About what?"), choices=SurveyOccasion.choices)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", _("not said")), *Sex.choices], required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)
    field_order = ["occasion", "satisfied", "easy", "sex", "province"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["province"].choices = [("", _("not said")), *province_choices()]
