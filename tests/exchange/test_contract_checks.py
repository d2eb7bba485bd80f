"""Every morning: may we still call each partner's service, and is it still described as it was agreed?"""

import json

import pytest

from nssf_portal.doubles.http import Reply
from nssf_portal.doubles.sample_registries import GDT, OBR, OPENAPI
from nssf_portal.exchange import contract_checks
from nssf_portal.exchange.client import service_codes
from nssf_portal.exchange.identifiers import ServiceId
from nssf_portal.exchange.operator_models import ContractCheck
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SERVICE = ServiceId.parse(OBR)


def test_each_service_we_call_is_asked_about_and_found_as_agreed(camdx):
    found = {check.service: check.result for check in contract_checks.check_all()}
    assert len(found) == 5 and set(found.values()) == {"kept"}
    assert ContractCheck.objects.get(service=OBR).told == "POST /"


def test_a_right_that_was_taken_away_is_missing_and_an_operator_is_told(camdx, caplog):
    camdx.services[OBR].rights = {}
    check = contract_checks.check(SERVICE)
    assert (check.result, check.told) == ("missing", "enterprise-lookup") and "operator" in caplog.text


def changed(text: str = OPENAPI) -> str:
    described = json.loads(text)
    described["paths"]["/"]["post"]["parameters"] = [{"name": "since", "in": "query", "schema": {"type": "string"}}]
    return json.dumps(described)


def test_another_description_is_told_until_a_person_agrees(camdx):
    contract_checks.check(SERVICE)
    camdx.services[OBR].openapi = changed()
    assert contract_checks.check(SERVICE).result == "changed"
    again = contract_checks.check(SERVICE)
    assert again.result == "changed"
    again.accepted_at, again.accepted_by = again.at, UserFactory()
    again.save()
    assert contract_checks.check(SERVICE).result == "kept"


def test_other_words_in_a_description_change_no_contract(camdx):
    contract_checks.check(SERVICE)
    described = json.loads(OPENAPI)
    described["info"]["version"] = "1.0.1"
    described["paths"]["/"]["post"]["summary"] = "Find an enterprise"
    camdx.services[OBR].openapi = json.dumps(described, indent=4)
    assert contract_checks.check(SERVICE).result == "kept"


def test_a_description_that_is_gone_is_a_change(camdx):
    contract_checks.check(SERVICE)
    camdx.services[OBR].openapi = ""
    assert contract_checks.check(SERVICE).result == "changed"


def test_silence_is_no_change(camdx):
    contract_checks.check(SERVICE)
    camdx.set(drop=True, service="getOpenAPI")
    assert contract_checks.check(SERVICE).result == "unreachable"
    camdx.set(fault="Server.ServerProxy.ServiceFailed.NetworkError")
    assert contract_checks.check(ServiceId.parse(GDT)).told == "Server.ServerProxy.ServiceFailed.NetworkError"
    camdx.set()
    assert contract_checks.check(SERVICE).result == "kept"


@pytest.mark.parametrize("key", ["service_code", "serviceCode"])
def test_both_spellings_of_the_answer_are_read(key):
    assert service_codes({"service": [{key: "a"}, {"other": 1}]}) == ["a"]


def test_a_list_of_another_shape_is_no_answer(camdx, monkeypatch):
    monkeypatch.setattr(camdx, "metaservice", lambda *given: Reply.json({"services": []}))
    assert contract_checks.check(SERVICE).told == "unknown-shape"


def test_yaml_is_compared_as_it_was_written():
    first, _told = contract_checks.shape_of(b"openapi: 3.0.3\npaths:\n  /: {}\n")
    assert first == contract_checks.shape_of(b"openapi:  3.0.3\n\npaths:\n  /: {}")[0]
    assert first != contract_checks.shape_of(b"openapi: 3.0.3\npaths: {}\n")[0]
