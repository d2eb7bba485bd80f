"""Dependants who come of age, unpaid months, stopping and coming back, and the two questions."""

import json
import uuid
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from registration.models import Dependency, Member, PaidMonth, SurveyAnswer, SurveyUsed, VoluntaryStop
from registration.services import ageing, lapses, stopping, survey
from registration.services import application_deciding as deciding
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory
from tests.registration.me.conftest import text_of
from tests.registration.me.test_putting_right import ask

pytestmark = pytest.mark.django_db
BIRTHDAY = date(2034, 3, 5)


def test_ageing_out_is_announced_once_three_months_before(child):
    assert ageing.announce(BIRTHDAY - timedelta(days=100)) == 0
    assert ageing.announce(BIRTHDAY - timedelta(days=80)) == 1
    assert ageing.announce(BIRTHDAY - timedelta(days=79)) == 0
    message = Message.objects.get()
    assert message.recipient_member == child.sponsor_id and message.template == "member.dependant_ages"
    assert "DARA" not in render(message, "en").body and "/me/dependants/" in render(message, "en").body


def test_it_ends_on_the_day_and_the_dependant_with_it(child):
    assert ageing.end_those_of_age(BIRTHDAY - timedelta(days=1)) == 0
    assert ageing.end_those_of_age(BIRTHDAY) == 1
    child.refresh_from_db()
    child.dependant.refresh_from_db()
    assert (child.until, child.end_reason) == (BIRTHDAY, "came_of_age")
    assert child.dependant.state == "ended"


@pytest.mark.parametrize(("known", "last"), [("year", date(2034, 12, 31)), ("month", date(2034, 3, 31))])
def test_a_birth_date_known_by_its_year_ends_nothing_before_the_year_is_over(child, known, last):
    Member.objects.filter(pk=child.dependant_id).update(born_precision=known)
    child.refresh_from_db()
    assert ageing.last_day(child) == last
    assert ageing.end_those_of_age(last - timedelta(days=1)) == 0
    assert ageing.end_those_of_age(last) == 1


@pytest.mark.parametrize("change", [{"is_disabled": True}, {"relation": "spouse"}])
def test_the_disabled_and_spouses_do_not_age_out(child, change):
    Dependency.objects.filter(pk=child.pk).update(**change)
    assert ageing.announce(BIRTHDAY) == ageing.end_those_of_age(BIRTHDAY) == 0


def test_many_are_done_by_few_statements(member, django_assert_max_num_queries):
    for _child in range(30):
        kid = MemberFactory(group="dependant", born_on=date(2016, 3, 5))
        Dependency.objects.create(dependant=kid, sponsor=member, relation="child")
    with django_assert_max_num_queries(24):
        assert ageing.announce(BIRTHDAY - timedelta(days=1)) == 30
        assert ageing.end_those_of_age(BIRTHDAY) == 30


@pytest.fixture
def driver(member):
    Member.objects.filter(pk=member.pk).update(group="self_employed", registered_on=date(2026, 1, 10))
    member.refresh_from_db()
    return member


def paid(member, month, paid_on, reference):
    return PaidMonth.objects.create(
        member=member, month=month, amount=15600, paid_on=paid_on, reference=reference, source="tests"
    )


def test_without_any_payment_known_nobody_is_warned(driver):
    assert lapses.unpaid_months(driver, date(2026, 11, 22)) is None and lapses.warn(date(2026, 11, 22)) == 0


def test_months_are_counted_up_to_what_the_file_can_know(driver):
    other = MemberFactory(group="self_employed", registered_on=date(2026, 1, 10))
    paid(driver, date(2026, 7, 1), date(2026, 7, 20), "R-1")
    paid(other, date(2026, 10, 1), date(2026, 11, 20), "R-2")
    found = lapses.unpaid_months(driver, date(2026, 11, 22))
    assert (found.since, found.months) == (date(2026, 8, 1), 3)
    assert lapses.unpaid_months(other, date(2026, 11, 22)) is None


def test_warned_at_one_three_and_five_months_once_each(driver):
    keep = MemberFactory(group="self_employed", registered_on=date(2026, 1, 10))
    paid(driver, date(2026, 1, 1), date(2026, 1, 20), "R-0")
    said = []
    for number in range(2, 9):
        paid(keep, date(2026, number, 1), date(2026, number + 1, 16), f"K-{number}")
        Member.objects.filter(pk=keep.pk).update(registered_on=date(2026, number, 1))
        for _twice in range(2):
            said.append(lapses.warn(date(2026, number + 1, 16)))
    assert sum(said) == 3
    assert all("1286" in render(m, "en").body for m in Message.objects.filter(recipient_member=driver.pk))


def test_the_page_says_what_it_has_meant_dated_and_to_be_confirmed(mine, driver):
    shown = text_of(mine.get("/en/me/payments/"))
    assert "Ask 1286" in shown and "to be confirmed" in shown.lower() and "Sub-Decree 280" in shown


