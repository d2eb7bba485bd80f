"""What enterprises paid: by file, by page, by command; each receipt once."""

import json
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.models import Payment, PaymentBatch
from compliance.services.payments import take_payments
from tests.factories import compliance as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
HEAD = "nssf_number,month,fine_reference,amount,paid_on,reference\n"


def row(shop, **changes) -> dict:
    return {
        "nssf_number": shop.nssf_number,
        "month": "2026-09",
        "fine_reference": "",
        "amount": "120,000",
        "paid_on": "2026-10-14",
        "reference": "R-1",
    } | changes


def take(*rows, **given):
    return take_payments(rows, source="collection", by=None, **given)


def codes(outcome) -> list[tuple]:
    return [(one.row, one.field, one.code) for one in outcome.problems]


def test_a_receipt_is_taken_once(shop):
    first = take(row(shop), row(shop, reference="R-2", amount=-5_000))
    again = take(row(shop), row(shop, reference="R-3"))
    assert (first.batch.created, again.batch.created, again.batch.unchanged) == (2, 1, 1)
    kept = Payment.objects.get(reference="R-1")
    assert (kept.enterprise, kept.month, kept.amount) == (shop, date(2026, 9, 1), 120_000)
    assert kept.paid_on == date(2026, 10, 14)


def test_the_same_reference_for_something_else_is_refused(shop):
    take(row(shop))
    outcome = take(row(shop, amount=1), row(shop, reference="R-9"), row(shop, reference="R-9", month="2026-08"))
    assert codes(outcome) == [(2, "reference", "reference_used"), (4, "reference", "reference_used")]
    assert (outcome.batch.created, outcome.batch.refused) == (1, 2)
    assert Payment.objects.get(reference="R-1").amount == 120_000


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"nssf_number": "1"}, ("nssf_number", "enterprise_unknown")),
        ({"nssf_number": ""}, ("nssf_number", "required")),
        ({"amount": "12.50"}, ("amount", "amount_invalid")),
        ({"amount": "0"}, ("amount", "amount_invalid")),
        ({"amount": "NaN"}, ("amount", "amount_invalid")),
        ({"month": "September"}, ("month", "month_invalid")),
        ({"paid_on": "14/10/2026"}, ("paid_on", "date_invalid")),
        ({"paid_on": "2099-01-01"}, ("paid_on", "date_in_future")),
        ({"reference": "R" * 61}, ("reference", "too_long")),
        ({"fine_reference": "FIN-1"}, ("month", "month_or_fine")),
        ({"month": "", "fine_reference": "FIN-1"}, ("fine_reference", "fine_unknown")),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_number(shop, changes, problem):
    outcome = take(row(shop, **changes), row(shop, reference="R-2"))
    assert (2, *problem) in codes(outcome)
    assert (outcome.batch.created, outcome.batch.refused) == (1, 1)


def test_khmer_digits_and_a_payment_for_nothing_said(shop):
    outcome = take(row(shop, amount="១២០០០០", month=""))
    assert codes(outcome) == [(2, "month", "month_missing")]
    assert outcome.batch.created == 1
    assert Payment.objects.get().month is None


def test_a_payment_of_a_fine_reaches_the_fine(shop):
    fine = made.confirmed_fine(made.case_file(shop))
    outcome = take(row(shop, month="", fine_reference=fine.number, amount=fine.amount))
    assert outcome.batch.created == 1
    fine.refresh_from_db()
    assert fine.state == "paid"


def test_the_same_submission_is_the_same_batch(shop):
    submission = uuid.uuid4()
    first = take(row(shop), submission_id=submission)
    assert take(row(shop, reference="R-2"), submission_id=submission).batch == first.batch
    assert Payment.objects.count() == 1


def test_many_rows_cost_as_many_queries_as_one(shop):
    with CaptureQueriesContext(connection) as one:
        take(row(shop))
    with CaptureQueriesContext(connection) as many:
        take(*[row(shop, reference=f"M-{n}") for n in range(50)])
    assert len(many) <= len(one)


def test_the_command(shop, tmp_path, capsys):
    path = tmp_path / "paid.csv"
    path.write_text(f"{HEAD}{shop.nssf_number},2026-09,,120000,2026-10-14,R-1\nnobody,2026-09,,1,2026-10-14,R-2\n")
    told = json.loads(call_command("load_enterprise_payments", path, "--format", "json"))
    assert (told["rows"], told["created"], told["refused"]) == (2, 1, 1)
    assert told["problems"] == [{"row": 3, "field": "nssf_number", "code": "enterprise_unknown", "severity": "error"}]


def send(client, text: str, **more):
    file = SimpleUploadedFile("paid.csv", text.encode(), content_type="text/csv")
    return client.post(reverse("declarations:payments"), {"file": file, "submission_id": uuid.uuid4()} | more)


def test_the_page_takes_a_file_and_shows_what_was_wrong(client, shop):
    chief = UserFactory(grant=("chief_inspector", "12"))
    client.force_login(chief)
    answer = send(
        client, f"{HEAD}{shop.nssf_number},2026-09,,120000,2026-10-14,R-1\nnobody,2026-09,,1,2026-10-14,R-2\n"
    )
    assert answer.status_code == 200
    assert "No enterprise has this NSSF number." in answer.content.decode()
    batch = PaymentBatch.objects.get()
    assert (batch.created, batch.refused, batch.received_by, batch.channel) == (1, 1, chief, "web")
    assert batch.upload.kind == "payments"
    again = client.get(reverse("declarations:payments"))
    assert "paid.csv" in again.content.decode()


def test_a_file_that_is_none_of_ours_takes_nothing(client):
    client.force_login(UserFactory(grant=("chief_inspector", "12")))
    answer = send(client, "member,paid\n1,2\n")
    assert answer.status_code == 422
    assert "These columns are missing" in answer.content.decode()
    assert client.post(reverse("declarations:payments"), {}).status_code == 422
    assert not PaymentBatch.objects.exists()


def test_only_who_loads_payments(client):
    client.force_login(UserFactory(grant=("inspector", "12")))
    assert client.get(reverse("declarations:payments")).status_code == 403
    assert send(client, HEAD).status_code == 403


def test_the_list_of_batches_costs_the_same_for_many(client, shop):
    client.force_login(UserFactory(grant=("chief_inspector", "12")))
    take(row(shop))
    client.get(reverse("declarations:payments"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("declarations:payments"))
    for n in range(4):
        take(row(shop, reference=f"B-{n}"))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("declarations:payments"))
    assert len(many) <= len(one)


def test_nobody_settles_the_debts_of_an_enterprise_they_are_tied_to(shop):
    chief = made.chief()
    made.conflict(chief, shop)
    outcome = take_payments([row(shop)], source="collection", by=chief)
    assert codes(outcome) == [(2, "nssf_number", "tied")] and not Payment.objects.exists()
