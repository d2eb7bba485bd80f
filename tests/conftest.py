"""The harness: own servers, the web's own database role, reference data kept between tests, network off."""

import hashlib
import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test

from nssf_portal.runtime import keeper

keeper.ensure()

import pytest
from django.conf import settings as portal
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_socket import socket_allow_hosts

import tests.sparing  # noqa: F401  what it does, it does by being imported
from tests.emptying import TABLES, Emptier
from tests.making import Making

if portal.configured:
    keeper.ensure(portal.BROKER_DIR)

NOT_KEPT = ("accounts_institution",)
"""Tables with a few first rows that tests add to: emptied with whatever points to them, and seeded anew."""
reference_tables: list[str] = []
emptier: list[Emptier] = []
_HERE = Path(portal.VAR_DIR) / f"schema-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"
_ROOT = Path(__file__).resolve().parents[1]


def _schema() -> str:
    """A digest of everything the test database is made from."""
    digest = hashlib.sha256()
    for path in sorted([*_ROOT.glob("*/migrations/*.py"), *_ROOT.glob("nssf_portal/*/migrations/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _made_before() -> list[str]:
    """The reference tables of a database that an earlier run left and that still fits; empty: make it anew."""
    try:
        kept = json.loads(_HERE.read_text())
    except (OSError, ValueError):
        return []
    return kept["reference_tables"] if kept["schema"] == _schema() else []


def pytest_configure(config: pytest.Config) -> None:
    """Making the database takes minutes: it is kept, and made anew whenever a migration changed."""
    config.option.reuse_db = True
    config.option.asked_anew = config.option.create_db
    if not getattr(config.option, "numprocesses", None):  # who only hands tests out has no database
        config.option.create_db = config.option.create_db or not _made_before()


def pytest_runtest_setup(item: pytest.Item) -> None:
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def making(request, django_db_createdb, django_db_modify_db_settings, django_db_blocker):
    """Whoever has to make a database is alone meanwhile; the next one copies."""
    made = Making(_schema()) if django_db_createdb else None
    if made:
        with django_db_blocker.unblock():
            made.begin(anew=request.config.option.asked_anew)
    return made


@pytest.fixture(scope="session")
def django_db_setup(making, django_db_setup, django_db_blocker):
    """After the owner made the tables, every test speaks as the role that owns nothing, as the web does."""
    with django_db_blocker.unblock():
        kept = _made_before()
        reference_tables.extend(name for name in kept or _filled_by_migration() if name not in NOT_KEPT)
        _HERE.write_text(json.dumps({"schema": _schema(), "reference_tables": reference_tables}))
        if making:
            making.end()
        _connect_with("-c role=nssf_web")
        emptier.append(Emptier(reference_tables))
        if kept:
            emptier[0].enable()  # a killed run may have left rows
            _flush_what_tests_wrote(None)
    yield
    with django_db_blocker.unblock():
        _connect_with("")
        _end_other_connections()


def _end_other_connections() -> None:
    """A thread of a test may not have closed its connection yet; the database could not be dropped then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def _connect_with(options: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = options


def _filled_by_migration() -> list[str]:
    """Places, the law book, sources ...: tables that have rows before any test ran."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
        filled = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names)
        cursor.execute(filled)
        return [name for (name,) in cursor.fetchall()]


def _flush_what_tests_wrote(self) -> None:
    """Everything but reference data; and of that, what points to something else is filled anew."""
    emptier[0].empty()
    from compliance.seeds import seed
    from enterprises.sources import fill_sources
    from incentives.seeds import seed as seed_incentives
    from outreach.seeds import seed as seed_outreach
    from registration.services import priorities
    from reporting.seeds import seed as seed_reporting

    fill_sources()
    seed()  # likewise: texts and checklists point to institutions and users
    seed_incentives()
    seed_outreach()
    seed_reporting()
    priorities.seed()  # its rows point to institutions, which are emptied, and go along


TransactionTestCase._fixture_teardown = _flush_what_tests_wrote


@pytest.fixture(autouse=True)
def _hostile(settings):
    settings.MIDDLEWARE = ["tests.hostile.ReadOnlyGet", *settings.MIDDLEWARE]


@pytest.fixture(autouse=True)
def _in_english():
    """A page answered in Khmer by a test before leaves its language behind in the thread; each test starts anew."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CELERY_TASK_ALWAYS_EAGER = False


@pytest.fixture(autouse=True)
def _clean_cache(request):
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()
