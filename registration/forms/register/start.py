"""The first pages: who are you, the phone, coming back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nssf_portal.references import normalise
from nssf_portal.ui.forms import CleanCharField, DigitsField, PhoneField, PictureRadioSelect, PortalForm
from registration.enums import ApplicantPath
from registration.forms.register.base import QUESTION, StepForm

PATH_PICTURES = {
    "employee": "factory", "casual": "sprout", "domestic": "house", "self_employed": "tuktuk", "owner": "shop",
    "dependant": "people",
}  # fmt: skip
PATH_HINTS = {
    ApplicantPath.EMPLOYEE: _("A company, factory or shop pays me a wage"),
    ApplicantPath.CASUAL: _("I work by the day, by the job or by the season"),
    ApplicantPath.DOMESTIC: _("I cook, clean, drive or look after children in somebody's house"),
    ApplicantPath.SELF_EMPLOYED: _("I drive, sell, build or make things by myself, without workers"),
    ApplicantPath.OWNER: _("People work for me"),
    ApplicantPath.DEPENDANT: _("My husband, wife, parent or carer is a member"),
}


class WhoForm(PortalForm):
    """Who are you? The answer decides which pages follow."""

    who = forms.ChoiceField(
        label=_("Who are you?"),
        help_text=_("Choose what fits best. You can change it later."),
        choices=ApplicantPath.choices,
        widget=PictureRadioSelect(pictures=PATH_PICTURES, hints=PATH_HINTS),
        template_name=QUESTION,
        error_messages={"required": _("Choose what fits best.")},
    )


class PhoneForm(StepForm):
    page = "phone"
    phone = PhoneField(
        label=_("What is your phone number?"),
        help_text=_("So that you can go on later, and we can tell you what happens. You may leave it empty."),
        required=False,
        template_name=QUESTION,
    )

    def prepare(self) -> None:
        if self.application.number_of("phone"):
            self.fields["phone"].help_text = _("Leave it empty to keep the number ending in %(end)s.") % {
                "end": self.application.number_of("phone").last_four
            }


class ReachForm(PortalForm):
    """Coming back: by the phone alone, or by the reference too."""

    reference = CleanCharField(
        label=_("Reference"),
        help_text=_("It looks like APP-26-7K3QXZ-9. Leave it empty if you don't have it."),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    phone = PhoneField(
        label=_("The phone number you gave us"), error_messages={"required": _("Enter the phone number.")}
    )

    def __init__(self, *args: Any, by_reference: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not by_reference:
            del self.fields["reference"]

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"]
        found = normalise(typed) if typed else ""
        if typed and not found:
            raise ValidationError(_("This reference has a slip. Look at the message once more, or leave it empty."))
        return found


class CodeForm(PortalForm):
    code = DigitsField(
        label=_("What is the code?"),
        help_text=_("Six digits, in the SMS we sent."),
        max_length=12,
        template_name=QUESTION,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Enter the code.")},
    )
