"""How django-allauth finds and names our accounts: an e-mail address or a Cambodian phone number, either is enough."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.phone_codes import send_code, send_known_number, send_unknown_number
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.ui.forms import PhoneField

MISMATCH = _("The phone number or e-mail address, or the password, is not right.")  # one sentence whatever was typed
OWN_STAGE = "nssf_portal.accounts.stages.ContactVerificationStage"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
    }

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**({"label": _("Phone number")} | kwargs))

    def get_login_stages(self) -> list[str]:
        stages = super().get_login_stages()
        return [OWN_STAGE if stage.endswith(".EmailVerificationStage") else stage for stage in stages]

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        # A changed number is attached only here: until its holder gives the code, the old one signs in.
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=normalise_phone(phone)).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        if User.objects.filter(phone=phone).exclude(pk=user.pk).exists():
            send_known_number(phone)  # a number someone else has is never proved for this account
        else:
            send_code(phone, code, language=user.language)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        send_unknown_number(phone)

    def send_account_already_exists_sms(self, phone: str) -> None:
        send_known_number(phone)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Keep name, language, and both contacts in one INSERT: an account without any is refused by the database."""
        data = form.cleaned_data
        user.name = data.get("name", "")
        user.language = get_language() or "km"
        user.phone = data.get("phone") or None
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email or None
        if commit:
            user.save()
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A password is reset by SMS where the account was named by its phone number."""
        if not email.startswith("+"):
            super().send_mail(template_prefix, email, context)
        elif "code" in context:
            send_code(email, context["code"], language=get_language() or "km")
        else:
            send_unknown_number(email)

    def generate_password_reset_code(self) -> str:
        return _digits(8)

    def generate_email_verification_code(self) -> str:
        return _digits(6)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts failures by e-mail only: every phone sign-in would share one counter and lock out the others.
        login = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
        return f"{get_current_site(request).domain}:{login.lower()}"

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        return _digits(6)


def _digits(count: int) -> str:
    """A code of digits only: it can be read out over the telephone in either language."""
    return f"{secrets.randbelow(10**count):0{count}d}"
