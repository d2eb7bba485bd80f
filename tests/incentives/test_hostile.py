"""What somebody with bad intent, or only bad luck, tries with requests, relief and emergencies."""

import uuid

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.services.refusing import Refused
from enterprises.models import Representative
from incentives import presenting_interventions as presenting
from incentives.answer_files import rows_of
from incentives.desk import outcomes_of
from incentives.forms_answers import AnswerForm
from incentives.forms_programmes import RielField
from incentives.models import IncentiveRequest, Intervention, Programme, ProgrammeTerm, ReliefReason
from incentives.services import intervention_jobs, interventions, relieving, studies
from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload
from nssf_portal.jobs import services as running
from nssf_portal.jobs.models import Job
from tests.factories import compliance, incentives
from tests.factories.enterprises import EnterpriseFactory
from tests.incentives.relief.conftest import ask, month, owner, propose, shop, worker  # noqa: F401  fixtures
from tests.incentives.requests.test_answering import a_file

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
THIS = calendar.first_of(TODAY)


# --- addresses nobody typed ------------------------------------------------------------------------------------------


def test_an_address_with_a_null_sign_is_an_empty_list_and_no_error(client):
    one = incentives.intervention()
    client.force_login(incentives.chief())
    for url in (reverse("requests:list") + "?programme=%00a", _list(one, "?q=a%00"), _list(one, "?province=%00")):
        assert client.get(url).status_code == 200


def _list(one: Intervention, query: str) -> str:
    return reverse("relief:emergency_list", args=[one.pk]) + query


# --- money -----------------------------------------------------------------------------------------------------------

TYPED = [
    ("500.000", 500_000), ("1.000", 1_000), ("20,000,000", 20_000_000), ("៥០០.០០០", 500_000),
    ("5 000\u00a0000៛", 5_000_000),
    ("7000.0", 7_000), ("1,500.50", None), ("1500.50", None), ("1,00", None), ("12.34", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "riel"), TYPED)
