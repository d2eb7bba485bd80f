"""What is typed to open one's record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import DigitsField, PhoneField, PortalForm
from registration.forms.member import ProofForm


class PhoneForm(PortalForm):
    phone = PhoneField(label=_("Your phone number"))


class CodeForm(PortalForm):
    code = DigitsField(
        label=_("The code"),
        help_text=_("Six digits, in the SMS we sent."),
        min_length=6,
        max_length=6,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RecordForm(ProofForm):
    """Which record, and the two facts: a family may share one phone."""

    number = DigitsField(
        label=_("Your NSSF member number"),
        help_text=_("On your card, or on a paper of the Fund."),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("number", "born_on", "last_four")
