"""Declaring by programme, and payments told by the collection system."""

import pytest

from compliance.models import Declaration, Payment
from nssf_portal.api.models.client import ClientKind
from tests.api.conftest import caller_for, system_caller
from tests.compliance.declarations.conftest import declare, worker
from tests.factories.accounts import OfficeFactory

pytestmark = pytest.mark.django_db
BODY = {"month": "2026-10", "kind": "staff"}


@pytest.fixture
def payroll(shop, owner):
    OfficeFactory(code="HQ")
    return caller_for(shop, owner, "declarations.read", "declarations.write")


def test_a_month_is_declared_once(payroll, shop):
    worker(shop)
    answer = payroll.post("declarations", BODY, key="one")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["month"], told["workers"], told["occupational_risk"]) == ("2026-10", 1, 6_600)
    assert payroll.post("declarations", BODY, key="one").json() == told
    made = Declaration.objects.get()
    assert (made.channel, made.filed_by) == ("api", payroll.client.user)


def test_the_months(payroll, shop):
    worker(shop)
    declare(shop)
    items = {one["month"]: one for one in payroll.get("declarations").json()["items"]}
    assert items["2026-10"]["declaration"]["workers"] == 1
    assert items["2026-09"]["filing"] == "missing"
    assert items["2026-09"]["amount"] is None


def test_another_wage_for_one_of_them(payroll, shop):
    one = worker(shop)
    wages = [{"member_number": one.member.member_number, "wage": 1_000_000, "wage_currency": "KHR"}]
    assert payroll.post("declarations", BODY | {"wages": wages}).status_code == 201
    assert Declaration.objects.get().wages == 1_000_000
    wages[0]["member_number"] = "nobody"
    refused = payroll.post("declarations", BODY | {"wages": wages})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/wages/0/member_number"


def test_what_cannot_be_declared_is_said(payroll, shop):
    refused = payroll.post("declarations", BODY)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "nobody_listed")
    for wrong in ({"month": "2026-13"}, {"month": 202610}, {"kind": "all"}):
        assert payroll.post("declarations", BODY | wrong).status_code == 422


def test_scopes(payroll, shop, owner):
    reader = caller_for(shop, owner, "declarations.read")
    assert reader.post("declarations", BODY).status_code == 403
    assert payroll.post("payments", {"payments": []}).status_code == 403


def test_payments_by_message(shop):
    OfficeFactory(code="HQ")
    collection = system_caller("payments.write", kind=ClientKind.APP)
    one = {"nssf_number": shop.nssf_number, "month": "2026-09", "amount": 120_000, "paid_on": "2026-10-14",
           "reference": "R-1"}  # fmt: skip
    wrong = one | {"reference": "R-2", "nssf_number": "nobody"}
    answer = collection.post("payments", {"payments": [one, wrong]}, key="same")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["created"], told["refused"]) == (1, 1)
    assert told["problems"] == [{"row": 2, "field": "nssf_number", "code": "enterprise_unknown", "severity": "error"}]
    assert collection.post("payments", {"payments": [one, wrong]}, key="same").json() == told
    assert Payment.objects.get().amount == 120_000
    for body in ({"payments": []}, {"payments": [one | {"amount": "120000"}]}, {"payments": [one | {"more": 1}]}):
        assert collection.post("payments", body).status_code == 422
