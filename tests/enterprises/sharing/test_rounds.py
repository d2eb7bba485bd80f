"""An officer makes a round of requests, prints its letters, posts them, and sees who answered."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from enterprises.enums import RequestState
from enterprises.models import ConfirmationRequest, ConfirmationRound
from enterprises.services import asking, letters, rounds
from nssf_portal.accounts.models import RoleGrant
from nssf_portal.documents.services import content_of
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from tests.enterprises.sharing.conftest import signed_in
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
HOME = "/en/desk/registry/rounds/"


@pytest.fixture
def old():
    return [EnterpriseFactory(registered_on="2019-03-01", phone="+85512345678"), EnterpriseFactory()]


@pytest.fixture
def made(officer, old):
    return make(officer)


def make(officer, **more) -> ConfirmationRound:
    given = {"name": "First", "place_code": "12", "registered_before": date(2020, 6, 15)}
    given |= {"answer_by": timezone.localdate() + timedelta(days=30), "submission_id": uuid.uuid4()}
    return rounds.make_round(by=officer, **given | more)


def run(kind: str) -> None:
    for job in Job.objects.filter(kind=kind, state="queued"):
        assert jobs.run(job.pk)


def form(**more) -> dict:
    answer_by = (timezone.localdate() + timedelta(days=20)).strftime("%d/%m/%Y")
    given = {"name": "First", "place_code": "12", "registered_before": "15/06/2020", "answer_by": answer_by}
    return given | {"submission_id": str(uuid.uuid4()), "act": "preview"} | more


def test_whom_a_round_asks(old):
    EnterpriseFactory(registered_on="2021-01-01"), EnterpriseFactory(commune_code="170101")
    EnterpriseFactory(state="closed", closed_on="2024-01-01"), EnterpriseFactory(kind="household")
    assert rounds.preview("12", date(2020, 6, 15)) == rounds.Preview(asked=2, with_phone=1, left=0)
    assert rounds.preview("", date(2020, 6, 15)).asked == 3
    assert rounds.default_before() == date(2020, 6, 15)


def test_who_confirmed_lately_is_left_in_peace(made):
    ConfirmationRequest.objects.filter(pk=made.requests.first().pk).update(state="sent", sent_at=timezone.now())
    ConfirmationRequest.objects.filter(state="sent").update(state="confirmed", answered_at=timezone.now())
    assert rounds.preview("12", date(2020, 6, 15)).asked == 0
    long_ago = timezone.now() - timedelta(days=400)
    ConfirmationRequest.objects.filter(state="confirmed").update(answered_at=long_ago)
    assert rounds.preview("12", date(2020, 6, 15)).asked == 1


def test_a_preview_makes_nothing_and_then_the_round_is_made_once(clerk, old):
    given = form()
    assert "2 enterprises would be asked" in clerk.post(f"{HOME}new/", given).text
    assert not ConfirmationRound.objects.exists()
    for _again in range(2):
        page = clerk.post(f"{HOME}new/", given | {"act": "make"})
        assert page.status_code == 302
    made = ConfirmationRound.objects.get()
    assert made.size == 2 and Job.objects.filter(kind=rounds.PREPARE).count() == 1
    assert "The letters are being written" in clerk.get(page["Location"]).text


def test_the_form_says_what_is_wrong(clerk, old):
    page = clerk.post(f"{HOME}new/", form(answer_by="01/01/2020", place_code="17"))
    assert page.context["form"].errors.keys() == {"answer_by", "place_code"}


def test_nobody_is_asked_twice(made, officer):
    second = make(officer)
    assert made.size == 2 and second.size == 0


def test_a_large_round_is_prepared_by_the_job_up_to_the_most(officer, old, monkeypatch):
    told = {"reregistration.at_once": 0, "reregistration.round_most": 1}
    monkeypatch.setattr(rounds, "value_or", lambda code, default: told.get(code, default))
    made = make(officer)
    assert made.size == 0
    run(rounds.PREPARE)
    made.refresh_from_db()
    assert made.size == 1 and made.letters is not None


def test_the_code_is_nowhere_but_on_the_letter(made, monkeypatch):
    seen = {}
    monkeypatch.setattr(letters, "typeset", lambda t, context, lang: seen.update(context) or b"%PDF-1.4 letters")
    first = made.requests.order_by("pk").first()
    code = decrypt(first.code_cipher, first.pk.bytes).decode()
    assert first.code_digest == rounds.digest(first.pk, code) and code not in first.code_digest
    run(rounds.PREPARE)
    made.refresh_from_db()
    assert not made.requests.exclude(code_cipher=None).exists()
    assert content_of(made.letters).startswith(b"%PDF")
    on_paper = {letter["reference"]: letter["code"] for letter in seen["letters"]}
    assert on_paper[first.reference].replace("-", "") == code
    assert code not in letters.address(first.reference)
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s",
                       ["enterprises_confirmationrequestevent"])  # fmt: skip
        assert "code_cipher" not in {name for (name,) in cursor.fetchall()}


def test_the_letters_are_a_page_for_each_enterprise(made):
    from nssf_portal.documents.pdf import typeset_html

    html = typeset_html(letters.TEMPLATE, letters.context_of(made, list(made.requests.all())), "km")
    assert html.count('<section class="letter">') == 2
    run(rounds.PREPARE)
    made.refresh_from_db()
    assert content_of(made.letters).startswith(b"%PDF")


def test_letters_are_made_anew_when_the_round_changes_meanwhile(made, officer, monkeypatch):
    typeset, pages = letters.typeset, []

    def meanwhile(template, context, language):
        pages.append(len(context["letters"]))
        if len(pages) == 1:
            ConfirmationRequest.objects.filter(pk=made.requests.first().pk).update(state="cancelled")
        return typeset(template, context, language)

    monkeypatch.setattr(letters, "typeset", meanwhile)
    assert letters.make(made) and pages == [2, 1]
    assert not letters.make(made)  # no code is left to print


def test_posting_starts_the_clock_and_sends_an_sms_without_name_or_code(clerk, made):
    url = f"{HOME}{made.pk}/act/"
    clerk.post(url, {"act": "send"})
    assert not made.requests.filter(state="sent").exists()  # no letters yet
    run(rounds.PREPARE)
    for _again in range(2):
        clerk.post(url, {"act": "send"})
    run(rounds.TELL)
    assert set(made.requests.values_list("state", flat=True)) == {RequestState.SENT}
    message = Message.objects.get(template="reregistration.asked")
    asked = made.requests.exclude(enterprise__phone="").get()
    assert asking.address_of(message) == "+85512345678"
    for language in ("km", "en"):
        text = render(message, language).body
        assert asked.reference in text and "/employer/confirm/" in text and asked.enterprise.name_latin not in text
    rounds.cancel(made, by=made.by)
    assert asking.address_of(message) is None


def test_new_letters_void_the_old_codes(clerk, made):
    run(rounds.PREPARE)
    clerk.post(f"{HOME}{made.pk}/act/", {"act": "send"})
    before = dict(made.requests.values_list("pk", "code_digest"))
    clerk.post(f"{HOME}{made.pk}/act/", {"act": "resend"})
    assert all(before[pk] != digest for pk, digest in made.requests.values_list("pk", "code_digest"))
    assert rounds.resend(made, by=made.by) == 0  # the new letters are not written yet
    run(rounds.PREPARE)
    made.refresh_from_db()
    assert made.letters is not None and made.requests.filter(state="sent").count() == 2


def test_cancelling_and_the_last_day_drop_the_letters(clerk, made, officer):
    run(rounds.PREPARE)
    clerk.post(f"{HOME}{made.pk}/act/", {"act": "cancel"})
    made.refresh_from_db()
    assert made.letters is None and set(made.requests.values_list("state", flat=True)) == {"cancelled"}
    second = make(officer)
    run(rounds.PREPARE)
    rounds.send(second, by=officer)
    assert rounds.expire_due() == 0
    assert rounds.expire_due(timezone.localdate() + timedelta(days=31)) == 2
    second.refresh_from_db()
    assert second.letters is None and rounds.progress(second)["expired"] == 2
    assert rounds.expire_due(timezone.localdate() + timedelta(days=31)) == 0


def test_letters_that_could_not_be_written_are_written_when_asked_again(clerk, made):
    Job.objects.filter(kind=rounds.PREPARE).update(state="dead", finished_at=timezone.now())
    assert "Write the letters" in clerk.get(f"{HOME}{made.pk}/").text
    clerk.post(f"{HOME}{made.pk}/act/", {"act": "letters"})
    assert Job.objects.filter(kind=rounds.PREPARE, state="queued").count() == 1
    assert rounds.ask_again_for_letters(made, by=made.by) is False


def test_who_fetches_the_letters_is_noted(clerk, made):
    from nssf_portal.audit.models import ReadLog

    assert clerk.get(f"{HOME}{made.pk}/letters.pdf").status_code == 404
    run(rounds.PREPARE)
    response = clerk.get(f"{HOME}{made.pk}/letters.pdf")
    assert response["Content-Type"] == "application/pdf" and response["Cache-Control"] == "private, no-store"
    assert ReadLog.objects.filter(screen="round.letters", revealed=True).count() == 1


def test_the_pages_of_rounds(clerk, made, elsewhere, stranger, client):
    run(rounds.PREPARE)
    asked = made.requests.first()
    paths = ("", f"{made.pk}/", f"{made.pk}/letters.pdf", f"requests/{asked.pk}/")
    for path in (*paths, "new/"):
        assert clerk.get(f"{HOME}{path}").status_code == 200, path
        assert stranger.get(f"{HOME}{path}").status_code == 403, path
        assert client.get(f"{HOME}{path}").status_code == 302, path
    for path in paths[1:]:
        assert elsewhere.get(f"{HOME}{path}").status_code == 404, path
    assert elsewhere.post(f"{HOME}{made.pk}/act/", {"act": "cancel"}).status_code == 404
    assert clerk.get(f"{HOME}{made.pk}/act/").status_code == 405
    assert clerk.post(f"{HOME}{made.pk}/act/", {"act": "nonsense"}).status_code == 404
    assert "First" not in elsewhere.get(HOME).text
    assert "All" in clerk.get(f"{HOME}{made.pk}/?state=sent").text


def test_an_inspector_looks_and_makes_no_round(made):
    inspector = signed_in(UserFactory(grant=("inspector", "12")))
    assert inspector.get(f"{HOME}{made.pk}/").status_code == 200
    assert inspector.get(f"{HOME}new/").status_code == 403
    assert inspector.post(f"{HOME}{made.pk}/act/", {"act": "cancel"}).status_code == 403
    assert inspector.get(f"{HOME}{made.pk}/letters.pdf").status_code == 403


def test_loading_elsewhere_is_no_right_to_the_letters_here(made):
    run("rounds.prepare")
    both = UserFactory(grant=("inspector", "12"))
    RoleGrant.objects.create(user=both, role="clerk", office=OfficeFactory(code="17"))
    client = signed_in(both)
    assert client.get(f"{HOME}{made.pk}/").status_code == 200
    assert client.get(f"{HOME}{made.pk}/letters.pdf").status_code == 404
    assert client.post(f"{HOME}{made.pk}/act/", {"act": "cancel"}).status_code == 404


def test_a_round_asks_few_questions(clerk, officer, django_assert_max_num_queries):
    for _number in range(20):
        EnterpriseFactory()
    made = make(officer)
    with django_assert_max_num_queries(22):
        clerk.get(f"{HOME}{made.pk}/")
    with django_assert_max_num_queries(18):
        clerk.get(HOME)
