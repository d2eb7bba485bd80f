"""Institutions are called when a quarter is over, once; only who owes is reminded."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.services.refusing import Refused
from nssf_portal.notifications.models import Message
from reporting.models import MeasurePart, ProgressCall, ProgressEntry
from reporting.periods import Period
from reporting.services import calling, chasing
from tests.factories import reporting as made
from tests.reporting.entries.conftest import Q3, english, signed_in, text

pytestmark = pytest.mark.django_db


def told(code: str) -> list[str]:
    return list(Message.objects.filter(template=code).values_list("recipient_user__email", flat=True))


def on(day: int, month: int = 10) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, 8))


def test_every_institution_of_a_row_is_asked_once(row, contact):
    call = calling.open_call(Q3)
    again = calling.open_call(Q3)
    assert call == again
    assert call.due_on >= timezone.localdate() + timedelta(days=7), "asked late, not late"
    assert calling.due_on(Q3) == date(2026, 10, 15)
    asked = ProgressEntry.objects.filter(call=call, measure=row)
    assert sorted(asked.values_list("institution__code", flat=True)) == ["MISTI", "NSSF"]
    assert told("progress.called") == [contact.email]


def test_who_joins_a_row_later_is_asked_when_the_quarter_is_called_again(row):
    call = calling.open_call(Q3)
    MeasurePart.objects.create(version=row.versions.get(), institution=made.institution("MEF"), part="support")
    late_comer = made.contact("MEF")
    calling.open_call(Q3)
    assert call.entries.filter(institution__code="MEF").count() == 1
    assert told("progress.called") == [late_comer.email]


def test_a_row_that_ended_is_not_asked_any_more(row, plan):
    made.decision(plan, kind="ended", measure=row, decided_on=date(2026, 6, 1))
    assert not calling.open_call(Q3).entries.filter(measure=row).exists()


def test_a_row_ends_on_the_day_that_was_decided_and_can_be_taken_up_again(row, plan):
    made.decision(plan, kind="ended", measure=row, decided_on=date(2026, 6, 1), until=date(2026, 9, 30))
    assert calling.versions_of(plan, Q3).filter(measure=row).exists()
    made.decision(plan, kind="ended", measure=row, decided_on=date(2026, 6, 2))
    assert not calling.versions_of(plan, Q3).filter(measure=row).exists()
    made.decision(plan, kind="extended", measure=row, decided_on=date(2026, 6, 20), until=date(2027, 6, 30))
    assert calling.versions_of(plan, Q3).filter(measure=row).exists()


def test_a_quarter_is_told_by_the_version_that_was_in_force_in_it(row, plan):
    made.version(row, number=2, valid_from=date(2026, 10, 1), lead="MEF")
    by_quarter = {code: calling.versions_of(plan, Period.parse(code)).get().version for code in ("2026Q3", "2026Q4")}
    assert by_quarter == {"2026Q3": 1, "2026Q4": 2}


def test_who_has_nobody_here_is_not_said_to_be_reminded(row):
    call = calling.open_call(Q3)
    ProgressCall.objects.update(due_on=date(2026, 10, 15))
    assert chasing.run(on(12)) == 0
    assert not call.entries.exclude(reminders=0).exists()
    made.contact("MISTI")
    assert chasing.run(on(13)) == 1


@pytest.mark.parametrize("period", ["2026", "2099Q1", "2019Q1"])
def test_only_a_quarter_of_a_plan_that_is_over_can_be_called(plan, period):
    with pytest.raises(Refused):
        calling.open_call(Period.parse(period))


def test_only_who_owes_is_reminded_and_not_twice(row, contact):
    call = calling.open_call(Q3)
    ProgressCall.objects.update(due_on=date(2026, 10, 15))
    other = made.contact("NSSF")
    call.entries.filter(institution__code="NSSF").update(
        state="submitted", status="on_track", submitted_at=timezone.now(), submitted_by=other
    )
    assert chasing.run(on(8)) == 0, "too early"
    assert chasing.run(on(12)) == 1
    assert chasing.run(on(13)) == 0, "reminded a day ago"
    assert chasing.run(on(19)) == 1
    assert told("progress.reminded") == [contact.email] * 2
    entry = call.entries.get(institution__code="MISTI")
    assert (entry.reminders, call.entries.get(institution__code="NSSF").reminders) == (2, 0)


def test_the_clock_calls_the_quarter_that_is_over(plan, row):
    from reporting.entry_tasks import daily_progress

    daily_progress()
    daily_progress()
    assert ProgressCall.objects.get(plan=plan).period == Period.quarter_of(timezone.localdate()).before.code


def test_a_quarter_is_called_and_reminded_by_hand(secretariat, row, contact):
    page = english("reporting_entries:calls")
    over = Period.quarter_of(timezone.localdate()).before
    assert secretariat.post(page, {"period": over.code}).status_code == 302
    call = ProgressCall.objects.get(period=over.code)
    ProgressCall.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    assert "2, late" in text(secretariat.get(page))
    remind = english("reporting_entries:remind", call.pk)
    secretariat.post(remind)
    secretariat.post(remind)
    assert told("progress.reminded") == [contact.email]
    assert secretariat.get(remind).status_code == 405
    assert secretariat.post(page, {"period": "1999Q1"}).status_code == 422


def test_contacts_do_not_call_and_the_council_only_reads(ministry, row):
    page = english("reporting_entries:calls")
    assert ministry.get(page).status_code == 403
    council = signed_in(made.council())
    assert council.get(page).status_code == 200
    assert council.post(page, {"period": "2026Q3"}).status_code == 403
    assert council.post(english("reporting_entries:remind", made.call().pk)).status_code == 403