def test_riel_is_read_the_same_by_every_form_and_file_or_not_at_all(typed, riel, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    for field in (RielField(), AnswerForm().fields["amount"]):
        if riel is None:
            with pytest.raises(Exception, match="whole number"):
                field.clean(typed)
        else:
            assert field.clean(typed) == riel
    upload = documents.take_in(
        a_file(("INC", "accepted", "1/1/2026", typed, "", "", "")), kind="incentive_answers", by=None, allowed=("csv",)
    )
    (row,) = rows_of(upload)
    assert row.said.amount == riel and bool(row.unreadable) == (riel is None)


# --- sent twice ------------------------------------------------------------------------------------------------------


def test_a_second_file_in_the_same_form_is_read_and_not_the_first_again(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent, day = incentives.sent(), f"{TODAY:%d/%m/%Y}"
    client.force_login(incentives.partner())
    key = str(uuid.uuid4())

    def post(answer: str):
        file = a_file((sent.reference, answer, day, "", "7", "84", ""))
        return client.post(reverse("answers:file"), {"file": file, "submission_id": key})

    post("accepted")
    post("accepted")
    assert sent.answers.count() == 1 and Upload.objects.filter(kind="incentive_answers").count() == 1
    post("terms")  # back in the browser, another file
    assert [one.kind for one in sent.answers.all()] == ["accepted", "terms"]


def test_a_double_click_makes_one_programme_one_term_and_one_reason(client):
    client.force_login(incentives.chief())
    bank = incentives.institution()
    first = {
        "submission_id": str(uuid.uuid4()), "name_km": "កម្មវិធី", "name_en": "Twice", "kind": "loan",
        "institution": bank.pk, "summary_km": "ក", "summary_en": "s", "legal_ground": "Text (invented)",
        "takes_requests": "on", "valid_from": f"1/1/{TODAY.year + 2}", "order": "1",
    }  # fmt: skip
    answers = [client.post(reverse("programmes:new"), first) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302] and answers[0].url == answers[1].url
    programme = Programme.objects.get(name_en="Twice")
    term = {
        "submission_id": str(uuid.uuid4()), "institution": bank.pk, "label_km": "ក", "label_en": "Interest",
        "value_km": "៧%", "value_en": "7%", "published_on": "1/1/2024", "source": "A page (invented)",
    }  # fmt: skip
    reason = {
        "submission_id": str(uuid.uuid4()), "kind": "lateness", "name_km": "ក", "name_en": "Storm",
        "legal_ground": "Text (invented)", "valid_from": "1/1/2026",
    }  # fmt: skip
    for _click in range(2):
        assert client.post(reverse("programmes:term_new", args=[programme.pk]), term).status_code == 302
        assert client.post(reverse("relief:reason_new"), reason).status_code == 302
    assert ProgrammeTerm.objects.filter(programme=programme).count() == 1
    assert ReliefReason.objects.filter(name_en="Storm").count() == 1


def test_contracts_that_wait_for_relief_are_not_asked_for_again(shop, owner):  # noqa: F811
    resting, other = worker(shop), worker(shop)
    ask(shop, owner, "contracts", employments=[resting], to_month=month(-2))
    with pytest.raises(Refused, match="waits for a decision already"):
        ask(shop, owner, "contracts", employments=[resting, other], from_month=month(-2), to_month=month(-3))
    ask(shop, owner, "contracts", employments=[other], to_month=month(-2))
    ask(shop, owner, "contracts", employments=[resting], from_month=month(-3), to_month=month(-3))


# --- one person, both sides ------------------------------------------------------------------------------------------


def test_who_asked_for_the_employer_neither_proposes_nor_grants_it_as_an_officer_later(shop, owner):  # noqa: F811
    """Representation ended, a post at the Fund begun: the request is still one's own."""
    chief, officer = incentives.chief(), incentives.officer()
    request = incentives.relief_request(shop, asked_by=chief, from_month=month(), to_month=month())
    with pytest.raises(Refused, match="you asked for"):
        propose(request, by=chief)
    propose(request, by=officer)
    request.refresh_from_db()
    with pytest.raises(Refused, match="you asked for"):
        relieving.decide(request, "grant", by=chief)
    request.refresh_from_db()
    request.adjustment.refresh_from_db()
    assert (request.state, request.adjustment.state) == ("proposed", "proposed")


def test_who_sent_a_request_for_the_fund_does_not_answer_it_for_the_bank(client):
    clerk = incentives.partner()
    mine, asked, others = incentives.sent(granted_by=clerk), incentives.sent(proposed_by=clerk), incentives.sent()
    assert set(IncentiveRequest.objects.sent_to(clerk)) == {others}
    client.force_login(clerk)
    for one in (mine, asked):
        assert client.get(reverse("answers:request", args=[one.pk])).status_code == 404


def test_a_chief_with_a_tie_is_told_so_before_ending_or_taking_back(client):
    officer, chief = incentives.officer(), incentives.chief()
    shop = EnterpriseFactory(sector="C")  # noqa: F811
    one = incentives.intervention(
        effect="suspension", sectors=["C"], from_month=THIS, to_month=calendar.after(THIS, 2), created_by=officer
    )
    interventions.select(one, by=officer)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    running.run(Job.objects.get(kind=intervention_jobs.APPLY).pk)
    tied = incentives.chief()
    Representative.objects.create(enterprise=shop, user=tied, role="delegate", basis="sample")
    client.force_login(tied)
    page = client.get(reverse("relief:emergency", args=[one.pk])).text
    assert "you are tied to an enterprise of the list" in page
    assert reverse("relief:emergency_revoke", args=[one.pk]) not in page
    client.force_login(chief)
    assert (
        reverse("relief:emergency_revoke", args=[one.pk]) in client.get(reverse("relief:emergency", args=[one.pk])).text
    )


# --- said honestly ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "word"), [("revoked", "taken back"), ("refused", "refused")])
def test_what_was_taken_back_or_refused_relieves_nothing(state, word):
    shop = EnterpriseFactory()  # noqa: F811
    one = incentives.intervention(effect="suspension", from_month=THIS, to_month=THIS)
    incentives.intervention_line(one, shop)
    told = compliance.declaration(shop, month=THIS)
    sums = {"occupational_risk": 100, "health_care": 200, "pension_employer": 300, "pension_worker": 400}
    type(told).objects.filter(pk=told.pk).update(**sums)
    assert presenting.relieved(one, one.lines.all(), 1).riel == 1_000
    one.state = state
    said = presenting.relieved(one, one.lines.all(), 1)
    assert said.riel is None and word in said.why


# --- studies and places ----------------------------------------------------------------------------------------------


def _scheme(client, study, **other):
    given = {
        "submission_id": str(uuid.uuid4()), "title": "A try", "kind": "grant", "amount": "1", "months": "12",
        "take_up": "100", "law_on": f"{TODAY:%d/%m/%Y}", "assumptions": "A guess",
    } | other  # fmt: skip
    answer = client.post(reverse("incentive_studies:try", args=[study.pk]), given)
    return answer, study.simulations.order_by("-made_at").first()


def test_a_sum_too_large_to_keep_is_not_computed_and_500_000_is_half_a_million(client):
    for _number in range(5):
        EnterpriseFactory(sector="C")
    study = incentives.study()
    client.force_login(incentives.chief())
    answer, made = _scheme(client, study, amount="9000000000000000000")
    assert answer.status_code == 302 and made.cost is None and "too large" in made.why_not
    answer, made = _scheme(client, study, amount="500.000")
    assert answer.status_code == 302 and made.amount == 500_000


def test_places_with_a_null_sign_are_no_error(client):
    client.force_login(incentives.officer())
    answer = client.post(reverse("relief:emergency_new"), {"places": "a\0b\n\0"})
    assert answer.status_code == 422 and "places" in answer.context["form"].errors


def test_what_was_taken_up_without_an_amount_is_not_counted_as_nothing(client):
    programme = incentives.programme("a-course", kind="training", budget=100)
    incentives.sent(of=programme, state="taken_up", taken_up_on=TODAY, taken_up_amount=40)
    row = next(row for row in outcomes_of(incentives.chief()) if row.code == "a-course")
    assert (row.used, row.untold) == (40, 0)
    incentives.sent(of=programme, state="taken_up", taken_up_on=TODAY)
    chief = incentives.chief()
    row = next(row for row in outcomes_of(chief) if row.code == "a-course")
    assert (row.used, row.untold) == (None, 1)
    client.force_login(chief)
    assert "not computed" in client.get("/en/incentives/").text
    page = client.get("/en" + reverse("programmes:programme", args=[programme.pk]).removeprefix("/en")).text
    assert "1 enterprise took it up without an amount told" in page


def test_a_double_click_that_overtakes_the_first_look_makes_one_record(monkeypatch):
    """Two presses look at the same time and find nothing; the second must not end in an error."""
    officer, key = incentives.officer(), uuid.uuid4()
    rule = {
        "name_km": "ក", "name_en": "Flood", "kind": "flood", "effect": "suspension", "legal_ground": "A", "reason": "R",
        "from_month": THIS, "to_month": THIS,
    }  # fmt: skip
    first = interventions.declare(by=officer, submission_id=key, **rule)
    asked = {"topic": "interest", "question": "Is it feasible?"}
    study = studies.open_study(by=officer, submission_id=key, **asked)
    monkeypatch.setattr(QuerySet, "first", lambda self: None)
    assert interventions.declare(by=officer, submission_id=key, **rule) == first
    assert studies.open_study(by=officer, submission_id=key, **asked) == study
