"""Studies of analysts: the order of the priority groups, and what a family package would reach and cost."""

import uuid
from decimal import Decimal

import pytest

from registration.models import Dependency, FamilyPackage, PriorityCriterion, PriorityFigure, PriorityGroup
from registration.services import packages, priorities
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
GROUPS, PACKAGES = "/en/reports/studies/groups/", "/en/reports/studies/packages/"


@pytest.fixture
def analyst(client):
    user = UserFactory(grant=("analyst", "HQ"))
    client.force_login(user)
    return user


def figure(group: int, code: str, value: str, user) -> PriorityFigure:
    return PriorityFigure.objects.create(
        group=PriorityGroup.objects.get(number=group),
        criterion=PriorityCriterion.objects.get(code=code),
        value=value,
        source="survey",
        as_of="2026-01-01",
        entered_by=user,
        submission_id=uuid.uuid4(),
    )


def test_there_are_fifteen_slots_and_the_unnamed_are_to_be_supplied(client, analyst):
    page = client.get(GROUPS).content.decode()
    assert PriorityGroup.objects.count() == 15
    assert "to be supplied by CCDIE" in page
    assert len(priorities.offered()) == 7


def test_a_group_without_figures_is_not_computed_never_zero(analyst):
    _criteria, ranked = priorities.ranking()
    unnamed = [row for row in ranked if not row.group.is_named]
    assert all(row.score is None and row.place is None for row in unnamed)
    entered = [cell for row in ranked for cell in row.cells if cell.source]
    assert entered == []


def test_weights_and_figures_decide_the_order(analyst):
    PriorityCriterion.objects.exclude(code__in=["people", "income"]).update(active=False)
    PriorityCriterion.objects.filter(code="people").update(weight=3)
    PriorityCriterion.objects.filter(code="income").update(weight=1)
    figure(1, "people", "1000", analyst)
    figure(2, "people", "9000", analyst)
    figure(1, "income", "500000", analyst)
    figure(2, "income", "900000", analyst)
    _criteria, ranked = priorities.ranking()
    assert [(row.group.number, row.score) for row in ranked[:2]] == [(2, 0.75), (1, 0.25)]
    assert ranked[2].score is None
    PriorityCriterion.objects.filter(code="income").update(weight=9)
    assert priorities.ranking()[1][0].group.number == 1


def test_the_newest_figure_counts(analyst):
    PriorityCriterion.objects.exclude(code="people").update(active=False)
    figure(1, "people", "5", analyst)
    figure(1, "people", "7", analyst)
    figure(2, "people", "6", analyst)
    assert priorities.ranking()[1][0].group.number == 1


def test_a_figure_is_entered_once_however_often_the_form_is_sent(client, analyst):
    given = {
        "group": PriorityGroup.objects.get(number=1).pk,
        "criterion": PriorityCriterion.objects.get(code="people").pk,
        "value": "25000", "source": "Ministry of Transport", "as_of": "01/02/2026", "submission_id": str(uuid.uuid4()),
    }  # fmt: skip
    for _again in range(2):
        assert client.post(GROUPS + "figures/", given).status_code == 302
    assert PriorityFigure.objects.count() == 1


def test_a_figure_without_source_is_refused_at_the_field(client, analyst):
    answer = client.post(GROUPS + "figures/", {"value": "1", "submission_id": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "source" in answer.context["figure"].errors


def test_weights_are_saved(client, analyst):
    known = {f"weight_{c.pk}": "1" for c in PriorityCriterion.objects.all()}
    client.post(GROUPS + "weights/", known)
    assert set(PriorityCriterion.objects.values_list("weight", flat=True)) == {Decimal(1)}


def test_ccdie_supplies_a_name(client, analyst):
    given = {"kind": "job", "name_km": "អ្នករើសអេតចាយ", "name_en": "Waste pickers", "source": "CCDIE letter"}
    assert client.post(GROUPS + "15/", given).status_code == 302
    assert PriorityGroup.objects.get(number=15).is_named
    assert client.post(GROUPS + "14/", {"name_en": "Nameless source"}).status_code == 422


def test_a_package_counts_families_children_and_spouses_of_the_register(analyst):
    parents = [MemberFactory(group="self_employed", commune_code="120101") for _n in range(2)]
    children = [MemberFactory(group="dependant") for _n in range(4)]
    for child in children:
        Dependency.objects.create(dependant=child, sponsor=parents[0], relation="child")
    Dependency.objects.create(dependant=MemberFactory(group="dependant"), sponsor=parents[1], relation="spouse")
    MemberFactory(group="employee")
    package = FamilyPackage.objects.create(
        name_km="ក", name_en="A", monthly_amount=40_000, covers_spouse=True, most_children=3, take_up=50,
        monthly_cost=10_000, assumptions="assumed", made_by=analyst, submission_id=uuid.uuid4(),
    )  # fmt: skip
    (line,) = packages.simulate(package).lines
    assert (line.families, line.people) == (2, 6)
    assert (line.joining, line.income, line.cost) == (1, 40_000, 30_000)
    assert line.balance == 10_000


def test_a_package_is_made_once_and_shown(client, analyst):
    given = {
        "name_km": "គ្រួសារ", "name_en": "Family", "monthly_amount": "40000", "covers_spouse": "on",
        "most_children": "3", "take_up": "20", "monthly_cost": "9000", "assumptions": "guess of 2026",
        "submission_id": str(uuid.uuid4()),
    }  # fmt: skip
    first, second = client.post(PACKAGES, given), client.post(PACKAGES, given)
    assert first.url == second.url
    assert "not computed" in client.get(first.url).content.decode()


def test_only_who_studies_may_look(client):
    client.force_login(UserFactory(grant=("clerk", "HQ")))
    for address in (GROUPS, PACKAGES, GROUPS + "1/"):
        assert client.get(address).status_code == 403
    assert client.get(GROUPS + "figures/").status_code in (403, 405)


def test_the_pages_ask_few_questions(client, analyst, django_assert_max_num_queries):
    client.get(GROUPS)
    with django_assert_max_num_queries(22):
        client.get(GROUPS)