def test_an_employee_has_no_such_page(mine):
    assert mine.get("/en/me/payments/").status_code == 404
    assert mine.get("/en/me/stop/").status_code == 404


def load(path):
    out = StringIO()
    call_command("load_payments", str(path), format="json", stdout=out)
    return json.loads(out.getvalue())


def test_load_payments_takes_each_receipt_once(driver, tmp_path):
    file = tmp_path / "paid.csv"
    rows = [
        "member_number,month,amount,paid_on,reference",
        f"{driver.member_number},2026-07,15600,2026-07-20,R-1",
        f"{driver.member_number},2026-08,15600,2026-08-20,R-2",
        "9999999999,2026-08,15600,2026-08-20,R-3",
        f"{driver.member_number},August,15600,2026-08-20,R-4",
        f"{driver.member_number},2026-09,15600,2026-08-20,R-2",
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    first, second = load(file), load(file)
    assert [first[name] for name in ("rows", "created", "unchanged", "refused")] == [5, 2, 0, 3]
    assert [second[name] for name in ("rows", "created", "unchanged", "refused")] == [5, 0, 2, 3]
    codes = {(problem["row"], problem["code"]) for problem in first["problems"]}
    assert codes == {(4, "member_unknown"), (5, "month_invalid"), (6, "reference_used")}


def test_stopping_later_can_be_taken_back(mine, driver):
    day = timezone.localdate() + timedelta(days=20)
    mine.post("/en/me/stop/", {"ends_on": f"{day:%d/%m/%Y}", "reason": "moved", "submission_id": str(driver.pk)})
    assert VoluntaryStop.objects.get().ends_on == day
    assert "Your membership ends on" in text_of(mine.get("/en/me/"))
    mine.post("/en/me/stay/")
    assert stopping.end_due(day) == 0
    driver.refresh_from_db()
    assert driver.state == "active"


def test_stopping_today_ends_and_coming_back_is_an_application(mine, driver):
    today = timezone.localdate()
    mine.post("/en/me/stop/", {"ends_on": f"{today:%d/%m/%Y}", "reason": "too_dear", "submission_id": str(driver.pk)})
    driver.refresh_from_db()
    assert (driver.state, driver.ended_on) == ("ended", today)
    assert "You can come back" in text_of(mine.get("/en/me/payments/"))
    deciding.approve(ask(mine, "returning"), by=UserFactory(grant=("clerk", "12")))
    driver.refresh_from_db()
    assert (driver.state, driver.ended_on) == ("active", None)


def test_a_last_day_in_the_past_is_not_taken(mine, driver):
    answer = mine.post("/en/me/stop/", {"ends_on": "01/01/2020", "reason": "moved", "submission_id": str(driver.pk)})
    assert answer.status_code == 422 and not VoluntaryStop.objects.exists()


def test_the_two_questions_are_answered_once_and_lead_to_nobody(client, member):
    token = survey.link_for(occasion="decision", subject_id=member.pk, sex="F", province="12", channel="web")
    address = f"/en/register/opinion/{token}/"
    assert "How was it?" in text_of(client.get(address))
    for _twice in range(2):
        assert client.post(address, {"satisfied": "5", "easy": "1"}).url == "/en/register/opinion/thanks/"
    answer = SurveyAnswer.objects.get()
    assert (answer.satisfied, answer.easy, answer.sex, answer.province_code) == (5, True, "F", "12")
    assert answer.month.day == 1 and SurveyUsed.objects.count() == 1
    assert "answered already" in text_of(client.get(address))
    again = survey.link_for(occasion="decision", subject_id=member.pk, sex="F", province="12", channel="web")
    assert survey.is_used(survey.ticket_of(again))


def test_nothing_said_is_nothing_kept_and_a_made_up_link_is_404(client, member):
    token = survey.link_for(occasion="card", subject_id=member.pk)
    client.post(f"/en/register/opinion/{token}/", {})
    assert not SurveyAnswer.objects.exists() and not SurveyUsed.objects.exists()
    assert client.get("/en/register/opinion/not-a-token/").status_code == 404
    assert client.get(f"/en/register/opinion/{token[:-4]}AAAA/").status_code == 404


def test_results_by_any_side(member):
    for face, sex in ((5, "F"), (4, "F"), (1, "M")):
        survey.answer_by_hotline(
            submission_id=uuid.uuid4(), occasion="visit", satisfied=face, easy=face > 2, sex=sex, province="12"
        )
    month = timezone.localdate()
    found = survey.results(since=month, until=month, by="sex")
    assert found[0] == {"sex": "F", "answers": 2, "mean": 4.5, "found_easy": 2, "not_easy": 0}
    with pytest.raises(ValueError):
        survey.results(since=month, until=month, by="user")
