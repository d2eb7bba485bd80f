"""The pages of effect: what they say, what they warn of, who may look."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from compliance.models import Adjustment
from incentives.effect import computing
from incentives.effect.matching import Rules, month_after
from incentives.models import IncentiveRequest
from tests.factories import incentives as made
from tests.factories.accounts import UserFactory
from tests.incentives.effect.conftest import EARLY, at, enterprise, taken

pytestmark = pytest.mark.django_db
HOME = "/en/incentives/effect/"
FEW = Rules(months=6, least=2, each=2, most=500, new_months=12, smallest=2)
A_YEAR_AGO = month_after(timezone.localdate().replace(day=1), -9)
SINCE = month_after(A_YEAR_AGO, 2)


@pytest.fixture
def desk():
    client = Client()
    client.force_login(made.officer())
    return client


@pytest.fixture
def few(monkeypatch):
    """Two on each side are enough to say something."""
    monkeypatch.setattr(computing.Rules, "read", classmethod(lambda cls: FEW))


def text(response) -> str:
    return response.content.decode()


def test_nothing_yet_is_said(desk):
    made.programme("nobody")
    assert "No enterprise was reached by an incentive yet" in text(desk.get(HOME))


def test_the_overview_leads_to_each_programme_award_and_relief(desk):
    loan = made.programme("a")
    taken(loan, enterprise(), A_YEAR_AGO)
    cycle = _announced()
    relief = _relief()
    shown = text(desk.get(HOME))
    for path in (f"programmes/{loan.pk}/", f"awards/{cycle.pk}/winners/", f"awards/{cycle.pk}/nominees/"):
        assert HOME + path in shown
        assert desk.get(HOME + path).status_code == 200
    assert f"{HOME}relief/{relief.pk}/" in shown


def _announced():
    now = timezone.now()
    by = made.officer()
    states = ("scored", "deliberated", "announced")
    done = {f"{name}_{end}": now if end == "at" else by for name in states for end in ("at", "by")}
    return made.cycle(2025, state="announced", created_by=by, **done)


def _relief():
    first, second, now = made.officer(), made.chief(), timezone.now()
    proposed = {"selected_at": now, "proposed_at": now, "proposed_by": first}
    return made.intervention(state="granted", granted_at=at(A_YEAR_AGO), granted_by=second, **proposed)


def test_a_programme_of_which_little_is_known_says_too_few(desk):
    loan = made.programme("b")
    taken(loan, enterprise(EARLY), A_YEAR_AGO)
    shown = text(desk.get(f"{HOME}programmes/{loan.pk}/"))
    assert "Too few to say" in shown
    assert "This does not prove that the incentive did it." in shown
    assert "Not computed: it takes 20 on each side." in shown


def test_a_window_that_is_not_over_waits_and_says_until_when(desk):
    loan = made.programme("c")
    taken(loan, enterprise(EARLY), timezone.localdate())
    shown = text(desk.get(f"{HOME}programmes/{loan.pk}/"))
    assert "the months after are not over yet" in shown
    assert "The next months are over on" in shown


def test_a_difference_is_shown_with_its_interval_and_its_groups(desk, few):
    loan = made.programme("d")
    for number in range(4):
        taken(loan, enterprise(EARLY, *[SINCE] * (2 + number % 2)), A_YEAR_AGO)
        enterprise(EARLY)
    shown = text(desk.get(f"{HOME}programmes/{loan.pk}/"))
    assert "On average those reached added 2.5 staff more than similar enterprises" in shown
    assert "more than chance" in shown
    assert "Manufacturing" in shown
    assert "4 / 4" in shown
    assert "Enterprises choose whether to ask" in shown


def test_the_same_on_both_sides_may_be_chance(desk, few):
    loan = made.programme("e")
    for _ in range(4):
        taken(loan, enterprise(EARLY), A_YEAR_AGO)
        enterprise(EARLY)
    assert "No difference in staff that chance alone could not explain" in text(
        desk.get(f"{HOME}programmes/{loan.pk}/")
    )


def test_an_award_is_not_announced_no_page(desk):
    assert desk.get(f"{HOME}awards/{made.cycle().pk}/winners/").status_code == 404
    assert desk.get(f"{HOME}programmes/{uuid.uuid4()}/").status_code == 404


def test_a_request_that_was_not_taken_up_reaches_nobody(desk):
    loan = made.programme("f")
    made.sent(enterprise(), loan)
    assert IncentiveRequest.objects.exists()
    assert "Nobody was reached yet" in text(desk.get(f"{HOME}programmes/{loan.pk}/"))


def test_a_relief_reaches_those_whose_line_was_applied(desk):
    relief, one = _relief(), enterprise(EARLY)
    adjustment = Adjustment.objects.create(
        submission_id=uuid.uuid4(),
        enterprise=one,
        kind="late_accepted",
        legal_ground="x",
        reason="y",
        from_month=date(2026, 1, 1),
        to_month=date(2026, 2, 1),
        proposed_by=made.officer(),
    )
    made.intervention_line(relief, one, state="applied", adjustment=adjustment)
    made.intervention_line(relief, enterprise(EARLY))
    shown = text(desk.get(f"{HOME}relief/{relief.pk}/"))
    assert "A relief reaches enterprises that something happened to" in shown
    assert "<strong>1</strong>" in shown


def test_who_does_not_study_may_not_look():
    client = Client()
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(HOME).status_code == 403


def test_few_questions_however_many_programmes(desk, django_assert_max_num_queries):
    made.programme("g")
    desk.get(HOME)
    with django_assert_max_num_queries(30) as asked:
        desk.get(HOME)
    for name in "hijk":
        taken(made.programme(name), enterprise(), A_YEAR_AGO)
    with django_assert_max_num_queries(len(asked.captured_queries)):
        desk.get(HOME)


def test_a_group_so_small_that_it_tells_who_it_is_is_not_named(desk):
    """One micro hotel of a province that took a loan: its size, sector and province are its name."""
    loan = made.programme("z")
    taken(loan, enterprise(EARLY, sector="I", commune_code="230101"), A_YEAR_AGO)
    enterprise(EARLY, sector="I", commune_code="230101")
    shown = text(desk.get(f"{HOME}programmes/{loan.pk}/"))
    assert "1 group in which fewer than 5 were reached is not named" in shown
    assert "Kep" not in shown and "otels" not in shown
