"""History is written by the database, whichever way the row is written, with who did which act and why."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import RequestFactory

from enterprises.models import Enterprise
from nssf_portal.audit.middleware import AuditContextMiddleware
from nssf_portal.audit.models import ReadLog
from nssf_portal.audit.reading import note_reading
from nssf_portal.audit.tracking import acting
from nssf_portal.references import new_reference
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
EventModel = Enterprise._meta.apps.get_model("enterprises", "EnterpriseEvent")


def new_enterprise(number: int) -> Enterprise:
    return Enterprise(
        reference=new_reference("ENT", letters=7), nssf_number=str(number), name_km="ឈូក", commune_code="120101"
    )


def by_save(enterprise):
    enterprise.address = "St. 1"
    enterprise.save(update_fields=["address"])


def by_update(enterprise):
    Enterprise.objects.filter(pk=enterprise.pk).update(address="St. 1")


def by_bulk_update(enterprise):
    enterprise.address = "St. 1"
    Enterprise.objects.bulk_update([enterprise], ["address"])


def by_raw_sql(enterprise):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_enterprise SET address = 'St. 1' WHERE id = %s", [enterprise.pk])


def by_raw_sql_with_a_common_table(enterprise):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH one AS (SELECT %s::uuid AS id) UPDATE enterprises_enterprise e SET address = 'St. 1' "
            "FROM one WHERE e.id = one.id",
            [enterprise.pk],
        )


@pytest.mark.parametrize(
    "change", [by_save, by_update, by_bulk_update, by_raw_sql, by_raw_sql_with_a_common_table], ids=lambda f: f.__name__
)
def test_a_change_keeps_who_did_which_act_and_why(change):
    enterprise, clerk = EnterpriseFactory(), UserFactory()
    with acting(by=clerk, action="enterprise.move", reason="moved house"):
        change(enterprise)
    event = EventModel.objects.order_by("-pgh_id").first()
    assert (event.pgh_obj_id, event.pgh_label, event.address) == (enterprise.pk, "update", "St. 1")
    said = event.pgh_context
    assert (said["user"], said["action"], said["reason"]) == (str(clerk.pk), "enterprise.move", "moved house")


def test_rows_made_in_bulk_are_one_event_each():
    with acting(by=None, action="enterprise.import"):
        Enterprise.objects.bulk_create(new_enterprise(number) for number in range(810001, 810011))
    events = EventModel.objects.filter(nssf_number__gte="810001", nssf_number__lte="810010")
    assert events.count() == 10
    assert {event.pgh_context["action"] for event in events} == {"enterprise.import"}
    assert len(set(events.values_list("pgh_txid", flat=True))) == 1


def test_a_request_names_its_user():
    user = UserFactory()
    made = []

    def view(request):
        made.append(EnterpriseFactory())

    request = RequestFactory().post("/")
    request.user = user
    AuditContextMiddleware(view)(request)
    assert EventModel.objects.get(pgh_obj=made[0], pgh_label="insert").pgh_context["user"] == str(user.pk)


def test_history_and_logs_can_only_be_added_to():
    EnterpriseFactory()
    tables = ("enterprises_enterpriseevent", "enterprises_enterpriseevent_default", "audit_seal", "audit_readlog")
    for table in tables:
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_the_reader_of_a_record_is_kept():
    enterprise, clerk = EnterpriseFactory(), UserFactory()
    note_reading(enterprise, by=clerk, screen="desk.enterprise")
    row = ReadLog.objects.of("enterprise", enterprise.pk).get()
    assert (row.user, row.screen, row.revealed) == (clerk, "desk.enterprise", False)
    assert ReadLog.objects.of("enterprise", uuid.uuid4()).count() == 0
