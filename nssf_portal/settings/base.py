"""Settings shared by every environment; everything that differs comes from the environment (12-factor)."""

import os
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
DEMO = False
"""Demo mode: sample people, a banner on every page, MFA advised instead of enforced. Refused by `check --deploy`."""
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000")

DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split(",") if os.environ.get("ALLOWED_HOSTS") else []
ROOT_URLCONF = "nssf_portal.urls"
WSGI_APPLICATION = "nssf_portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "nssf_portal.ui",
    "nssf_portal.runtime",
    "nssf_portal.accounts",
    "nssf_portal.places",
    "nssf_portal.law",
    "nssf_portal.audit",
    "nssf_portal.work",
    "nssf_portal.jobs",
    "nssf_portal.identifiers",
    "nssf_portal.documents",
    "nssf_portal.notifications",
    "nssf_portal.exchange",
    "nssf_portal.api",
    "nssf_portal.khmer",
    "enterprises",
    "registration",
    "compliance",
    "incentives",
    "outreach",
    "reporting",
    "nssf_portal.accounts.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads by chance, so that lengths tell no secret
    "csp.middleware.CSPMiddleware",
    "nssf_portal.ui.middleware.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nssf_portal.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nssf_portal.audit.middleware.AuditContextMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nssf_portal.accounts.middleware.SessionPolicyMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "nssf_portal.accounts.middleware.SecondFactorMiddleware",
    "nssf_portal.exchange.budget.PageBudgetMiddleware",
]

FORM_RENDERER = "nssf_portal.ui.renderer.PortalRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nssf_portal.ui.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "nssf_portal.ui.templatetags.ui"],
        },
    }
]

# Databases: web and worker connect as a role that owns nothing; only OWNER_COMMANDS (runtime.database) use the owner.
from nssf_portal.runtime.database import database_url  # noqa: E402  (needs VAR_DIR from the environment only)

DATABASES = {
    "default": dj_database_url.parse(database_url(VAR_DIR), conn_max_age=60, conn_health_checks=True)
    | {"ATOMIC_REQUESTS": True, "DISABLE_SERVER_SIDE_CURSORS": True}
}
# The same database outside the request's transaction: what was said to a partner stays (exchange.evidence_log).
DATABASES["evidence"] = DATABASES["default"] | {"ATOMIC_REQUESTS": False, "TEST": {"MIRROR": "default"}}
EXCHANGE_LOG_DATABASE = "evidence"
EXCHANGE_PAGE_SECONDS = 0.8  # a page waits no longer for a partner; what takes longer is asked in the background

from nssf_portal.runtime.broker import celery_broker_url, redis_url  # noqa: E402

