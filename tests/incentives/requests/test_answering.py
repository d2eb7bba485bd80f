"""An institution answers by screen, file or CamDX: the same rules, each answer once, the enterprise told."""

import csv
import io
import uuid
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from incentives.models import IncentiveRequest, PartnerAnswer
from nssf_portal.exchange.peer import KEY, MARK
from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant
from nssf_portal.notifications.models import Message
from tests.factories import incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
LIST = "/en/incentives/answers/"
TODAY = timezone.localdate()
BANK = "CAMBODIA/COM/SMEBANK-DEV/LOANS"


@pytest.fixture
def sent():
    enterprise = EnterpriseFactory(name_latin="Bayon Bakery", name_km="")
    return incentives.sent(enterprise, proposed_by=representative_of(enterprise))


@pytest.fixture
def bank(client):
    user = incentives.partner()
    client.force_login(user)
    return user


def said(**fields):
    return {"kind": "accepted", "happened_on": f"{TODAY:%d/%m/%Y}", "submission_id": str(uuid.uuid4())} | fields


def test_terms_then_taken_up_with_amount_and_day(client, bank, sent):
    url = f"{LIST}{sent.pk}/"
    terms = said(kind="terms", interest="7", months="84", amount="20,000,000")
    assert client.post(url, terms).status_code == 302
    first = PartnerAnswer.objects.get()
    assert (first.interest, first.months, first.amount) == (Decimal("7.00"), 84, 20_000_000)
    assert (first.channel, first.received_by) == ("screen", bank) and IncentiveRequest.objects.get().state == "granted"
    assert client.post(url, said(kind="taken_up")).status_code == 422
    client.post(url, said(kind="taken_up", amount="១៥,០០០,០០០"))
    sent.refresh_from_db()
    assert (sent.state, sent.taken_up_on, sent.taken_up_amount) == ("taken_up", TODAY, 15_000_000)
    told = Message.objects.filter(recipient_user=sent.proposed_by).order_by("pk")
    assert [message.template for message in told] == ["incentive.terms", "incentive.taken_up"]
    page = client.get(url).text
    assert "7% a year · 84 months" in page.replace("\xa0", " ") and "takes no more answers" in page


def test_a_refusal_needs_its_reason_and_closes_the_request(client, bank, sent):
    url = f"{LIST}{sent.pk}/"
    refused = client.post(url, said(kind="refused"))
    assert refused.status_code == 422 and "the enterprise reads it" in refused.text
    client.post(url, said(kind="refused", reason="No collateral"))
    assert IncentiveRequest.objects.get().state == "declined" and PartnerAnswer.objects.get().reason == "No collateral"
    assert client.post(url, said(kind="accepted")).status_code == 422 and PartnerAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"happened_on": f"{TODAY + timedelta(days=2):%d/%m/%Y}"}, "lies in the future"),
        ({"happened_on": f"{TODAY - timedelta(days=400):%d/%m/%Y}"}, "before the request was sent"),
        ({"kind": "terms"}, "at least one term"),
        ({"kind": "terms", "interest": "101"}, "from 0 to 100"),
        ({"kind": "terms", "months": "0"}, "from 1 to 600"),
        ({"amount": "-5"}, "more than 0"),
        ({"kind": ""}, "Choose one answer"),
    ],
)
def test_what_cannot_be_an_answer_is_said_at_its_field(client, bank, sent, fields, words):
    answer = client.post(f"{LIST}{sent.pk}/", said(**fields))
    assert answer.status_code == 422 and words in answer.text and not PartnerAnswer.objects.exists()


def test_the_same_answer_twice_is_one_answer_and_one_message(client, bank, sent):
    once = said()
    for given in (once, once, said()):  # a double click, then word for word the same again
        assert client.post(f"{LIST}{sent.pk}/", given).status_code == 302
    assert PartnerAnswer.objects.count() == 1 and Message.objects.count() == 1
    other = incentives.sent()
    reused = client.post(f"{LIST}{other.pk}/", said(submission_id=once["submission_id"]))
    assert reused.status_code == 422 and not other.answers.exists()


def test_an_institution_may_go_back_to_what_it_said_before(client, bank, sent):
    for months in ("84", "60", "84"):
        client.post(f"{LIST}{sent.pk}/", said(kind="terms", months=months))
    assert [answer.months for answer in sent.answers.all()] == [84, 60, 84]


# --- a file ----------------------------------------------------------------------------------------------------------

HEAD = ("Reference", "Answer", "Date", "Amount (riel)", "Interest a year (%)", "Months", "Reason")


def a_file(*rows, name="answers.csv"):
    if name.endswith(".csv"):
        text = io.StringIO()
        csv.writer(text).writerows((HEAD, *rows))
        return SimpleUploadedFile(name, text.getvalue().encode())
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile(name, target.getvalue())


def send(client, file, submission_id=None):
    return client.post(f"{LIST}file/", {"file": file, "submission_id": str(submission_id or uuid.uuid4())})


