"""Who must have a second factor, and whether they have one."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from nssf_portal.accounts.models import User

REAL = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are not a second factor


def has_second_factor(user: User) -> bool:
    """Whether the user has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=REAL).exists()


def second_factor_missing(user) -> bool:
    """Whether this user holds a role and has no second factor yet (one query for staff, remembered for the request)."""
    if not user.is_authenticated or not user.is_office_staff:
        return False
    if not hasattr(user, "_second_factor_missing"):
        user._second_factor_missing = not has_second_factor(user)
    return user._second_factor_missing


def second_factor_enforced() -> bool:
    """Advised in the demonstration, compulsory everywhere else (a test may set the setting itself)."""
    return getattr(settings, "SECOND_FACTOR_ENFORCED", not settings.DEMO)
