"""Everybody looks how far the plan is; an analyst looks how good the data is and settles an alarm."""

import gzip
from datetime import date, timedelta

import pytest
from django.utils import timezone

from registration.models import MemberTally
from reporting.models import Measure, ProgressCall, ProgressEntry, QualityReading, Target
from reporting.public.figures import last_month_end, last_quarter
from reporting.seeds import seed
from reporting.services import quality
from tests.factories import reporting as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _register(today: date) -> None:
    """Two years of months in every province."""
    rows = [
        MemberTally(
            month=month, province_code=f"{place:02d}", sex="FM"[place % 2], group="employee", plan_group="1",
            channel="web", people=400 + 90 * (place * 7 % 11) + 6000 * (place == 12),
        )
        for month in _months(today) for place in range(1, 26)
    ]  # fmt: skip
    MemberTally.objects.bulk_create(rows)


def _months(today: date) -> list[date]:
    first, found = date(2024, 11, 1), []
    while first <= today:
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return found


def _asked(today: date) -> None:
    """Half have sent, two of them are approved; one owes past its day."""
    quarter = last_quarter(last_month_end(today))
    plan = made.plan()
    call = ProgressCall.objects.create(plan=plan, period=quarter.code, due_on=today - timedelta(days=7))
    analyst = made.analyst()
    for number, measure in enumerate(Measure.objects.filter(plan=plan).order_by("number")):
        part = measure.versions.first().parts.filter(part="lead").first()
        made.institution(part.institution.code)
        sent = {"state": "submitted", "status": "on_track", "submitted_at": timezone.now(), "submitted_by": analyst}
        entry = ProgressEntry.objects.create(
            call=call, measure=measure, institution=part.institution, **(sent if number % 3 else {})
        )
        if number % 3 == 1:
            approved = {"state": "approved", "approved_at": timezone.now(), "approved_by": made.approver()}
            ProgressEntry.objects.filter(pk=entry.pk).update(**approved)
    for place in range(1, 26):
        Target.objects.create(
            submission_id=made.uuid.uuid4(), plan=plan, indicator_id="new_members", period=quarter.code,
            province_code=f"{place:02d}", value=2_000 + 150 * place, source="test",
        )  # fmt: skip


def test_everybody_and_the_analyst(eye, people):
    """The page is light also where it is really loaded: what comes over the wire the first time."""
    today = timezone.localdate()
    seed()
    _register(today)
    _asked(today)
    sizes: dict[str, int] = {}

    def weigh(answer) -> None:
        sizes[answer.url] = _wire(answer)

    eye.page.on("response", weigh)
    eye.go("/progress/")
    eye.page.wait_for_load_state("networkidle")
    eye.page.remove_listener("response", weigh)
    assert all(url.startswith(eye.base) for url in sizes) and sum(sizes.values()) <= 110_000, sizes
    eye.look("progress")
    for detail in eye.page.locator("summary").all():
        detail.click()
    eye.look("progress_opened")
    for path in ("embed", "measures", "data"):
        eye.go(f"/progress/{path}/")
        eye.look(f"progress_{path}")
    _quality(people)


def _quality(people) -> None:
    quality.take()
    rows = QualityReading.objects.all()
    QualityReading.objects.bulk_create(
        QualityReading(day=row.day - timedelta(days=35), code=row.code, subject=row.subject,
                       numerator=(row.numerator or 0) + 2, denominator=row.denominator) for row in list(rows)
    )  # fmt: skip
    alarm = made.alarm()
    walk = people(made.analyst())
    walk.go("/reports/quality/")
    walk.look("quality")
    walk.go("/reports/quality/measure/?of=work_late")
    walk.look("quality_measure")
    walk.go(f"/reports/quality/alarms/{alarm.pk}/")
    walk.look("quality_alarm")
    walk.page.fill("textarea", "A load was stopped half-way; the administrator rebuilt the tally.")
    walk.page.click("main form button")
    walk.look("quality_settled")
    alarm.refresh_from_db()
    assert alarm.settled_at


def _wire(answer) -> int:
    body, head = answer.body(), 400
    return head + (len(body) if answer.url.endswith(".woff2") else min(len(body), len(gzip.compress(body))))
