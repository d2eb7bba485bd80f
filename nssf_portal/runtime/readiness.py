"""Whether everything the portal stands on is in place; asked by `check_ready`, `/healthz` and the system check."""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

FEW_NUMBERS = 1_000
KHMER_WORD = "សុខ សុភា"


@dataclass(frozen=True)
class Answer:
    """One thing looked at: fine, or what to do about it."""

    name: str
    ok: bool
    advice: str = ""

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def khmer_trigrams() -> int:
    """How many trigrams pg_trgm finds in a Khmer name: none when the database was made with ctype C."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm(%s))", [KHMER_WORD])
        return int(cursor.fetchone()[0])


def check_database() -> Answer:
    """Does PostgreSQL answer, and is it recent enough?"""
    try:
        connection.ensure_connection()
        version = int(getattr(connection, "pg_version", 0))
    except DatabaseError:
        return Answer("database", False, "PostgreSQL does not answer; check DATABASE_URL and that the server is up.")
    return Answer("database", version >= 150000, "" if version >= 150000 else "PostgreSQL 15 or newer is needed.")


def check_broker() -> Answer:
    """Does Redis or Valkey answer, and would it rather refuse than forget?"""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3)
    try:
        client.ping()
    except redis.RedisError:
        return Answer("broker", False, "Redis or Valkey does not answer; check REDIS_URL and that the server is up.")
    finally:
        client.close()
    return Answer("broker", True)


def check_locale() -> Answer:
    """Does the database see letters in Khmer? With ctype C, search by name finds nobody."""
    advice = "Make the database with a UTF-8 ctype (initdb --locale=C.UTF-8) and the extension pg_trgm."
    try:
        found = khmer_trigrams()
    except DatabaseError:
        return Answer("locale", False, advice)
    return Answer("locale", found > 0, "" if found else advice)


def check_keys() -> Answer:
    """Is the file of encryption keys readable by us and by nobody else?"""
    path = settings.KEYS_FILE
    try:
        json.loads(path.read_text())
    except FileNotFoundError:
        if settings.DEMO:
            return Answer("keys", True, "Made on first use (demo mode).")
        return Answer("keys", False, f"{path} is missing; mount the keys there or point KEYS_FILE at them.")
    except (OSError, ValueError):
        return Answer("keys", False, f"{path} can't be read as JSON by this account.")
    # A mounted secret is readable inside its container by design.
    private = not path.stat().st_mode & 0o077 or path.is_relative_to("/run/secrets")
    return Answer("keys", private, "" if private else f"Others can read {path}: chmod 600 {path}")


def check_migrations() -> Answer:
    """Is the database in the code's state?"""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Answer("migrations", False, "The state can't be read; is the database up?")
    advice = f"{len(pending)} to apply: python manage.py migrate" if pending else ""
    return Answer("migrations", not pending, advice)


def check_storage() -> Answer:
    """Can uploads and printed documents be written?"""
    folder = settings.MEDIA_ROOT
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return Answer("storage", True)
    except OSError:
        return Answer("storage", False, f"{folder} can't be written by this account; set VAR_DIR or fix its owner.")


def check_mail() -> Answer:
    """Does the mail server take our connection?"""
    try:
        with get_connection(fail_silently=False):
            return Answer("mail", True)
    except (OSError, ImproperlyConfigured):
        return Answer("mail", False, "The mail server does not answer; check the EMAIL_ settings.")


def check_numbers() -> Answer:
    """How many numbers are left to give out; without any the portal serves, and registering waits."""
    from nssf_portal.identifiers.numbers import left  # the app's models are there only once Django is set up

    try:
        found = left()
    except DatabaseError:
        return Answer("numbers", False, "The number blocks can't be read; is the database up and migrated?")
    said = ", ".join(f"{kind}: {count:,} left" for kind, count in found.items())
    short = [kind for kind, count in found.items() if count < FEW_NUMBERS]
    advice = f"{said}; enter blocks with reserve_numbers: {', '.join(short)}" if short else said
    return Answer("numbers", all(found.values()), advice)


def check_jobs() -> Answer:
    """How many jobs stopped after several failures; the portal serves, somebody's work does not go on."""
    from nssf_portal.jobs.models import Job

    try:
        dead = Job.objects.filter(state=Job.State.DEAD).count()
    except DatabaseError:
        return Answer("jobs", False, "The jobs can't be read; is the database up and migrated?")
    return Answer("jobs", True, f"{dead} dead; look at them: python manage.py jobs --dead" if dead else "")


def check_partitions() -> Answer:
    """Is next month's part of the history made? If not its rows go to the default partition, and stay there."""
    from nssf_portal.audit.partitions import without_next_month

    try:
        missing = without_next_month()
    except DatabaseError:
        return Answer("partitions", False, "The history's tables can't be read; is the database up?")
    advice = f"{len(missing)} tables have none for next month: manage.py make_partitions as the owner"
    return Answer("partitions", True, advice if missing else "")


def _port(name: str, configured: bool, what_to_set: str) -> Answer:
    return Answer(name, True, "configured" if configured else f"not configured, not offered: set {what_to_set}")


def check_camdigikey() -> Answer:
    """May people sign in with CamDigiKey? Only whether it is configured: nobody is asked."""
    return _port("camdigikey", bool(settings.CAMDIGIKEY_SIDECAR_URL), "CAMDIGIKEY_SIDECAR_URL")


def check_openid_connect() -> Answer:
    """May people sign in at an OpenID Connect server?"""
    from nssf_portal.exchange.conf import oidc_configured

    return _port("openid_connect", oidc_configured(), "OIDC_SERVER_URL and OIDC_CLIENT_ID")


def check_identity_check() -> Answer:
    """Can the Ministry of Interior be asked? Without it each check says unavailable."""
    from nssf_portal.exchange.conf import kyc_service

    return _port("identity_check", kyc_service() is not None, "CAMDX_KYC_SERVICE")


def check_informal_certificates() -> Answer:
    """Can certificates of the informal economy be looked up?"""
    from nssf_portal.exchange.conf import informal_service

    return _port("informal_certificates", informal_service() is not None, "CAMDX_INFORMAL_SERVICE")


CHECKS: tuple[Callable[[], Answer], ...] = (
    check_database,
    check_broker,
    check_locale,
    check_keys,
    check_migrations,
    check_storage,
    check_mail,
    check_numbers,
    check_jobs,
    check_partitions,
    check_camdigikey,
    check_openid_connect,
    check_identity_check,
    check_informal_certificates,
)


def look() -> list[Answer]:
    """Everything, in order of dependence."""
    return [check() for check in CHECKS]
