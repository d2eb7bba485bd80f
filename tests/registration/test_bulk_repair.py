"""One press repairs two thousand rows: as many statements as for twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.enums import RowState
from registration.models import RosterEdit, RosterRow
from registration.presenting import problems
from registration.services import repairing
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import person, send_roster

pytestmark = pytest.mark.django_db


def statements(count: int) -> int:
    """Repair `count` rows whose ID lost its first zero; how many statements that takes."""
    rows = [person(n, id=f"{10_000_000 + n * 37:08d}", phone="") for n in range(1, count + 1)]
    roster = send_roster(EnterpriseFactory(), rows)
    key = problems.Key("identity_number", "id_invalid", "khmer_id")
    edits = {number: {key.field: value} for number, value in problems.fixes_of_group(roster, key).items()}
    assert len(edits) == count
    by = UserFactory()
    with CaptureQueriesContext(connection) as asked:
        repairing.repair_rows(roster=roster, edits=edits, by=by)
    assert RosterRow.objects.filter(roster=roster, state=RowState.ACCEPTED).count() == count
    assert RosterEdit.objects.filter(roster=roster, act="edited").count() == count
    return len(asked)


def test_many_rows_take_as_many_statements_as_few():
    OfficeFactory(code="HQ")
    few = statements(20)
    assert few <= 40
    assert statements(2_000) <= few + 6  # the batches of two thousand rows
