"""Every change of the law book is kept with who made it; what was written is not rewritten."""

import pytest
from django.contrib.auth import get_user_model
from django.db import ProgrammingError, connection, transaction

from nssf_portal.audit.tracking import acting
from nssf_portal.law.models import LawValue

pytestmark = pytest.mark.django_db


def _history(value: LawValue) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label, number::int, pgh_context->>'user' FROM law_lawvalueevent"
            " WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [value.pk],
        )
        return cursor.fetchall()


def test_a_change_is_kept_with_who_made_it():
    person = get_user_model().objects.create_user(email="admin@example.org")
    value = LawValue.objects.get(code="sla.claim")
    with acting(by=person, action="law.change"):
        LawValue.objects.filter(pk=value.pk).update(number=7)
    assert _history(value)[-1] == ("update", 7, str(person.pk))


def test_history_cannot_be_rewritten():
    with (
        pytest.raises(ProgrammingError, match="Cannot update|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE law_lawvalueevent SET number = 1")
