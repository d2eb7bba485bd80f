"""`make test`: own cluster under var/test, fast hashing, mail in memory."""

import os
from pathlib import Path

os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parents[2] / "var" / "test"))
from nssf_portal.settings.base import *  # noqa: F403
from nssf_portal.settings.base import INSTALLED_APPS, STORAGES, TEMPLATES

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "nssf_portal.doubles"]
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = None  # nothing is collected: the finders serve what lies in static/
WHITENOISE_USE_FINDERS = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "INVALID-VARIABLE(%s)"
PARTITION_MONTHS_AHEAD = 0  # emptying tables between tests stays quick