def test_the_table_lists_what_is_open_and_comes_back_filled_in(client, bank, sent):
    closed = incentives.sent(state="declined")
    got = client.get(f"{LIST}table/")
    book = openpyxl.load_workbook(io.BytesIO(got.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:2] == (sent.reference, "Bayon Bakery") and closed.reference not in str(rows)
    book.worksheets[0]["C2"], book.worksheets[0]["D2"] = "accepted", TODAY
    target = io.BytesIO()
    book.save(target)
    page = send(client, SimpleUploadedFile("answers.xlsx", target.getvalue()))
    assert "All rows are taken" in page.text
    kept = PartnerAnswer.objects.get()
    assert (kept.request, kept.channel, kept.upload.kind) == (sent, "file", "incentive_answers")


def test_good_rows_are_taken_all_that_is_wrong_is_said_at_once_and_again_changes_nothing(client, bank, sent):
    another, foreign = incentives.sent(), incentives.sent(institution=incentives.institution("OTHER"))
    day = TODAY.isoformat()
    rows = (
        (sent.reference.lower(), "terms", day, "20 000 000", "7%", 84, ""),
        (another.reference, "refused", day, "", "", "", ""),
        (foreign.reference, "accepted", day, "", "", "", ""),
        ("INC-26-XXXXXXX-0", "accepted", day, "", "", "", ""),
        (another.reference, "perhaps", "soon", "many", "", "", ""),
        (another.reference, "", "", "", "", "", ""),
    )
    for name in ("answers.csv", "answers.xlsx"):
        page = send(client, a_file(*rows, name=name)).text
        assert "Write why: the enterprise reads it." in page and page.count("We know no request to you") == 2
        assert "no date we can read" in page and "no whole number" in page
        assert "one of: accepted" in page.split("What happens then")[0] and "Write the day" not in page
    assert PartnerAnswer.objects.count() == 1 and sent.answers.get().interest == 7
    assert not foreign.answers.exists() and not another.answers.exists()


def test_a_file_that_is_no_table_of_answers_is_refused_in_words(client, bank):
    wrong = SimpleUploadedFile("answers.csv", b"one,two\n1,2\n")
    page = send(client, wrong)
    assert page.status_code == 422 and "Reference, Answer and Date" in page.text
    assert send(client, SimpleUploadedFile("answers.pdf", b"%PDF-1.4 x")).status_code == 422
    assert client.post(f"{LIST}file/", {"submission_id": str(uuid.uuid4())}).status_code == 422


# --- CamDX -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def say(client):
    partner = PartnerClient.objects.create(client=BANK, name="A bank", institution=incentives.institution())
    for service in ("incentive-answers", "incentive-requests"):
        PartnerGrant.objects.create(
            client=partner, service=service, purpose="to answer", legal_ground="an agreement", since="2026-01-01"
        )

    def post(service, body, xroad_id=None):
        headers = {"X-Road-Id": str(xroad_id or uuid.uuid4()), "X-Road-Client": BANK}
        return client.post(f"/exchange/{service}", body, "application/json", headers=headers, **{KEY: MARK})

    return post


def test_a_message_answers_once_however_often_it_comes(say, sent):
    foreign = incentives.sent(institution=incentives.institution("OTHER"))
    one = {"reference": sent.reference, "answer": "terms", "on": TODAY.isoformat(), "interest": "6.5", "months": 60}
    body = {"answers": [one, {**one, "reference": foreign.reference}, {**one, "answer": "refused"}]}
    xroad_id = uuid.uuid4()
    first, again = say("incentive-answers", body, xroad_id), say("incentive-answers", body, xroad_id)
    assert first.json()["answers"] == again.json()["answers"]
    results = [(row["result"], [p["code"] for p in row.get("problems", ())]) for row in first.json()["answers"]]
    assert results == [("taken", []), ("refused", ["unknown-request"]), ("refused", ["reason-missing"])]
    kept = PartnerAnswer.objects.get()
    assert (kept.channel, kept.submission_id, kept.received_by) == ("exchange", f"{xroad_id}:0", None)
    assert say("incentive-answers", body).json()["answers"][0]["result"] == "known"


def test_a_partner_without_an_institution_has_no_requests(say, sent):
    PartnerClient.objects.update(institution=None)
    assert say("incentive-requests", {}).status_code == 403
    answers = {"answers": [{"reference": sent.reference, "answer": "accepted", "on": TODAY.isoformat()}]}
    assert say("incentive-answers", answers).status_code == 403 and not sent.answers.exists()


def test_requests_over_camdx_tell_what_the_screen_tells_while_consent_holds(say, sent):
    rows = say("incentive-requests", {"state": "granted"}).json()["requests"]
    assert [row["reference"] for row in rows] == [sent.reference]
    assert set(rows[0]) == {
        "reference", "state", "enterprise_km", "enterprise_latin", "programme", "amount", "standing", "standing_on",
        "size", "contact_name", "contact_phone", "purpose", "consent_until", "answer_by",
    }  # fmt: skip
    IncentiveRequest.objects.update(consent_until=TODAY - timedelta(days=1))
    assert say("incentive-requests", {}).json()["requests"] == []
