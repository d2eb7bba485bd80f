"""`make test`: own cluster under var/test, fast hashing, mail in memory."""

import os
from pathlib import Path

os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parents[2] / "var" / "test"))
from nssf_portal.runtime.broker import as_broker_url, is_embedded, redis_url, with_database
from nssf_portal.settings.base import *  # noqa: F403
from nssf_portal.settings.base import CACHES, INSTALLED_APPS, REDIS_URL, STORAGES, TEMPLATES

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "nssf_portal.doubles"]
SECRET_KEY = "test-only"  # noqa: S105
EXCHANGE_LOG_DATABASE = "default"  # a test's transaction is thrown away, its log with it (exchange.evidence_log)
EXCHANGE_PAGE_SECONDS = 4.0  # a busy machine is no slow partner
QUIET_HOURS = False  # tests run by night too; those of the quiet hours switch it on
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = None  # nothing is collected: the finders serve what lies in static/
WHITENOISE_USE_FINDERS = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "INVALID-VARIABLE(%s)"
PARTITION_MONTHS_AHEAD = 0  # emptying tables between tests stays quick

# Each test process has a Valkey to itself: tests empty and kill theirs, and nobody else's counters go with it.
BROKER_DIR = Path(os.environ["VAR_DIR"])
_beside = os.environ.get("PYTEST_XDIST_WORKER", "")
if _beside:
    BROKER_DIR = BROKER_DIR / "beside" / _beside
    number = 1 + int(_beside.removeprefix("gw")) % 14
    REDIS_URL = redis_url(BROKER_DIR) if is_embedded() else with_database(REDIS_URL, number)
    CACHES["default"]["LOCATION"] = REDIS_URL
    CELERY_BROKER_URL = as_broker_url(REDIS_URL)
