"""Each of the six questions: when it passes, when it fails, what is said and what would cure it."""

from datetime import date, timedelta

import pytest

from compliance.enums import StandingItem as I
from compliance.models import Fine
from compliance.standing import standing_on
from nssf_portal.audit.as_of import end_of
from tests.compliance.standing.conftest import ON, at, declared, hired, sound
from tests.factories import compliance as made
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory

pytestmark = pytest.mark.django_db


def item(enterprise, which, on=ON):
    return next(one for one in standing_on(enterprise, on).items if one.item == which)


def test_who_owes_nothing_is_in_good_standing_and_every_item_says_why():
    standing = standing_on(sound(), ON)
    assert standing.state == "good"
    assert {one.item: str(one.result) for one in standing.items} == {
        "registered": "pass",
        "staff": "none",
        "declarations": "pass",
        "payments": "pass",
        "headcount": "none",
        "findings": "pass",
    }
    assert all(one.sentence and not one.cure for one in standing.items)


def test_it_rests_on_values_to_be_confirmed_and_says_which():
    standing = standing_on(sound(), ON)
    assert standing.is_draft
    assert "months that a standing looks back" in standing.waiting_for
    registered = standing.items[0]
    assert "Prakas 168/22" in registered.source
    assert not registered.confirmed


def test_once_all_is_confirmed_it_is_no_draft(confirmed):
    assert not standing_on(sound(), ON).is_draft


@pytest.mark.parametrize(
    ("opened", "registered", "result"),
    [
        (date(2026, 1, 2), date(2026, 2, 1), "pass"),  # the thirtieth day
        (date(2026, 1, 2), date(2026, 2, 2), "warn"),
        (None, date(2026, 2, 2), "unavailable"),
        (date(2010, 1, 2), date(2020, 1, 2), "none"),  # before there was a rule
    ],
)
def test_registered_within_thirty_days_of_opening(opened, registered, result):
    enterprise = EnterpriseFactory(opened_on=opened, registered_on=registered)
    assert item(enterprise, I.REGISTERED, date(2026, 2, 3)).result == result


def test_an_unknown_opening_day_is_not_good_standing():
    standing = standing_on(sound(opened_on=None), ON)
    assert standing.state == "unknown"
    assert standing.items[0].cure == "Tell us the day on which it opened."
    assert standing.items[0].cure_url.endswith("/details/")


def test_who_is_not_registered_has_one_thing_to_do():
    known = EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    standing = standing_on(known, ON)
    assert standing.state == "not_registered"
    assert [one.item for one in standing.failing] == ["registered"]


def test_before_it_was_registered_it_was_not():
    assert standing_on(sound(), date(2026, 1, 9)).state == "not_registered"
    assert standing_on(sound(), date(2026, 1, 10)).state == "good"


def test_staff_registered_on_the_third_day_are_in_time():
    enterprise = sound()
    hired(enterprise, date(2026, 3, 2), date(2026, 3, 5))
    assert item(enterprise, I.STAFF).result == "pass"


def test_a_few_late_hires_are_looked_at_and_many_are_to_put_right():
    enterprise = sound()
    for day in (2, 3, 4, 5):
        hired(enterprise, date(2026, 3, day), date(2026, 3, day))
    hired(enterprise, date(2026, 3, 6), date(2026, 3, 10))
    one = item(enterprise, I.STAFF)
    assert (one.result, one.count) == ("warn", 1)
    assert "1 of 5" in one.sentence
    hired(enterprise, date(2026, 3, 7), date(2026, 4, 7))
    one = item(enterprise, I.STAFF)
    assert (one.result, one.count) == ("fail", 2)
    assert "at most 28 days" in one.sentence
    assert one.cure_url.endswith("/staff/")


def test_hires_of_long_ago_and_of_the_core_system_do_not_count():
    enterprise = sound(registered_on=date(2024, 1, 10), opened_on=date(2024, 1, 2))
    hired(enterprise, date(2025, 4, 25), date(2025, 12, 1))
    hired(enterprise, date(2026, 3, 2), date(2026, 4, 2), channel="core")
    assert item(enterprise, I.STAFF).result == "none"


def test_staff_who_were_there_before_the_enterprise_was_registered_count_from_then():
    enterprise = sound()
    hired(enterprise, date(2026, 1, 3), date(2026, 1, 13))
    assert item(enterprise, I.STAFF).result == "pass"


def test_late_declarations_and_missing_ones_are_told_apart():
    enterprise = EnterpriseFactory(opened_on=date(2026, 1, 2), registered_on=date(2026, 1, 10))
    declared(enterprise, date(2026, 1, 1), date(2026, 2, 20))
    declared(enterprise, date(2026, 2, 1), date(2026, 3, 21))
    one = item(enterprise, I.DECLARATIONS)
    assert (one.result, one.sentence) == ("fail", "1 month is not declared: March 2026.")
    assert one.cure_url.endswith("/declarations/")
    assert standing_on(enterprise, ON).state == "owing"
    declared(enterprise, date(2026, 3, 1), date(2026, 4, 24))
    one = item(enterprise, I.DECLARATIONS)
    assert (one.result, one.count) == ("warn", 2)
    assert standing_on(enterprise, ON).state == "good"


