"""The smallest settings the runtime can be tried with: what is tried here is the servers, not the apps."""

import os
from pathlib import Path

import dj_database_url
from django.urls import path

from nssf_portal.runtime.broker import celery_broker_url, redis_url
from nssf_portal.runtime.database import database_url

VAR_DIR = Path(os.environ["VAR_DIR"])
DEMO = True
SECRET_KEY = "try-out"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["nssf_portal.runtime", "django.contrib.contenttypes", "django.contrib.auth"]
DATABASES = {"default": dj_database_url.parse(database_url(VAR_DIR)) | {"ATOMIC_REQUESTS": True}}
REDIS_URL = redis_url(VAR_DIR)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = celery_broker_url(VAR_DIR)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
ROOT_URLCONF = "tests.runtime.minimal"
WSGI_APPLICATION = "nssf_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_ROOT = VAR_DIR / "staticfiles"
MEDIA_ROOT = VAR_DIR / "media"
KEYS_FILE = VAR_DIR / "keys.json"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
USE_TZ = True


def _urls() -> list:
    from nssf_portal.runtime.views import healthz

    return [path("healthz", healthz)]


class _Patterns(list):
    """Filled on first use: views may be imported only once the apps are ready."""

    def __iter__(self):
        return iter(_urls())


urlpatterns = _Patterns([None])
