"""An employer asks for a programme: how much, whom to call, and what it agrees to."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.services.refusing import Refused
from incentives.enums import ProgrammeKind
from incentives.models import Programme
from incentives.riel import RielField
from incentives.services import requesting
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PhoneField, PortalForm

_MONEY = (ProgrammeKind.LOAN,)
_LONG = forms.Textarea(attrs={"rows": 3})


class AskForm(PortalForm):
    """An amount is asked only where there is one to ask for."""

    amount = RielField(label=_("How much do you ask for, in riel?"), min_value=1, max_value=10**13)
    note = CleanCharField(label=_("What is it for?"), max_length=500, required=False, widget=_LONG)
    contact_name = CleanCharField(
        label=_("Whom should the institution call?"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact_phone = PhoneField(label=_("Telephone number for this request"))
    consent_until = KhmerDateField(label=_("Your consent ends on"))
    agree = forms.BooleanField(
        label=_("I agree that this is shared for this purpose until that day"),
        error_messages={"required": _("Without your consent nothing can be sent.")},
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["consent_until"].initial = requesting.first_consent_day
        if programme.kind not in _MONEY:
            del self.fields["amount"]

    def clean_consent_until(self) -> date:
        day = self.cleaned_data["consent_until"]
        try:
            requesting.check_consent(day)
        except Refused as why:
            raise forms.ValidationError(str(why)) from why
        return day

    def given(self) -> dict[str, Any]:
        """What the service is told; that they agreed is why it is called at all."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agree"}
