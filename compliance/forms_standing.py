"""Which day a standing is asked for."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.law.seeds.base import SINCE_2018
from nssf_portal.ui.forms import KhmerDateField, PortalForm


class DayForm(PortalForm):
    on = KhmerDateField(label=_("On which day"), required=False)

    def clean_on(self) -> date:
        day = self.cleaned_data["on"] or timezone.localdate()
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        if day < SINCE_2018:
            raise forms.ValidationError(_("We cannot say anything of days before 1 January 2018."))
        return day
