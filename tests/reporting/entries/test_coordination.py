"""The coordination log: raised, decided, done; what is open opens the next report."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reporting import coordination
from reporting.models import CoordinationItem
from tests.factories import reporting as made
from tests.reporting.entries.conftest import Q3, english, signed_in, submission, text

pytestmark = pytest.mark.django_db
LOG = "/en/reports/coordination/"


def problem(**fields) -> dict:
    given = {"submission_id": submission(), "problem": "No data yet", "institution": made.institution("MEF").pk}
    return given | fields


def decision(**fields) -> dict:
    given = {"body": "executive", "decision": "MEF shares it", "decided_on": "09/01/2026", "due_on": "31/03/2026"}
    return given | {"owner": made.institution("MEF").pk} | fields


def of(one: CoordinationItem, name: str = "item") -> str:
    return english(f"reporting_coordination:{name}", one.pk)


def test_a_need_of_an_entry_goes_into_the_log_once(secretariat, owed):
    owed.needs = "The ministry of finance answers."
    owed.save()
    address = f"{LOG}new/?entry={owed.pk}"
    assert "The ministry of finance answers." in text(secretariat.get(address))
    given = problem()
    first, second = secretariat.post(address, given), secretariat.post(address, given)
    one = CoordinationItem.objects.get()
    assert first.url == second.url == of(one)
    assert (one.entry, one.period, one.plan, one.state) == (owed, "2026Q3", owed.call.plan, "open")
    assert english("reporting_entries:entry", owed.pk) in text(secretariat.get(of(one)))


def test_it_is_decided_late_and_done(secretariat, plan):
    one = made.coordination(plan=plan)
    secretariat.post(of(one, "intervene"), {"intervention": "A letter was sent."})
    early = secretariat.post(of(one, "decide"), decision(due_on="01/01/2026"), follow=True)
    assert "due before it was decided" in text(early)
    secretariat.post(of(one, "decide"), decision())
    one.refresh_from_db()
    assert (one.state, one.owner.code, one.due_on) == ("decided", "MEF", date(2026, 3, 31))
    assert "1 decision is late" in text(secretariat.get(LOG))
    assert list(coordination.open_items(plan)) == [one]
    secretariat.post(of(one, "finish"), {"done_on": "01/09/2026", "note": "Shared over CamDX."})
    assert not coordination.open_items(plan)
    assert list(coordination.closed_in(plan, Q3)) == [one]
    assert "already decided" in text(secretariat.post(of(one, "decide"), decision(), follow=True))
    assert "Nothing is open" in text(secretariat.get(LOG))
    secretariat.post(of(one, "reopen"))
    one.refresh_from_db()
    assert (one.state, one.done_on) == ("open", None)
    secretariat.post(of(one, "drop"), {"why": "Another way was found."})
    assert "Another way was found." in text(secretariat.get(of(one)))


def test_what_is_due_first_opens_the_report_first(plan):
    today = timezone.localdate()
    undecided = made.coordination(plan=plan)
    later, sooner = (
        made.coordination(
            plan=plan, state="decided", body="council", decided_on=today, owner=made.institution("MEF"),
            due_on=today + timedelta(days=days),
        )
        for days in (20, 5)
    )  # fmt: skip
    made.coordination(plan=plan, state="done", done_on=today)
    assert list(coordination.open_items(plan)) == [sooner, later, undecided]


def test_who_is_asked_and_who_must_do_it_read_it_and_nobody_else_of_institutions(secretariat, plan):
    one = made.coordination(plan=plan, state="decided", decided_on=date(2026, 1, 9), due_on=date(2026, 3, 31),
                            body="council", owner=made.institution("MEF"))  # fmt: skip
    for code, seen in (("MISTI", 200), ("MEF", 200), ("MOI", 404)):
        assert signed_in(made.contact(code)).get(of(one)).status_code == seen
    asked = signed_in(made.contact("MISTI"))
    assert asked.post(of(one, "finish"), {"done_on": "01/09/2026", "note": "Done"}).status_code == 403
    assert asked.get(f"{LOG}new/").status_code == 403
    council = signed_in(made.council())
    assert council.get(of(one)).status_code == 200
    assert council.post(of(one, "reopen")).status_code == 403
    assert secretariat.get(of(one, "reopen")).status_code == 405
    assert secretariat.post(of(one, "decide"), {}).status_code == 422


def test_the_log_asks_few_questions(secretariat, plan, django_assert_max_num_queries):
    for _number in range(4):
        made.coordination(plan=plan)
    with django_assert_max_num_queries(14):
        assert "4 open problems open the next report" in text(secretariat.get(LOG))
