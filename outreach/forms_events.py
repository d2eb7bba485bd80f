"""What people write who want to come to an event."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.law.book import value_or
from nssf_portal.references import normalise
from nssf_portal.ui.forms import CleanCharField, PhoneField, PortalForm
from outreach.services.signing_up import Coming

# One sign-up is one family or one team.
_TOO_MANY = _("At most %(limit_value)s at once. Do more come? Call us.")
_FEW = {"class": "w-s", "inputmode": "numeric"}


class SignUpForm(PortalForm):
    """Only the number of people and the consent are needed."""

    people = forms.IntegerField(
        label=_("How many people come, you included?"),
        initial=1,
        min_value=1,
        widget=forms.TextInput(attrs=_FEW),
        error_messages={"required": _("Write how many people come.")},
    )
    enterprise = forms.ModelChoiceField(
        label=_("From which enterprise?"),
        queryset=Enterprise.objects.none(),
        required=False,
        empty_label=_("None, I come for myself"),
    )
    phone = PhoneField(
        label=_("Your phone number"),
        required=False,
        help_text=_("For one reminder, and if the event is moved or cancelled. You may leave it empty."),
    )
    name = CleanCharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("As we should call you. You may leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    access_needs = CleanCharField(
        label=_("What should we prepare so that you can take part?"),
        required=False,
        max_length=200,
        help_text=_("For example: a ramp, sign language, a seat in front. Leave it empty if nothing."),
    )
    childcare = forms.IntegerField(
        label=_("How many children should we look after meanwhile?"),
        initial=0,
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs=_FEW),
    )
    consent = forms.BooleanField(
        label=_("I agree that the Fund keeps this for the event, and removes it afterwards."),
        help_text=_(
            "Of the number of who comes, a code stays longer that nobody can call: it only counts who registers later."
        ),
        error_messages={"required": _("Without your agreement we can keep nothing. You may also simply call us.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.user = user if user.is_authenticated else None
        own = Enterprise.objects.represented_by(user) if self.user else Enterprise.objects.none()
        self.fields["enterprise"].queryset = own.order_by("pk")
        if not (self.user and own.exists()):
            del self.fields["enterprise"]
        few = MaxValueValidator(int(value_or("outreach.sign_up_people", 10)), _TOO_MANY)
        for name in ("people", "childcare"):
            self.fields[name].validators.append(few)

    def coming(self) -> Coming:
        data = self.cleaned_data
        said = {name: data[name] for name in ("people", "name", "phone", "access_needs")}
        return Coming(
            **said,
            childcare=data["childcare"] or 0,
            enterprise=data.get("enterprise"),
            language=get_language() or "km",
            user=self.user,
        )


class FindForm(PortalForm):
    reference = CleanCharField(
        label=_("Your reference"),
        max_length=30,
        help_text=_("For example EVT-26-7K3QXAB-9. It stands in our message."),
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Write your reference.")},
    )

    def clean_reference(self) -> str:
        found = normalise(self.cleaned_data["reference"])
        if not found:
            raise forms.ValidationError(_("This is not a reference of ours. Look at the message once more."))
        return found