def test_money_that_did_not_come_is_owed():
    enterprise = sound()
    made.payment(enterprise, -400, date(2026, 3, 1), date(2026, 4, 8), received_at=at(date(2026, 4, 9)))
    one = item(enterprise, I.PAYMENTS)
    assert one.result == "fail"
    assert one.sentence == "400\N{NO-BREAK SPACE}៛ is not paid, for 1 month: March 2026."
    assert standing_on(enterprise, ON).state == "owing"


def test_a_month_whose_amount_is_not_known_is_not_paid():
    enterprise = EnterpriseFactory(opened_on=date(2026, 3, 1), registered_on=date(2026, 3, 2))
    nothing = dict.fromkeys(("occupational_risk", "health_care", "pension_employer", "pension_worker"))
    declared(enterprise, date(2026, 3, 1), date(2026, 4, 5), kind="staff", workers=1, **nothing)
    assert item(enterprise, I.PAYMENTS).result == "unavailable"
    assert standing_on(enterprise, ON).state == "unknown"


def said(enterprise, workers, on=date(2026, 3, 1), **fields):
    given = {"match_state": "matched", "received_at": at(on), "as_of": on} | fields
    return RecordFactory(enterprise=enterprise, declared_workers=workers, **given)


@pytest.mark.parametrize(("others", "result"), [(1, "pass"), (3, "warn"), (4, "fail")])
def test_a_few_workers_more_elsewhere_are_no_fault(others, result):
    enterprise = sound()
    hired(enterprise, date(2026, 2, 2), date(2026, 2, 2))
    said(enterprise, others)
    assert item(enterprise, I.HEADCOUNT).result == result


def test_who_grew_smaller_since_the_others_counted_is_compared_with_that_day():
    enterprise = sound()
    for day in (2, 3, 4, 5, 6):
        hired(enterprise, date(2026, 2, day), date(2026, 2, day), ended=date(2026, 4, 1))
    said(enterprise, 5, on=date(2026, 3, 1))
    one = item(enterprise, I.HEADCOUNT)
    assert one.result == "pass"
    said(enterprise, 9, on=date(2026, 4, 2))
    one = item(enterprise, I.HEADCOUNT)
    assert (one.result, one.count) == ("fail", 9)


def test_old_numbers_and_doubtful_records_are_not_compared():
    enterprise = sound()
    said(enterprise, 90, on=date(2024, 4, 25))
    said(enterprise, 90, withdrawn_at=at(date(2026, 3, 3)))
    said(enterprise, 90, closed_on=date(2026, 3, 3))
    assert item(enterprise, I.HEADCOUNT).result == "none"


def test_an_open_finding_is_owed_until_it_is_cured():
    enterprise = sound()
    case = made.case_file(enterprise)
    made.finding(case, recorded_at=at(date(2026, 3, 1)))
    one = item(enterprise, I.FINDINGS)
    assert (one.result, one.count) == ("fail", 1)
    assert one.cure_url.endswith("/notices/")
    assert "Prakas 168/22" in one.source
    assert item(enterprise, I.FINDINGS, date(2026, 2, 28)).result == "pass"
    cured = made.case_file(sound())
    made.finding(
        cured,
        recorded_at=at(date(2026, 3, 1)),
        state="cured",
        cured_at=at(date(2026, 3, 9)),
        cured_by=cured.opened_by,
    )
    assert item(cured.enterprise, I.FINDINGS, date(2026, 3, 8)).result == "fail"
    assert item(cured.enterprise, I.FINDINGS, date(2026, 3, 9)).result == "pass"


def test_an_unpaid_fine_is_owed_although_its_finding_is_cured():
    case = made.case_file(sound())
    day = at(date(2026, 3, 1))
    found = made.finding(case, recorded_at=day, state="cured", cured_at=day, cured_by=case.opened_by)
    fine = made.confirmed_fine(case, finding=found)
    Fine.objects.filter(pk=fine.pk).update(confirmed_at=at(date(2026, 3, 2)))
    today = end_of(date.today()).date()  # the row itself: its history says it was confirmed today
    one = item(case.enterprise, I.FINDINGS, today)
    assert one.result == "fail"
    assert "2,400,000" in one.sentence
    made.payment(case.enterprise, 2_400_000, None, ON, fine_reference=fine.number)
    assert item(case.enterprise, I.FINDINGS, today).result == "pass"


def test_one_computation_asks_few_questions(django_assert_max_num_queries):
    enterprise = sound()
    standing_on(enterprise, ON)
    with django_assert_max_num_queries(7):
        standing_on(enterprise, ON)


def test_the_end_of_a_day_is_midnight_in_phnom_penh():
    assert end_of(ON).isoformat() == "2026-04-26T00:00:00+07:00"
    assert end_of(ON) - end_of(ON - timedelta(days=1)) == timedelta(days=1)
