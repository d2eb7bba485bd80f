from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.ui.forms import PortalModelForm


def without_placeholders(form: forms.Form) -> None:
    """Labels are always in sight; a hint inside a box is not."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(AllauthLoginForm):
    """Phone number or e-mail address, typed any way, and the password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Phone number or e-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        without_placeholders(self)

    def clean_login(self) -> str:
        login = super().clean_login()
        return normalise_phone(login) or login.lower()


class SignupForm(AllauthSignupForm):
    """Name, a phone number or an e-mail address (either is enough), and a password."""

    use_required_attribute = False
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "phone", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].required = self.fields["email"].widget.is_required = False
        self.fields["phone"].help_text = _("A phone number or an e-mail address is enough.")
        without_placeholders(self)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict:
        data = super().clean()
        if not {"phone", "email"} & self.errors.keys() and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Enter a phone number or an e-mail address."))
        return data


class ResetPasswordForm(AllauthResetPasswordForm):
    """The account may be named by phone number too; allauth calls the one field `email`."""

    use_required_attribute = False
    email = forms.CharField(
        label=_("Phone number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

    def clean_email(self) -> str:
        phone = normalise_phone(self.cleaned_data["email"])
        if phone:
            self.users: list[User] = list(User.objects.filter(phone=phone, is_active=True))
            return phone
        self.cleaned_data["email"] = forms.EmailField().clean(self.cleaned_data["email"].strip())
        return super().clean_email().lower()


class ProfileForm(PortalModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]


class LanguageForm(PortalModelForm):
    class Meta:
        model = User
        fields = ["language"]