REDIS_URL = redis_url(VAR_DIR)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "nssf",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = celery_broker_url(VAR_DIR)  # kombu spells a socket differently from redis-py
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    # Whoever rings a job must not wait for a dead broker: the job is on record and the sweeper rings again.
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # a worker's log keeps to LOGGING, which leaves out the words of errors
JOB_LEASE_SECONDS = 30  # how long a killed worker's job lies still; the sweep finds it within its own interval
CELERY_BEAT_SCHEDULE = {
    # A sweep that found no worker is stale: it must not pile up and ring every job hundreds of times.
    "sweep-jobs": {"task": "nssf_portal.jobs.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "seal-audit": {"task": "nssf_portal.audit.tasks.seal", "schedule": 60.0},
    "send-messages": {"task": "nssf_portal.notifications.tasks.send_due", "schedule": 15.0},
    "ask-for-reports": {"task": "reporting.report_tasks.ask_for_reports", "schedule": crontab(hour=4, minute=30)},
    "keep-tallies": {"task": "reporting.tasks.keep_tallies", "schedule": crontab(hour=2, minute=30)},
    "read-quality": {"task": "reporting.quality_tasks.read_quality", "schedule": crontab(hour=3, minute=50)},
    "nightly-figures": {"task": "enterprises.tasks.nightly_figures", "schedule": crontab(hour=1, minute=40)},
    "nightly-standing": {"task": "compliance.standing.tasks.nightly_standing", "schedule": crontab(hour=2, minute=0)},
    "daily-targets": {"task": "compliance.target_tasks.daily_targets", "schedule": crontab(hour=0, minute=35)},
    "daily-members": {"task": "registration.tasks.daily_members", "schedule": crontab(hour=6, minute=30)},
    "daily-stops": {"task": "registration.tasks.daily_stops", "schedule": crontab(hour=6, minute=50)},
    "daily-papers": {"task": "compliance.tasks.daily_papers", "schedule": crontab(hour=7, minute=10)},
    "daily-declarations": {
        "task": "compliance.tasks.daily_declarations",
        "schedule": crontab(hour=6, minute=40),
    },
    "daily-cooperation": {"task": "compliance.tasks.daily_cooperation", "schedule": crontab(hour=0, minute=20)},
    "daily-incentive-requests": {
        "task": "incentives.request_tasks.daily_requests",
        "schedule": crontab(hour=0, minute=15),
    },
    "purge-person-lists": {"task": "outreach.list_tasks.purge", "schedule": crontab(hour=3, minute=40)},
    "purge-attendance": {"task": "outreach.attendance_tasks.purge", "schedule": crontab(hour=3, minute=35)},
    "remind-of-events": {"task": "outreach.event_tasks.daily_reminders", "schedule": crontab(hour=8, minute=20)},
    "daily-progress": {"task": "reporting.entry_tasks.daily_progress", "schedule": crontab(hour=7, minute=30)},
    "resume-waiting": {"task": "registration.tasks.resume_waiting", "schedule": crontab(hour=6, minute=10)},
    "clear-sessions": {"task": "nssf_portal.accounts.tasks.clear_sessions", "schedule": crontab(hour=3, minute=0)},
    "clear-codes": {"task": "nssf_portal.accounts.tasks.clear_codes", "schedule": crontab(hour=3, minute=5)},
    "ask-deliveries": {"task": "nssf_portal.notifications.tasks.ask_deliveries", "schedule": 60.0},
    "tidy-api": {"task": "nssf_portal.api.tasks.tidy", "schedule": 600.0},
    "check-contracts": {"task": "nssf_portal.exchange.tasks.check_contracts", "schedule": crontab(hour=5, minute=30)},
    "core-deltas": {"task": "registration.tasks.core_deltas", "schedule": crontab(hour=1, minute=15)},
    "core-watch": {"task": "registration.tasks.core_watch", "schedule": crontab(minute=5)},
    "forget-received": {
        "task": "nssf_portal.exchange.provider.forget_received",
        "schedule": crontab(hour=3, minute=20),
    },
    "daily-emergencies": {
        "task": "incentives.emergency_tasks.daily_emergencies",
        "schedule": crontab(hour=0, minute=45),
    },
    "daily-series": {"task": "outreach.activity_tasks.daily_series", "schedule": crontab(hour=0, minute=25)},
    "outreach-conversion": {"task": "outreach.conversion_tasks.nightly", "schedule": crontab(hour=2, minute=45)},
    "sweep-files": {"task": "nssf_portal.documents.tasks.sweep_files", "schedule": crontab(hour=3, minute=15)},
}
CELERY_TIMEZONE = "Asia/Phnom_Penh"

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # survives the cache; its data is encrypted
SESSION_SERIALIZER = "nssf_portal.accounts.sessions.EncryptedSerializer"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nssf_portal.ui.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_ADAPTER = "nssf_portal.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*", "password1*"]  # in truth either is enough: accounts.forms.SignupForm
ACCOUNT_FORMS = {
    "signup": "nssf_portal.accounts.forms.SignupForm",
    "login": "nssf_portal.accounts.forms.LoginForm",
    "reset_password": "nssf_portal.accounts.forms.ResetPasswordForm",
    # Tries at codes are counted where requests sent at once cannot slip past the count (accounts.code_forms).
    "confirm_password_reset_code": "nssf_portal.accounts.code_forms.ConfirmResetCode",
    "confirm_email_verification_code": "nssf_portal.accounts.code_forms.ConfirmEmailCode",
    "verify_phone": "nssf_portal.accounts.code_forms.ConfirmPhoneCode",
    "confirm_login_code": "nssf_portal.accounts.code_forms.ConfirmSignInCode",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # of one contact: accounts.stages; also what keeps taken addresses secret
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # an SMS may take its time
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/300s/key",  # an office shares one address
    "verify_phone": "1/30s/key,10/d/key,20/m/ip",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "nssf_portal.accounts.mfa_adapter.MFAAdapter"
MFA_TOTP_ISSUER = "NSSF Cambodia"

SOCIALACCOUNT_ADAPTER = "nssf_portal.exchange.identity.oidc.SocialAdapter"  # nobody signs up or in but through the port
SOCIALACCOUNT_REQUESTS_TIMEOUT = 4

# The API knows tokens only, no session: what cannot be sent by a foreign page needs no CSRF token.
REST_FRAMEWORK = {
    # A view that does not say who may ask is closed; nssf_portal.api.base says it for all of ours.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "nssf_portal.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "nssf_portal.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "NSSF portal",
    "DESCRIPTION": "Staff lists, staff and messages for employers' programmes and partners of the Fund.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.0.3",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "nssf_portal.api.schema.add_problems",
    ],
}

