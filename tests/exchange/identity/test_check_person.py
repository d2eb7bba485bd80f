"""The Ministry of Interior's check: pass, fail, warn or unavailable, and never an error."""

import datetime
import logging

import pytest

from nssf_portal.doubles.http import Reply
from nssf_portal.doubles.identity_services import KYC
from nssf_portal.exchange.identity.moi import check_person
from nssf_portal.exchange.models import Exchange

pytestmark = pytest.mark.django_db


def said(who, **other) -> dict:
    person = who.person
    known = {
        "id_number": person.id_number,
        "family_name_km": person.family_name_km,
        "given_name_km": person.given_name_km,
        "family_name_latin": person.family_name_latin,
        "given_name_latin": person.given_name_latin,
        "sex": who.sex,
        "born_on": datetime.date.fromisoformat(who.born_on),
    }
    return known | other


def test_all_right_passes_with_evidence(camdx, chantha):
    check = check_person(**said(chantha), subject_id="APP-26-7K3Q-9")
    assert (check.outcome, check.score, check.incorrect_fields) == ("pass", 1.0, ())
    row = Exchange.objects.get(xroad_id=check.exchange_id)
    assert (row.service, row.subject_kind, row.outcome) == (KYC, "identity-check", "ok")
    assert camdx.seen[-1].header("X-Road-Issue") == "APP-26-7K3Q-9"


def test_an_id_typed_in_khmer_digits_is_understood(camdx, chantha):
    assert check_person(**said(chantha, id_number="០៧០ ១០១ ០១០")).outcome == "pass"


def test_a_name_spelled_another_way_warns(camdx, chantha):
    check = check_person(**said(chantha, given_name_latin="CHANTA"))
    assert (check.outcome, check.incorrect_fields) == ("warn", ("given_name_latin",))


@pytest.mark.parametrize(
    ("field", "value"), [("born_on", datetime.date(1994, 4, 18)), ("sex", "M"), ("id_number", "099999999")]
)
def test_another_number_birth_date_or_sex_fails(camdx, chantha, field, value):
    check = check_person(**said(chantha, **{field: value}))
    assert check.outcome == "fail" and field in check.incorrect_fields


def test_many_wrong_names_fail(camdx, chantha):
    wrong = {"family_name_km": "ក", "given_name_km": "ខ", "family_name_latin": "X", "given_name_latin": "Y"}
    assert check_person(**said(chantha, **wrong)).outcome == "fail"


def test_the_scores_are_the_law_books(camdx, chantha, monkeypatch):
    monkeypatch.setattr("nssf_portal.exchange.identity.moi.value_or", lambda code, default: 0.99)
    assert check_person(**said(chantha, given_name_latin="CHANTA")).outcome == "fail"


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("770000001", "pass"), ("760000001", "warn"), ("750000001", "fail"), ("740000001", "unavailable")],
)
def test_the_stand_in_knows_numbers_for_anybody_invented(camdx, chantha, number, outcome):
    assert check_person(**said(chantha, id_number=number)).outcome == outcome


@pytest.mark.parametrize(
    "knobs",
    [
        {"drop": True},
        {"truncate": True},
        {"content_type": "text/html"},
        {"status": 503},
        {"status": 302},
        {"fault": "Server.ServerProxy.AccessDenied"},
        {"fault": "Server.ServerProxy.ServiceFailed.NetworkError"},
        {"delay": 1.0},
    ],
)
def test_whatever_breaks_is_unavailable(camdx, chantha, knobs):
    camdx.set(**knobs)
    check = check_person(**said(chantha), timeout=0.4)
    assert (check.outcome, check.score) == ("unavailable", None)
    assert Exchange.objects.filter(xroad_id=check.exchange_id).exists()


def answers(**data) -> dict:
    return {"error": 0, "data": {"idNumber": "070101010", "score": 1, "incorrectFields": []} | data}


@pytest.mark.parametrize(
    "answer",
    [
        ["surprise"],
        {},
        {"error": 1, "data": answers()["data"]},
        {"error": 0},
        {"error": 0, "data": None},
        {"data": answers()["data"]},
        answers(idNumber="070202020"),
        answers(score="1"),
        answers(score=True),
        answers(score=97),
        answers(score=None),
        answers(incorrectFields=None),
        answers(incorrectFields=[1]),
    ],
)
def test_another_shape_is_never_a_pass(camdx, chantha, answer):
    camdx.services[KYC].target = lambda request: Reply.json(answer)
    assert check_person(**said(chantha)).outcome == "unavailable"


def test_a_field_nobody_published_is_called_other_and_its_text_is_not_kept(camdx, chantha):
    camdx.services[KYC].target = lambda request: Reply.json(answers(score=0.8, incorrectFields=["CHANTHA is wrong"]))
    check = check_person(**said(chantha))
    assert (check.outcome, check.incorrect_fields) == ("warn", ("other",))


def test_after_three_slow_answers_nobody_waits(camdx, chantha):
    camdx.set(delay=0.5)
    for _turn in range(3):
        check_person(**said(chantha), timeout=0.1)
    before = len(camdx.seen)
    assert check_person(**said(chantha), timeout=5).outcome == "unavailable"
    assert len(camdx.seen) == before


def test_off_or_not_configured_is_unavailable(settings, chantha):
    settings.CAMDX_SECURITY_SERVER_URL = "http://127.0.0.1:9"
    assert check_person(**said(chantha)).outcome == "unavailable"
    settings.DEMO = False
    check = check_person(**said(chantha))
    assert (check.outcome, check.exchange_id) == ("unavailable", None)


def test_without_a_number_nobody_is_asked(camdx, chantha):
    assert check_person(**said(chantha, id_number=" ")).outcome == "unavailable"
    assert not camdx.seen


def test_nothing_personal_in_logs_evidence_log_or_address(camdx, chantha, caplog):
    caplog.set_level(logging.DEBUG)
    check = check_person(**said(chantha, given_name_latin="CHANTA"))
    camdx.set(fault="Server.ServerProxy.AccessDenied")
    check_person(**said(chantha))
    rows = Exchange.objects.values_list("service", "client", "fault_type", "subject_kind", "request_id", "body")
    kept = f"{caplog.text} {check} {check.evidence} {list(rows)} {[request.target for request in camdx.seen]}"
    for secret in ("070101010", "CHANTA", "CHANTHA", "ចាន់ថា", "1994"):
        assert secret not in kept
