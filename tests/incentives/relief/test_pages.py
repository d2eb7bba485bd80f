"""Pages of relief: the employer asks and follows, officers look, propose and decide; strangers find nothing."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incentives.models import ReliefReason, ReliefRequest
from nssf_portal.audit.models import ReadLog
from tests.factories import compliance, incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.incentives.relief.conftest import ask, fine_of, month, page, pdf, propose, send, worker

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_employers_way_from_the_fine_to_the_answer(client, shop, owner, officer, chief):
    fine = fine_of(shop)
    link = f"{reverse('employer_relief:ask', args=[shop.pk])}?kind=penalty&amp;fine={fine.pk}".removeprefix("/en")
    assert link in text(page(client, owner, "employer_notices:fine", shop.pk, fine.pk)).replace("/en/", "/")
    assert fine.number in text(page(client, owner, "employer_relief:ask", shop.pk, kind="penalty", fine=fine.pk))
    reason = incentives.relief_reason("penalty", needs_document=True, confirmed=False)
    given = {"submission_id": uuid.uuid4(), "reason": reason.pk, "text": "The river came.", "fine": fine.pk}
    lacking = send(client, owner, "employer_relief:ask", shop.pk, query="?kind=penalty", **given)
    assert lacking.status_code == 422
    for _click in range(2):
        sent = send(client, owner, "employer_relief:ask", shop.pk, query="?kind=penalty", **given, file1=pdf())
    request = ReliefRequest.objects.get()
    assert sent.status_code == 302 and str(request.pk) in sent.url
    assert "An officer of the Fund looks at it" in text(
        page(client, owner, "employer_relief:request", shop.pk, request.pk)
    )
    assert request.reference in text(page(client, owner, "employer_notices:fine", shop.pk, fine.pk))
    shown = text(page(client, officer, "relief:request", request.pk))
    assert "The river came." in shown and "to be confirmed" in shown and fine.number in shown.replace("\xa0", " ")
    document = request.documents.get()
    assert page(client, officer, "relief:request_paper", request.pk, document.pk).status_code == 200
    assert page(client, owner, "employer_relief:paper", shop.pk, request.pk, document.pk).status_code == 200
    proposal = {"legal_ground": "Prakas (invented)", "reason": "a flood", "submission_id": uuid.uuid4()}
    send(client, officer, "relief:request_propose", request.pk, **proposal)
    assert "You proposed this relief" in text(page(client, officer, "relief:request", request.pk))
    send(client, chief, "relief:request_decide", request.pk, act="grant")
    assert "does not have to be paid" in text(page(client, owner, "employer_relief:request", shop.pk, request.pk))
    assert send(client, chief, "relief:request_decide", request.pk, act="revoke").status_code == 422
    send(client, chief, "relief:request_decide", request.pk, act="revoke", **{"revoke-reason": "false papers"})
    assert "false papers" in text(page(client, owner, "employer_relief:request", shop.pk, request.pk))
    assert ReadLog.objects.filter(screen="incentives.relief").exists()


def test_what_can_be_asked_is_offered_and_nothing_else(client, shop, owner):
    offered = text(page(client, owner, "employer_relief:ask", shop.pk))
    assert 'value="lateness"' in offered and 'value="penalty"' not in offered and 'value="contracts"' not in offered
    chosen = send(client, owner, "employer_relief:ask", shop.pk, kind="lateness")
    assert chosen.url.endswith("?kind=lateness")
    known = EnterpriseFactory(registered_on=None, state="known", nssf_number=None)
    assert "Nothing can be asked for today" in text(
        page(client, representative_of(known), "employer_relief:ask", known.pk)
    )
    home = text(page(client, owner, "employer_relief:home", shop.pk))
    assert "You asked for nothing yet" in home and "Natural disaster or fire" in home


def test_staff_are_shown_filtered_ticked_or_taken_all(client, shop, owner, officer):
    resting = worker(shop, presence="suspended", department="Sewing")
    other = worker(shop)
    url = ("employer_relief:ask", shop.pk)
    shown = text(page(client, owner, *url, kind="contracts", presence="suspended"))
    assert str(resting.pk) in shown and str(other.pk) not in shown
    reason = incentives.relief_reason("contracts")
    given = {
        "reason": reason.pk,
        "text": "No orders.",
        "from_month": f"{month():%Y-%m}",
        "to_month": f"{month(0):%Y-%m}",
    }
    nobody = send(client, owner, *url, query="?kind=contracts", who="chosen", submission_id=uuid.uuid4(), **given)
    assert nobody.status_code == 422
    query = "?kind=contracts&presence=suspended"
    send(client, owner, *url, query=query, who="everyone", submission_id=uuid.uuid4(), **given)
    first = ReliefRequest.objects.get()
    assert list(first.contracts.values_list("employment", flat=True)) == [resting.pk]
    ticked = {"who": "chosen", "people": [str(other.pk)], "submission_id": uuid.uuid4()}
    send(client, owner, *url, query="?kind=contracts", **ticked, **given)
    second = ReliefRequest.objects.exclude(pk=first.pk).get()
    assert list(second.contracts.values_list("employment", flat=True)) == [other.pk]
    assert resting.member.full_name in text(page(client, owner, "employer_relief:request", shop.pk, first.pk))
    looked = text(page(client, officer, "relief:request", first.pk))
    assert resting.member.full_name not in looked and "contract suspended" in looked  # no names for officers


def test_a_worked_month_is_corrected_from_the_employers_home(client, shop, owner, officer, chief):
    from compliance.services.declaring import file_declaration
    from incentives.services import relieving

    resting = worker(shop)
    file_declaration(enterprise=shop, month=month(), kind="staff", submission_id=uuid.uuid4(), by=None)
    request = propose(ask(shop, owner, "contracts", employments=[resting]), officer)
    relieving.decide(request, "grant", by=chief)
    link = reverse("employer_declarations:month", args=[shop.pk, f"{month():%Y-%m}"]) + "?correct=1"
    link = link.removeprefix("/en")
    for name, args in (("enterprises:employer_home", ()), ("employer_relief:request", (shop.pk, request.pk))):
        assert link in text(page(client, owner, name, *args)).replace("/en/", "/")


def test_the_list_by_state_and_kind_asks_as_often_for_many(client, shop, owner, officer):
    first = ask(shop, owner)
    client.force_login(officer)
    url = reverse("relief:requests")
    assert first.reference in text(client.get(url)).replace("\u2011", "-")
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _more in range(3):
        incentives.relief_request()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few)
    assert first.reference not in text(client.get(url, {"kind": "interest"}))
    assert first.reference not in text(client.get(url, {"show": "granted"}))


def test_strangers_find_nothing_and_others_may_not(client, shop, owner, officer, chief):
    request = ask(shop, owner)
    stranger = representative_of(EnterpriseFactory())
    for name, args in (
        ("employer_relief:home", (shop.pk,)),
        ("employer_relief:ask", (shop.pk,)),
        ("employer_relief:request", (shop.pk, request.pk)),
    ):
        assert page(client, stranger, name, *args).status_code == 404
        assert page(client, officer, name, *args).status_code == 404
    assert page(client, owner, "relief:request", request.pk).status_code == 403
    assert page(client, incentives.officer("08"), "relief:request", request.pk).status_code == 404
    assert send(client, officer, "relief:request_decide", request.pk, act="grant").status_code == 403
    assert send(client, chief, "relief:request_decide", request.pk, act="other").status_code == 404
    assert send(client, stranger, "employer_relief:withdraw", shop.pk, request.pk).status_code == 404
    assert page(client, owner, "employer_relief:withdraw", shop.pk, request.pk).status_code == 405
    assert send(client, owner, "employer_relief:withdraw", shop.pk, request.pk).status_code == 302
    again = send(client, owner, "employer_relief:withdraw", shop.pk, request.pk)
    assert again.status_code == 302
    assert "You took the request back" in text(page(client, owner, "employer_relief:request", shop.pk, request.pk))


def test_officers_refuse_with_words_and_the_forms_say_what_lacks(client, shop, owner, officer):
    request = ask(shop, owner)
    assert send(client, officer, "relief:request_refuse", request.pk).status_code == 422
    assert send(client, officer, "relief:request_propose", request.pk).status_code == 422
    send(client, officer, "relief:request_refuse", request.pk, **{"refuse-reason": "no proof"})
    assert "no proof" in text(page(client, owner, "employer_relief:request", shop.pk, request.pk))


def test_a_delegate_reads_but_does_not_ask(client, shop, owner):
    delegate = representative_of(shop, role="delegate")
    assert "The owner or a manager" in text(page(client, delegate, "employer_relief:home", shop.pk))
    assert page(client, delegate, "employer_relief:ask", shop.pk).status_code == 403


def test_the_chief_inspector_reads_what_the_employer_wrote(client, shop, owner, officer):
    request = propose(ask(shop, owner, files=[pdf()]), officer)
    inspector = compliance.chief()
    document = request.documents.get()
    assert page(client, inspector, "relief:request_paper", request.pk, document.pk).status_code == 200
    assert page(client, compliance.chief("08"), "relief:request_paper", request.pk, document.pk).status_code == 404
    assert "Under water." in text(page(client, inspector, "papers:adjustment", request.adjustment_id))
    send(client, inspector, "papers:adjustment_decide", request.adjustment_id, act="grant")
    request.refresh_from_db()
    assert request.state == "granted"


def test_reasons_are_kept_by_who_decides_for_the_country(client, officer, chief):
    given = {"kind": "interest", "name_km": "ភ្លើងឆេះ", "name_en": "A fire", "legal_ground": "Prakas (invented)",
             "submission_id": str(uuid.uuid4()), "needs_document": "on", "valid_from": "01/11/2026"}  # fmt: skip
    assert "still to be confirmed" in text(page(client, officer, "relief:reasons"))
    assert send(client, officer, "relief:reason_new", **given).status_code == 403
    assert send(client, incentives.chief("12"), "relief:reason_new", **given).status_code == 403
    assert send(client, chief, "relief:reason_new", **given).status_code == 302
    made = ReliefReason.objects.get(name_en="A fire")
    assert not made.confirmed
    incentives.relief_request(kind="interest", reason=made)
    changed = given | {"kind": "penalty", "confirmed": "on", "valid_to": "31/12/2026"}
    assert send(client, chief, "relief:reason", made.pk, **changed).status_code == 302
    made.refresh_from_db()
    assert (made.kind, made.confirmed, made.valid_to.year) == ("interest", True, 2026)
    wrong = changed | {"valid_to": "01/01/2020"}
    assert send(client, chief, "relief:reason", made.pk, **wrong).status_code == 422
    assert "Employers named this reason" in text(page(client, chief, "relief:reason", made.pk))
