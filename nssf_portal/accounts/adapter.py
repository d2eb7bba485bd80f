"""How django-allauth finds and names our accounts: an e-mail address or a Cambodian phone number, either is enough."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.translation import get_language

from nssf_portal.accounts.fields import PhoneField
from nssf_portal.accounts.models import User
from nssf_portal.accounts.phone_codes import send_code, send_known_number, send_unknown_number
from nssf_portal.khmer.phones import normalise_phone


class AccountAdapter(DefaultAccountAdapter):
    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

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
        send_code(user, phone, code)

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

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts failures by e-mail only: every phone sign-in would share one counter and lock out the others.
        login = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
        return f"{get_current_site(request).domain}:{login.lower()}"

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        """Digits only: they can be read out over the telephone in either language."""
        return f"{secrets.randbelow(1_000_000):06d}"
