"""Whatever step found a problem, page, workbook and command say the same words about it."""

import io
import json

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from registration.models import Roster, RosterProblem
from registration.presenting.workbook import errors_workbook
from registration.services import pairs
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, doubtful_pair, employment, identifier
from tests.factories.registration import number_block, person, send_roster, workbook

pytestmark = pytest.mark.django_db
LONG = "SOPHEA" * 20


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    with translation.override("en"):
        yield


def cells_of(roster: Roster) -> str:
    book = openpyxl.load_workbook(io.BytesIO(errors_workbook(roster)))
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_officers_question_is_in_the_workbook():
    pair = doubtful_pair()
    pairs.ask_employer(pair=pair, question="Which card?", by=UserFactory())
    assert "An officer has a question" in cells_of(pair.row.roster)


def test_what_only_the_register_knows_is_in_the_workbook_and_the_page(client):
    shop = EnterpriseFactory()
    known = MemberFactory(family_name_latin="SOK", given_name_latin="SOPHEA", sex="F")
    identifier(known, "555000111")
    employment(known, shop, started=known.registered_on, ended=known.registered_on.replace(year=2025))
    hired_again = person(1, id="555000111", given="SOPHEA", sex="F", born="23-04-1994", hired="15-06-2024")
    roster = send_roster(shop, [hired_again, person(2, given=LONG)])
    assert set(RosterProblem.objects.values_list("field", "code")) == {
        ("hired_on", "employment_overlap"),
        ("given_name", "too_long"),
    }
    client.force_login(representative_of(shop))
    page = client.get(reverse("registration:roster", args=[shop.pk, roster.pk])).content.decode()
    for words in ("Hired again before the earlier employment ended", "Given name is longer than 80"):
        assert words in cells_of(roster)
        assert words in page.replace("\u00a0", " ")


def test_the_command_says_them_too(tmp_path):
    shop = EnterpriseFactory()
    number_block()
    path = tmp_path / "staff.xlsx"
    path.write_bytes(workbook([person(1, given=LONG)]))
    result = json.loads(call_command("import_roster", str(path), enterprise=shop.nssf_number, format="json"))
    (problem,) = result["problems"]
    assert (problem["code"], problem["severity"]) == ("too_long", "error")
    assert problem["message"].startswith("Given name is longer than 80 letters. Please")
