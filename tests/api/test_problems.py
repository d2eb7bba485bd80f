"""Every error is an RFC 9457 problem, in the reader's language, with all faults at once."""

import pytest
from django.test import Client

from nssf_portal.api.views import webhooks

pytestmark = pytest.mark.django_db
JSON = "application/json"


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    return told


def test_without_a_token_401_and_no_session_helps(owner):
    browser = Client()
    browser.force_login(owner)
    answer = browser.get("/api/v1/rosters")
    problem(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer " + "x" * 300, "Bearer é", "Basic eDp5"])
def test_what_is_no_token_of_ours_is_401(payroll, header):
    problem(Client().get("/api/v1/rosters", headers={"authorization": header}), 401, "not_signed_in")


def test_an_unknown_address_and_method_and_format(payroll):
    problem(payroll.get("nothing/here"), 404, "not_found")
    problem(Client().post("/api/other"), 404, "not_found")
    problem(payroll.get("webhooks/a%0Ab"), 404, "not_found")
    problem(payroll.post("staff"), 405, "wrong_method")
    assert payroll.post("staff")["Allow"] == "GET, HEAD, OPTIONS"
    problem(payroll.get("staff", accept="application/xml"), 406, "not_acceptable")
    problem(payroll.post("rosters", "a=b", content_type="application/x-www-form-urlencoded"), 415, "wrong_format")


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"mode": NaN}', b"\xff\xfe", '{"mode": "\\ud800"}'])
def test_what_is_no_json_is_400(payroll, body):
    problem(payroll.post("rosters", body), 400, "not_readable")


def test_a_form_of_very_many_fields_is_400_and_no_failure(payroll):
    form = "application/x-www-form-urlencoded"
    problem(Client().post("/api/v1/token", "&" * 16_000, content_type=form), 400, "not_readable")


def test_a_body_that_is_too_long_is_not_read(payroll):
    problem(payroll.post("rosters", b" " * (2 * 1024 * 1024 + 1)), 413, "too_large")


def test_all_faults_of_a_body_at_once_each_with_its_place(payroll):
    rows = [{"sex": 1}, {"wages": 1, "family_name_km": "x" * 300}, {"wage": "816000"}]
    told = problem(payroll.post("rosters", {"mode": "some", "rows": rows}), 422, "invalid")
    found = {(e["pointer"], e["code"]) for e in told["errors"]}
    assert found == {
        ("#/mode", "invalid_choice"),
        ("#/rows/0/sex", "invalid"),
        ("#/rows/1/wages", "unknown"),
        ("#/rows/2/wage", "invalid"),
    }


def test_the_words_are_in_the_readers_language(payroll):
    english = payroll.get("nothing").json()["title"]
    khmer = payroll.get("nothing", **{"accept-language": "km"}).json()
    asked = payroll.get("nothing?lang=km").json()
    assert english == "There is nothing here that you may see"
    assert khmer == asked
    assert khmer["code"] == "not_found"


def test_faults_of_the_address_name_the_parameter(payroll):
    for query, name in (("limit=0", "limit"), ("limit=x", "limit"), ("limt=5", "limt"), ("cursor=zz", "cursor")):
        told = problem(payroll.get(f"rosters?{query}"), 400, "not_readable")
        assert told["errors"][0]["parameter"] == name
    told = problem(payroll.get("rosters?limit=1&limit=2"), 400, "not_readable")
    assert told["errors"][0]["code"] == "twice"


def test_a_failure_of_ours_says_nothing_of_its_cause(payroll, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError("SOK DARA 123456789")

    monkeypatch.setattr(webhooks, "_shown", fail)
    monkeypatch.setattr(webhooks, "page", fail)
    answer = payroll.get("webhooks")
    problem(answer, 500, "failed")
    assert "DARA" not in answer.content.decode()


def test_who_lacks_a_scope_is_told_which(enterprise, owner):
    from tests.api.conftest import caller_for

    caller = caller_for(enterprise, owner, "rosters.read")
    answer = caller.get("staff")
    problem(answer, 403, "not_allowed")
    assert 'scope="staff.read"' in answer["WWW-Authenticate"]