LANGUAGE_CODE = "km"
LANGUAGES = [("km", _("Khmer")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["nssf_portal.khmer.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Phnom_Penh"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "staticfiles"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

PGHISTORY_CONTEXT_FIELD_IMPORT = None  # set in audit.tracking: context is a column of each event, not a hot table

# Keys live outside the database: a file in development, a mounted secret in production (identifiers.keys).
KEYS_FILE = Path(os.environ.get("KEYS_FILE", VAR_DIR / "keys.json"))

# CamDX: every identifier is configuration (docs/operations.md); None means the embedded double's values are used.
CAMDX_SECURITY_SERVER_URL = os.environ.get("CAMDX_SECURITY_SERVER_URL", "")
CAMDX_CLIENT = os.environ.get("CAMDX_CLIENT", "CAMBODIA/GOV/NSSF-DEV/PORTAL")
CAMDX_TLS_CERTIFICATE = os.environ.get("CAMDX_TLS_CERTIFICATE", "")  # paths of PEM files
CAMDX_TLS_KEY = os.environ.get("CAMDX_TLS_KEY", "")
CAMDX_TLS_PINNED = os.environ.get("CAMDX_TLS_PINNED", "")
# The door partners come through (exchange.door): our certificate there, and the security server's that is let in.
EXCHANGE_DOOR_CERTIFICATE = os.environ.get("EXCHANGE_DOOR_CERTIFICATE", "")
EXCHANGE_DOOR_KEY = os.environ.get("EXCHANGE_DOOR_KEY", "")
EXCHANGE_DOOR_PINNED = os.environ.get("EXCHANGE_DOOR_PINNED", "")
CAMDX_KYC_SERVICE = os.environ.get("CAMDX_KYC_SERVICE", "")  # X-Road services, instance/class/member/subsystem/service
CAMDX_INFORMAL_SERVICE = os.environ.get("CAMDX_INFORMAL_SERVICE", "")
# Signing in at somebody else's: what is not configured is not offered.
CAMDIGIKEY_SIDECAR_URL = os.environ.get("CAMDIGIKEY_SIDECAR_URL", "")
OIDC_SERVER_URL = os.environ.get("OIDC_SERVER_URL", "")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_SECRET = os.environ.get("OIDC_SECRET", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "OpenID Connect")
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")
SMS_GATEWAYS = (os.environ.get("SMS_GATEWAYS") or "nomsa").split(",")  # who is asked first: nomsa,plasgate
SMS_GATEWAY_URL = os.environ.get("SMS_GATEWAY_URL", "")
SMS_GATEWAY_KEY = os.environ.get("SMS_GATEWAY_KEY", "")
PLASGATE_URL = os.environ.get("PLASGATE_URL", "")
PLASGATE_KEY = os.environ.get("PLASGATE_KEY", "")
PLASGATE_SECRET = os.environ.get("PLASGATE_SECRET", "")
PLASGATE_SENDER = os.environ.get("PLASGATE_SENDER") or "NSSF"  # registered with the mobile networks beforehand
TELEGRAM_BOT = os.environ.get("TELEGRAM_BOT", "")  # the bot's name; without one the channel is not offered
TELEGRAM_BOT_TOKEN = os.environ.get("TELEGRAM_BOT_TOKEN", "")
TELEGRAM_URL = os.environ.get("TELEGRAM_URL", "")
QUIET_HOURS = True
"""SMS and Telegram leave in the daytime only (the hours are the law book's); a developer works at any hour."""
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@nssf.invalid")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Neither formatter lets the words of an error or the path of a request through.
    "formatters": {
        "plain": {"()": "nssf_portal.runtime.logs.PlainLines"},
        "json": {"()": "nssf_portal.runtime.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django would mail requests to ADMINS and print them itself; everything goes through the root's formatter.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
