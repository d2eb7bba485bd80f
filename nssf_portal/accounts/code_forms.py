"""django-allauth's code pages with tries that are really counted.

The library keeps the tries in the session, which requests sent at the same time all read before any of them writes:
fifty threads had fifty times the tries. Here each try is counted first, by one INCR, whatever the session says."""

from collections.abc import Iterator
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    VerifyPhoneForm,
)
from allauth.core import context
from django.core.cache import cache

from nssf_portal.identifiers.crypto import blind_index

KEPT_FOR = 3600
"""Longer than any code is good for."""


class CountedTries:
    """A form whose code is compared only while tries are left; without Valkey not at all (the page is closed)."""

    kept_in: tuple[str, ...] = ()
    """Where in the session the library keeps what it asked for."""
    tries_setting = ""

    def clean_code(self) -> str:
        if _count(type(self).__name__, self.kept_in) > getattr(app_settings, self.tries_setting):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()  # type: ignore[misc]


class ConfirmResetCode(CountedTries, ConfirmPasswordResetCodeForm):
    kept_in = ("account_password_reset_verification",)
    tries_setting = "PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS"


class ConfirmEmailCode(CountedTries, ConfirmEmailVerificationCodeForm):
    kept_in = ("account_email_verification_code",)
    tries_setting = "EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS"


class ConfirmPhoneCode(CountedTries, VerifyPhoneForm):
    kept_in = ("account_phone_verification", "account_login")
    tries_setting = "PHONE_VERIFICATION_MAX_ATTEMPTS"


class ConfirmSignInCode(CountedTries, ConfirmLoginCodeForm):
    kept_in = ("account_login",)
    tries_setting = "LOGIN_BY_CODE_MAX_ATTEMPTS"


def _count(form: str, kept_in: tuple[str, ...]) -> int:
    """Count one try at what this session was asked, and say how many there were."""
    session = context.request.session
    asked = sorted(when for place in kept_in for when in _asked_at(session.get(place)))
    key = f"code-try:{blind_index('code-try', f'{form}:{session.session_key}:{asked}')}"
    cache.add(key, 0, KEPT_FOR)
    return cache.incr(key)


def _asked_at(state: Any) -> Iterator[float]:
    """When each code was asked for: a new one has tries of its own, one sent once more has not."""
    if not isinstance(state, dict):
        return
    for name, value in state.items():
        if name == "at":
            yield value
        else:
            yield from _asked_at(value)
