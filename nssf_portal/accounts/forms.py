from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.khmer.phones import normalise_phone


class LoginForm(AllauthLoginForm):
    """Phone number or e-mail address, typed any way, and the password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Phone number or e-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # labels are always in sight; a hint inside a box is not

    def clean_login(self) -> str:
        login = super().clean_login()
        return normalise_phone(login) or login.lower()


class SignupForm(AllauthSignupForm):
    """Name, a phone number or an e-mail address (either is enough), and a password."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "phone", "email", "password1"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["phone"].help_text = _("A phone number or an e-mail address is enough.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # labels are always in sight; a hint inside a box is not

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict:
        data = super().clean()
        if not {"phone", "email"} & self.errors.keys() and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Enter a phone number or an e-mail address."))
        return data


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]
