"""Lists ask the database as often for many rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def asked(client, path):
    client.get(path)  # the first visit fills what a session keeps
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def entered(contest, number):
    """More candidates with marks of two jurors each."""
    return [contest.enter(points=number) for number in range(number)]


@pytest.mark.parametrize("path", ["candidates/", "candidates/?state=short_list", "jurors/", "scores/"])
def test_while_scoring_is_open(contest, client, path):
    client.force_login(contest.officer)
    contest.juror()
    entered(contest, 1)
    path = f"/en/incentives/awards/{contest.cycle.pk}/{path}"
    few = asked(client, path)
    entered(contest, 3)
    contest.juror()
    assert asked(client, path) == few


def test_search(contest, client):
    client.force_login(contest.officer)
    path = f"/en/incentives/awards/{contest.cycle.pk}/candidates/nominate/?q=lotus"
    contest.eligible()
    few = asked(client, path)
    entered(contest, 2)
    contest.eligible()
    assert asked(client, path) == few


@pytest.mark.parametrize("path", ["scores/", "committee/", "announce/"])
def test_once_scoring_is_over(contest, client, path):
    contest.category.winners = 9
    contest.category.save()
    client.force_login(contest.officer)
    first, *others = entered(contest, 4)
    contest.close()
    contest.propose(first, tie_reason="first")
    path = f"/en/incentives/awards/{contest.cycle.pk}/{path}"
    few = asked(client, path)
    for one in others:
        contest.propose(one, tie_reason="next")
    assert asked(client, path) == few


def test_a_jurors_page(contest, client):
    contest.category.winners = 9
    contest.category.save()
    me = contest.juror(votes=True)
    client.force_login(me.user)
    first, *others = entered(contest, 4)
    contest.close()
    contest.propose(first, tie_reason="first")
    path = f"/en/incentives/jury/{contest.cycle.pk}/"
    few = asked(client, path)
    for one in others:
        contest.propose(one, tie_reason="next")
    assert asked(client, path) == few
