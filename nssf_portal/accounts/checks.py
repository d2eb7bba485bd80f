"""`check --deploy` refuses what is good for showing and bad for serving."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(app_configs, **kwargs) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    return [Error("DEMO is on: sample people with a published password could sign in.", id="accounts.E001")]


@register(Tags.security, deploy=True)
def keys_file_is_there(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.KEYS_FILE.is_file():
        return []
    return [Error("KEYS_FILE is missing: identifiers can be neither written nor read.", id="accounts.E002")]


@register(Tags.security, deploy=True)
def cookies_are_secure(app_configs, **kwargs) -> list[CheckMessage]:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")
    return [Error(f"{name} must be on.", id="accounts.E003") for name in names if not getattr(settings, name)]


@register(Tags.security, deploy=True)
def second_factor_is_on(app_configs, **kwargs) -> list[CheckMessage]:
    if getattr(settings, "SECOND_FACTOR_ENFORCED", True):
        return []
    return [Error("SECOND_FACTOR_ENFORCED is off: staff could work on a password alone.", id="accounts.E004")]
