"""Production: everything secret comes from the environment; a missing value stops the start."""

import os

from nssf_portal.runtime.mail import mail_settings
from nssf_portal.settings.base import *  # noqa: F403
from nssf_portal.settings.base import LOGGING

SECRET_KEY = os.environ["SECRET_KEY"]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
# Tries are counted by address: how many proxies of ours stand before us and add to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "1"))

LOGGING["handlers"]["stderr"]["formatter"] = "json"
globals().update(mail_settings(os.environ))
