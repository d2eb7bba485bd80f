"""The employer's pages: what am I entitled to, asking, following, taking back."""

import uuid
from datetime import timedelta

import pytest

from incentives.models import IncentiveRequest, PartnerAnswer
from tests.factories import incentives as make
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(enterprise, owner, client):
    client.force_login(owner)
    return f"/en/employer/{enterprise.pk}/benefits/"


def body(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def typed(today, **other) -> dict:
    return {
        "submission_id": str(uuid.uuid4()),
        "amount": "20,000,000",
        "note": "An oven",
        "contact_name": "Sok Dara",
        "contact_phone": "012 345 678",
        "consent_until": (today + timedelta(days=30)).strftime("%d/%m/%Y"),
        "agree": "on",
    } | other


def answered(request, kind: str, **fields) -> PartnerAnswer:
    given = {"channel": "screen", "happened_on": request.granted_at.date()} | fields
    return PartnerAnswer.objects.create(submission_id=str(uuid.uuid4()), request=request, kind=kind, **given)


def test_one_page_says_what_can_be_asked_for_and_what_is_missing(client, home, loan, enterprise, said):
    html = body(client, home)
    assert "A small loan" in html and "Ask for it" in html
    said(enterprise, 2)
    html = body(client, home)
    assert "Register 2 more staff." in html and f"{home}{loan.pk}/ask/" not in html


def test_the_employers_home_and_menu_lead_here(client, home, enterprise):
    html = body(client, f"/en/employer/?enterprise={enterprise.pk}")
    assert "What being registered earns you" in html and html.count(f'href="{home}"') == 2


def test_the_menu_leads_to_the_first_enterprise(client, home):
    assert client.get("/en/employer/benefits/").url == home
    client.force_login(make.officer())
    assert client.get("/en/employer/benefits/").status_code == 404


def test_a_programmes_page_has_conditions_terms_and_ground(client, home, loan):
    make.term(loan, label_en="Time to pay back", value_en="7 years", is_history=True)
    html = body(client, f"{home}{loan.pk}/")
    for text in ("Size class: micro, small", "Time to pay back", "Sample text (invented)", "To be confirmed"):
        assert text in html


def test_what_is_being_prepared_is_nobodys_business(client, home, today):
    planned = make.programme("later", valid_from=today + timedelta(days=1))
    assert client.get(f"{home}{planned.pk}/").status_code == 404
    assert client.get(f"{home}{planned.pk}/ask/").status_code == 404


def test_asking_with_consent(client, home, loan, today):
    html = body(client, f"{home}{loan.pk}/ask/")
    assert "Never: the names of your staff" in html and "micro" in html
    given = typed(today)
    first = client.post(f"{home}{loan.pk}/ask/", given)
    again = client.post(f"{home}{loan.pk}/ask/", given)
    made = IncentiveRequest.objects.get()
    assert first.url == again.url == f"{home}requests/{made.pk}/"
    assert (made.amount, made.contact_phone) == (20_000_000, "+85512345678")
    html = body(client, first.url)
    assert "Withdraw the request" in html and "An officer of the Fund looks at it" in html


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("agree", "", "Without your consent nothing can be sent."),
        ("amount", "", "This field is required."),
        ("consent_until", "01/01/2020", "Choose a day to come."),
        ("contact_phone", "12", "Enter a phone number"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, home, loan, today, field, value, says):
    response = client.post(f"{home}{loan.pk}/ask/", typed(today, **{field: value}))
    assert response.status_code == 422 and says in response.content.decode()
    assert not IncentiveRequest.objects.exists()


def test_no_amount_where_there_is_none_to_ask_for(client, home, today):
    course = make.programme("a-course", kind="training")
    assert 'name="amount"' not in body(client, f"{home}{course.pk}/ask/")
    client.post(f"{home}{course.pk}/ask/", typed(today))
    assert IncentiveRequest.objects.get().amount is None


def test_a_second_request_leads_back_to_the_first(client, home, loan, enterprise):
    there = make.request(enterprise, loan)
    response = client.get(f"{home}{loan.pk}/ask/", follow=True)
    assert response.redirect_chain[-1][0] == f"{home}{loan.pk}/" and there.reference in response.content.decode()
    html = body(client, home)
    assert there.reference in html.replace("\u00a0", " ") and f"{home}{loan.pk}/" not in html  # stands there once


def test_each_answer_has_its_next_step(client, home, loan, enterprise, today):
    bank = loan.institution.name
    sent = make.sent(enterprise, loan, answer_by=today + timedelta(days=5))
    page = f"{home}requests/{sent.pk}/"
    assert f"{bank} answers by" in body(client, page)
    answered(sent, "terms", amount=15_000_000, interest="6.50", months=36)
    html = body(client, page)
    assert f"{bank} offers you terms" in html and "6.5% interest a year" in html and "36 months" in html
    assert f"{bank} answered your request" in body(client, f"/en/employer/?enterprise={enterprise.pk}")
    answered(sent, "refused", reason="The shop is too new")
    IncentiveRequest.objects.filter(pk=sent.pk).update(state="declined")
    assert f"{bank} refused: The shop is too new." in body(client, page)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"state": "lapsed"}, "has lapsed"),
        ({"state": "withdrawn"}, "You withdrew it"),
        ({"state": "refused", "refused_reason": "No paper"}, "did not send it: No paper."),
        ({"state": "revoked", "revoked_reason": "False paper"}, "took it back: False paper."),
        ({"state": "taken_up", "taken_up_amount": 8_000_000}, "8,000,000"),
    ],
)
def test_every_end_says_why_and_what_then(client, home, loan, enterprise, today, state, says):
    by, now = make.chief(), {}
    if state["state"] == "refused":
        asked = make.request(enterprise, loan)
    else:
        asked = make.sent(enterprise, loan, granted_by=by)
    for name in ("refused", "revoked"):
        if state["state"] == name:
            now = {f"{name}_at": asked.proposed_at, f"{name}_by": by}
    day = {"taken_up_on": today} if state["state"] == "taken_up" else {}
    IncentiveRequest.objects.filter(pk=asked.pk).update(**state, **now, **day)
    assert says in body(client, f"{home}requests/{asked.pk}/")
    assert says in body(client, home) or state["state"] == "taken_up"


