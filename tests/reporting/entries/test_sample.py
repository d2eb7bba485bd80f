"""The demonstration has entries in every state, and a second load adds nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from reporting import coordination, progress
from reporting.models import EnteredValue, Finding, Plan, ProgressEntry
from reporting.periods import Period
from reporting.sample import entries
from reporting.seeds import seed

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_entries_in_every_state(settings):
    settings.DEMO = True
    seed()
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    people = {person.key: by_email[person.email] for person in PEOPLE}
    entries.load(people)
    first = ProgressEntry.objects.count(), EnteredValue.objects.count(), Finding.objects.count()
    entries.load(people)
    assert first == (ProgressEntry.objects.count(), EnteredValue.objects.count(), Finding.objects.count())
    call = ProgressEntry.objects.order_by("-call__period").first().call
    assert set(call.entries.values_list("state", flat=True)) == {
        "called", "drafted", "submitted", "returned", "approved",
    }  # fmt: skip
    rows = progress.of_period(Period.parse(call.period))
    assert len({row.number for row in rows}) == 13
    if timezone.localdate() > call.due_on + timedelta(days=6):
        late = [row for row in rows if row.late]
        assert any(row.is_approved for row in late), "one came late"
        assert any(row.entry.state == "called" for row in late), "one never came"
    assert [one.state for one in coordination.open_items(Plan.objects.get())] == ["decided", "decided", "open"]
