"""The officers' first page: what waits for whom, and what came of each programme."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from incentives.desk import outcomes_of
from incentives.models import PartnerAnswer
from tests.factories import incentives

pytestmark = pytest.mark.django_db
DESK = "/en/incentives/"
TODAY = timezone.localdate()


def test_officers_begin_here_and_see_what_waits_for_whom(client):
    incentives.request()
    incentives.sent(answer_by=TODAY - timedelta(days=3))
    incentives.intervention(state="selected", selected_at=timezone.now())
    client.force_login(incentives.officer())
    assert client.get("/en/accounts/").url == DESK
    page = client.get(DESK).text
    assert "1 request waits to be sent" in page and "A chief of incentives sends it" in page
    assert "1 answer of an institution is late" in page
    assert "The list of 1 emergency relief is to be reviewed" in page
    client.force_login(incentives.chief())
    assert "You are the second person" in client.get(DESK).text


def test_nothing_waits_is_said_and_others_may_not_look(client):
    client.force_login(incentives.officer())
    page = client.get(DESK)
    assert "Nothing waits in incentives" in page.text
    for user in (incentives.partner(), incentives.juror_user()):
        client.force_login(user)
        assert client.get(DESK).status_code == 403
    assert client.post(DESK).status_code == 405


def test_outcomes_count_all_versions_of_a_programme_once():
    old = incentives.programme("loan", valid_to=date(2026, 6, 30), budget=1)
    new = incentives.programme("loan", valid_from=date(2026, 7, 1), budget=200_000_000)
    offered = incentives.sent(of=old, amount=30_000_000)
    for kind in ("terms", "accepted"):
        PartnerAnswer.objects.create(
            request=offered, kind=kind, channel="screen", submission_id=kind, happened_on=TODAY
        )
    incentives.sent(of=new, state="taken_up", taken_up_on=TODAY, amount=60_000_000, taken_up_amount=50_000_000)
    incentives.sent(of=new, state="declined")
    incentives.request(of=new)
    row = next(row for row in outcomes_of(incentives.officer()) if row.code == "loan")
    assert (row.asked, row.sent, row.accepted, row.refused, row.taken_up) == (4, 3, 1, 1, 1)
    assert (row.amount_asked, row.amount_taken_up, row.budget, row.used) == (90_000_000, 50_000_000, 200_000_000, 25)
    elsewhere = next(row for row in outcomes_of(incentives.officer("17")) if row.code == "loan")
    assert elsewhere.asked == 0