def test_withdrawing_and_taking_consent_back(client, home, loan, enterprise, today):
    asked = make.sent(enterprise, loan)
    assert client.get(f"{home}requests/{asked.pk}/withdraw/").status_code == 405
    for said in ("Withdrawn.", "already"):
        html = client.post(f"{home}requests/{asked.pk}/withdraw/", follow=True).content.decode()
        assert said in html
    taken = make.sent(enterprise, loan, state="taken_up", taken_up_on=today)
    assert "Take your consent back" in body(client, f"{home}requests/{taken.pk}/")
    for said in ("Your consent has ended.", "The consent has ended already."):
        html = client.post(f"{home}requests/{taken.pk}/consent/", follow=True).content.decode()
        assert said in html


def test_a_delegate_reads_and_does_not_ask(client, home, loan, enterprise, today):
    asked = make.request(enterprise, make.programme("other"))
    client.force_login(representative_of(enterprise, "delegate"))
    assert "The owner or a manager of the enterprise asks" in body(client, home)
    assert client.post(f"{home}{loan.pk}/ask/", typed(today)).status_code == 403
    assert client.post(f"{home}requests/{asked.pk}/withdraw/").status_code == 403


def test_a_stranger_finds_nothing(client, home, loan, enterprise):
    asked = make.request(enterprise, loan)
    for user in (representative_of(EnterpriseFactory()), make.officer(), make.partner()):
        client.force_login(user)
        for path in (home, f"{home}{loan.pk}/", f"{home}{loan.pk}/ask/", f"{home}requests/{asked.pk}/"):
            assert client.get(path).status_code == 404
    other = EnterpriseFactory()
    client.force_login(representative_of(other))
    assert client.get(f"/en/employer/{other.pk}/benefits/requests/{asked.pk}/").status_code == 404


def test_the_page_costs_the_same_for_many_programmes_and_requests(home, enterprise, loan, costs_the_same):
    def more():
        for n in range(4):
            made = make.programme(f"more-{n}")
            make.condition(made, "registered")
            make.sent(enterprise, made)

    make.sent(enterprise, make.programme("first"))
    costs_the_same(home, more)
