"""The staff list as a file: who may take it, how long it may be, what it says and what it never holds."""

import csv
import datetime
import io
import re
import uuid
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from nssf_portal import law
from nssf_portal.audit.models import ReadLog
from registration.exporting import plain
from registration.models import Employment, ExportRequest
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, person, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    with translation.override("en"):
        yield


@pytest.fixture
def shop():
    made = EnterpriseFactory()
    confirmed(send_roster(made, [person(n) for n in range(1, 4)]))
    return made


@pytest.fixture
def owner(shop):
    return representative_of(shop)


@pytest.fixture
def limits(monkeypatch):
    """Law values for this test: limits(rows=..., alone=...)."""

    def set_to(rows=50_000, alone=1_000):
        values = {"export.rows": rows, "export.rows_alone": alone}
        monkeypatch.setattr("registration.services.exports.value_or", lambda code, default: values.get(code, default))

    return set_to


def at(name, *keys):
    return reverse(f"registration:{name}", args=keys)


def asked(**changes):
    return {"submission_id": uuid.uuid4(), "people": "staff", "file_format": "csv", "reason": "Payroll"} | changes


def ask(client, shop, **changes):
    client.post(at("staff_export", shop.pk), asked(**changes))
    return ExportRequest.objects.first()


def take(client, export):
    return client.post(at("staff_export_take", export.enterprise_id, export.pk))


def test_the_file_has_the_staff_masked_and_who_took_it(client, shop, owner):
    client.force_login(owner)
    export = ask(client, shop)
    rows = list(csv.reader(io.StringIO(take(client, export).content.decode("utf-8-sig"))))
    everything = "\n".join("|".join(row) for row in rows)
    assert len([row for row in rows if row and row[0].isdecimal()]) == 3
    assert "••••0037" in everything
    assert "100000037" not in everything
    assert f"Taken by {owner.name} on {timezone.localdate():%Y-%m-%d}" in everything
    assert "Reason: Payroll" in everything
    assert ReadLog.objects.get(screen="employer.staff_file").reason == "Payroll"


def test_a_workbook_holds_text_and_numbers_only(client, shop, owner):
    Employment.objects.filter(enterprise=shop).update(occupation='=HYPERLINK("http://x",1)', department="+cmd|' /C'!A")
    client.force_login(owner)
    content = take(client, ask(client, shop, file_format="xlsx")).content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert '\'=HYPERLINK("http://x",1)' in {cell.value for cell in cells}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not any(re.search(rb"<f[ >]", book.read(name)) for name in book.namelist())


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "\x01=1", "  =1", "\ufeff=1", "＝1", "%1", "|x"]
)
def test_no_cell_is_live(text):
    assert str(plain(text)).startswith("'")
    assert "\x00" not in str(plain(text))


@pytest.mark.parametrize("value", ["សុខ ដារ៉ា", "SOK", "012 345", "a=b", 5, 2.5, ""])
def test_ordinary_cells_stay_as_they_are(value):
    assert plain(value) == value


def test_a_staff_clerk_of_the_enterprise_takes_no_file(client, shop):
    client.force_login(representative_of(shop, role="staff_clerk"))
    assert client.get(at("staff_export", shop.pk)).status_code == 403
    assert client.post(at("staff_export", shop.pk), asked()).status_code == 403
    assert client.get(at("staff", shop.pk)).status_code == 200


def test_a_stranger_finds_no_file(client, shop, owner):
    client.force_login(owner)
    export = ask(client, shop)
    client.force_login(representative_of(EnterpriseFactory()))
    assert client.get(at("staff_export_page", shop.pk, export.pk)).status_code == 404
    for name in ("staff_export_take", "staff_export_confirm"):
        assert client.post(at(name, shop.pk, export.pk)).status_code == 404
        assert client.get(at(name, shop.pk, export.pk)).status_code == 405


def test_a_file_needs_a_reason_and_people(client, shop, owner):
    client.force_login(owner)
    assert client.post(at("staff_export", shop.pk), asked(reason=" ")).status_code == 422
    assert "nobody in this list" in client.post(at("staff_export", shop.pk), asked(people="left")).content.decode()
    assert not ExportRequest.objects.exists()


def test_a_double_click_asks_once(client, shop, owner):
    client.force_login(owner)
    same = asked()
    assert client.post(at("staff_export", shop.pk), same).url == client.post(at("staff_export", shop.pk), same).url
    assert ExportRequest.objects.count() == 1


def test_a_long_list_waits_for_a_second_person(client, shop, owner, limits):
    limits(alone=2)
    second = representative_of(shop, role="manager")
    client.force_login(owner)
    export = ask(client, shop)
    assert export.state == "waiting"
    assert client.post(at("staff_export_confirm", shop.pk, export.pk)).status_code == 403
    take(client, export)
    export.refresh_from_db()
    assert export.taken_at is None
    client.force_login(second)
    client.post(at("staff_export_confirm", shop.pk, export.pk))
    assert take(client, export).status_code == 403
    client.force_login(owner)
    assert take(client, export)["Content-Type"].startswith("text/csv")


def test_a_long_list_with_nobody_to_agree_is_refused_with_what_to_do(client, shop, owner, limits):
    limits(alone=2)
    representative_of(shop, role="staff_clerk")
    client.force_login(owner)
    response = client.post(at("staff_export", shop.pk), asked())
    assert response.status_code == 422
    assert "Invite one" in response.content.decode()


def test_nobody_takes_more_than_the_most(client, shop, owner, limits):
    limits(rows=2)
    client.force_login(owner)
    assert "at most 2 people" in client.post(at("staff_export", shop.pk), asked()).content.decode()


def test_a_file_not_taken_in_a_day_is_asked_for_again(client, shop, owner):
    client.force_login(owner)
    export = ask(client, shop)
    ExportRequest.objects.update(requested_at=timezone.now() - datetime.timedelta(hours=25))
    assert take(client, export).status_code == 403


def test_the_law_book_has_the_limits():
    assert law.value("export.rows").value > law.value("export.rows_alone").value
