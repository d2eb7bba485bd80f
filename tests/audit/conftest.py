import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def own_log(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def as_owner(db):
    """The role that may do anything to the tables: who holds it is whom the seals are against."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nssf_owner")
        yield cursor
        if not connection.needs_rollback:
            cursor.execute("SET ROLE nssf_web")
