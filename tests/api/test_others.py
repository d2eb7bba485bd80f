"""Staff, the enterprise's own data, applications, the core system's changes, counts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.models import UnitFigure
from nssf_portal.audit.models import ReadLog
from registration.models import AppBeginning, Application
from tests.api.conftest import system_caller
from tests.factories.members import MemberFactory, employment
from tests.factories.registration import confirmed as registered
from tests.factories.registration import number_block, person, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(enterprise):
    return registered(send_roster(enterprise, [person(n) for n in range(1, 4)]))


def test_the_staff_with_numbers_masked_and_the_reading_noted(payroll, staff):
    answer = payroll.get("staff?limit=2")
    page = answer.json()
    assert len(page["items"]) == 2
    one = page["items"][0]
    assert one["member_number"]
    numbers = [person(n)[2] for n in (1, 2, 3)]
    assert one["identity"]["last_four"] in [number[-4:] for number in numbers]
    assert not any(number in answer.content.decode() for number in numbers)
    assert one["wage"].endswith("000.00")
    rest = payroll.get(f"staff?cursor={page['next_cursor']}").json()
    assert [len(rest["items"]), rest["next_cursor"]] == [1, None]
    assert ReadLog.objects.filter(screen="api.staff", user=payroll.client.user).count() == 2


def test_only_ones_own_staff(payroll, stranger, staff):
    assert stranger.get("staff").json()["items"] == []
    assert payroll.get("staff?state=left").json()["items"] == []


def test_the_staff_costs_the_same_for_one_and_for_many(payroll, staff):
    with CaptureQueriesContext(connection) as few:
        payroll.get("staff?limit=1")
    with CaptureQueriesContext(connection) as many:
        payroll.get("staff?limit=3")
    assert len(many) <= len(few) + 1


def test_the_enterprises_own_data_and_nobody_elses(payroll, stranger, enterprise):
    told = payroll.get(f"enterprises/{enterprise.nssf_number}").json()
    assert told["name_km"] == enterprise.name_km
    assert len(told["establishments"]) == 1
    assert stranger.get(f"enterprises/{enterprise.nssf_number}").status_code == 404
    assert payroll.get("enterprises/1").status_code == 404


def begin(**changes):
    return {
        "external_id": "app-1",
        "path": "self_employed",
        "phone": "012345678",
        "language": "en",
        "facts": {"family_name_latin": "SOK", "given_name_latin": "DARA", "sex": "M"},
        "consent": {},
    } | changes


def test_an_application_begun_in_the_app_goes_on_here():
    app = system_caller("applications.begin", kind="app")
    answer = app.post("applications", begin())
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["reference"] == Application.objects.get().reference
    assert "/register/resume/" in told["continue_url"]
    assert "012345678" not in told["continue_url"]
    again = app.post("applications", begin())
    assert (again.status_code, again.json()["already"]) == (200, True)
    assert AppBeginning.objects.count() == 1
    status = app.get("applications/app-1").json()
    assert (status["reference"], status["state"]) == (told["reference"], "draft")
    other = system_caller("applications.begin", kind="app")
    assert other.get("applications/app-1").status_code == 404


def test_a_wrong_phone_or_path_says_where():
    app = system_caller("applications.begin", kind="app")
    wrong = app.post("applications", begin(phone="123"))
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "#/phone"
    assert app.post("applications", begin(path="nothing")).status_code == 422
    assert app.post("applications", begin(external_id="a b")).status_code == 422
    assert app.post("applications", begin(external_id=5)).status_code == 422


def test_changes_go_to_the_core_system_and_come_from_it(staff):
    core = system_caller("core.deltas", kind="app")
    first = core.get("core/changes?limit=200")
    assert first.status_code == 200, first.content
    assert {"items", "next_cursor", "more"} == set(first.json())
    assert core.get("core/changes?cursor=nonsense").status_code == 400
    row = {"kind": "enterprise", "nssf_number": "", "name_latin": "X"}
    answer = core.post("core/changes", {"sequence": 1, "rows": [row]}, key=None)
    assert answer.status_code == 200, answer.content
    assert answer.json()["refused"] == 1
    late = core.post("core/changes", {"sequence": 9, "rows": [row]}, key=None)
    assert (late.status_code, late.json()["code"]) == (409, "conflict")


def test_employers_reach_neither_changes_nor_counts_nor_applications(payroll):
    for path in ("core/changes", "counts", "applications/a"):
        assert payroll.get(path).status_code == 403


def test_partners_read_counts_without_small_cells():
    partner = system_caller("counts.read")
    empty = partner.get("counts").json()
    assert (empty["as_of"], empty["items"]) == (None, [])
    day = date(2026, 11, 1)
    for place, registered_, missing in (("1201", 10, 3), ("1202", 5, 0), ("0102", 0, 100)):
        UnitFigure.objects.create(day=day, place_code=place, registered=registered_, missing=missing)
    told = partner.get("counts").json()
    assert told["as_of"] == "2026-11-01"
    assert [(i["province"], i["registered"], i["missing"]) for i in told["items"]] == [("01", 0, 100), ("12", 15, None)]
    assert [i["province"] for i in partner.get("counts?province=12").json()["items"]] == ["12"]


def test_members_are_found_nowhere_by_number(payroll):
    number_block()
    employment(MemberFactory(), payroll_enterprise(payroll), date(2022, 1, 3))
    assert payroll.get("staff?search=1").status_code == 400


def payroll_enterprise(caller):
    from enterprises.models import Enterprise

    return Enterprise.objects.get(pk=caller.client.owner_id)
