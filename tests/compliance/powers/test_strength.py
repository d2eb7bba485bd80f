"""Caseload, visits, outcomes and time to settle: own figures for inspectors, own offices for chiefs, no ranking."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.models import CaseFile
from compliance.strength import period, strength
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db
PAGE = "/en/inspect/powers/strength/"


def settled(by, days: int, outcome: str = "complied") -> CaseFile:
    """Closed yesterday after so many days."""
    case, closed = make.case_file(by=by), timezone.now() - timedelta(days=1)
    CaseFile.objects.filter(pk=case.pk).update(
        state="closed",
        opened_at=closed - timedelta(days=days),
        minuted_at=closed,
        closed_at=closed,
        closed_by=by,
        outcome=outcome,
    )
    return case


def of(viewer):
    return strength(viewer, *period("3"))


def test_an_inspector_sees_own_figures_only():
    one, other = make.inspector(), make.inspector()
    for days, outcome in ((2, "complied"), (4, "fined"), (6, "not_found"), (8, "compliant"), (30, "court")):
        settled(one, days, outcome)
    make.case_file(by=one).inspectors.create(user=other, assigned_by=one)  # a case is counted once, with who leads it
    make.visit(make.case_file(by=one), state="held", held_at=timezone.now(), held_by=one)
    settled(other, 3).inspectors.create(user=one, assigned_by=one)
    found = of(one)
    assert [row.who for row in found.inspectors] == [one] and found.offices == []
    row = found.inspectors[0]
    assert (row.open, row.visits, row.closed, row.put_right, row.sanctioned, row.other) == (2, 1, 5, 2, 2, 1)
    assert row.days == 6 and not row.too_few


def test_small_numbers_are_not_compared(client):
    one = make.inspector()
    settled(one, 3)
    assert of(one).inspectors[0].too_few
    client.force_login(one)
    page = client.get(PAGE).content.decode()
    assert "too few to compare" in page and "To be confirmed" in page


def test_a_chief_sees_the_offices_of_the_own_places_in_order_of_names(client):
    here = [make.UserFactory(name=name, grant=("inspector", "12")) for name in ("Zara", "Achariya")]
    there, chief = make.inspector("17"), make.UserFactory(name="Mony", grant=("chief_inspector", "12"))
    settled(here[0], 3)
    found = of(chief)
    assert [str(row.who) for row in found.inspectors] == ["Achariya", "Mony", "Zara"]
    assert [row.who.code for row in found.offices] == ["12"] and found.offices[0].closed == 1
    client.force_login(chief)
    page = client.get(PAGE).content.decode()
    assert str(there) not in page and "Office 17" not in page


def test_headquarters_sees_every_office():
    make.inspector("12"), make.inspector("17")
    chief = make.UserFactory(grant=("chief_inspector", "HQ"))
    assert {row.who.code for row in of(chief).offices} == {"12", "17", "HQ"}


def test_only_the_period_counts(client):
    one = make.inspector()
    old = settled(one, 3)
    CaseFile.objects.filter(pk=old.pk).update(
        opened_at=timezone.now() - timedelta(days=500), closed_at=timezone.now() - timedelta(days=400)
    )
    assert of(one).inspectors[0].closed == 0 and of(one).inspectors[0].days is None
    client.force_login(one)
    for chosen in ("3", "12", "year", "nonsense"):
        assert client.get(PAGE, {"period": chosen}).status_code == 200


def test_nobody_else_comes_in(client):
    client.force_login(make.UserFactory(grant=("labour_inspector", "12", "mlvt")))
    assert client.get(PAGE).status_code == 403
    client.force_login(make.inspector())
    assert client.post(PAGE).status_code == 405


def test_the_queries_do_not_grow_with_the_inspectors(client, costs_the_same):
    client.force_login(make.chief())
    costs_the_same(PAGE, lambda: [settled(make.inspector(), number) for number in range(1, 9)])
