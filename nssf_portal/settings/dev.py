"""`make run`: sample people, demo banner, doubles for the systems out of reach."""

import hashlib
import os

from nssf_portal.settings.base import *  # noqa: F403
from nssf_portal.settings.base import INSTALLED_APPS, STORAGES, VAR_DIR

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "nssf_portal.doubles"]
DEBUG = False
SECRET_KEY = "dev-" + hashlib.sha256(str(VAR_DIR).encode()).hexdigest()  # nothing of value is signed with it
QUIET_HOURS = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost:8000 (an IP address can have none)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

# The stand-ins for signing in, beside the web port (exchange.conf); an empty variable switches one off.
_PORT = int(os.environ.get("PORT", "8000"))
CAMDIGIKEY_SIDECAR_URL = os.environ.get("CAMDIGIKEY_SIDECAR_URL", f"http://127.0.0.1:{_PORT + 95}")
OIDC_SERVER_URL = os.environ.get("OIDC_SERVER_URL", f"http://127.0.0.1:{_PORT + 96}")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "nssf-portal")
OIDC_SECRET = os.environ.get("OIDC_SECRET", "sample-secret")
OIDC_NAME = os.environ.get("OIDC_NAME", "Sample identity (OpenID Connect)")
