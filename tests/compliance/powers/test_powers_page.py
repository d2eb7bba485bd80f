"""The matrix of powers: what a text gives, what is a gap, who may change it."""

from datetime import date

import pytest
from django.db.models import TextChoices

from compliance import powers
from compliance.enums import Act
from compliance.models import LegalText, Power
from compliance.seeds.powers import seed
from tests.factories import compliance as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
HOME = "/en/inspect/powers/"


@pytest.fixture
def chief(client):
    user = make.chief("HQ")
    client.force_login(user)
    return user


@pytest.fixture
def inspector(client):
    user = make.inspector()
    client.force_login(user)
    return user


def test_the_first_powers_are_honest_about_what_nobody_has_read():
    fund = Power.objects.filter(inspector_kind="social_security")
    assert fund.exists() and not fund.filter(confirmed=True).exists()
    assert Power.objects.filter(inspector_kind="labour", act="visit", confirmed=True).exists()
    assert LegalText.objects.get(title_en__contains="social security inspectors").state == "needed"


def test_seeding_twice_adds_nothing_and_keeps_what_officers_changed():
    before = Power.objects.count(), LegalText.objects.count()
    Power.objects.filter(act="issue_warning").update(valid_to=date(2026, 1, 1))
    seed()
    assert (Power.objects.count(), LegalText.objects.count()) == before
    assert Power.objects.get(act="issue_warning").valid_to == date(2026, 1, 1)


def test_a_text_gets_its_ministry_once_there_are_institutions():
    make.institution("MLVT")
    seed()
    assert not LegalText.objects.exclude(institution__code="MLVT").exists()


def test_a_gap_is_shown_and_the_fund_may_only_recommend_there(client, inspector):
    page = client.get(HOME).content.decode()
    assert "no text: inspectors may only recommend" in page
    assert "to be confirmed: papers are drafts" in page
    assert "Enter a power" not in page
    assert powers.without_text(inspector) == [Act.VISIT_UNANNOUNCED, Act.ISSUE_HEARING, Act.REFER_TO_COURT]


def test_no_text_in_force_no_power(inspector):
    assert powers.power_for(inspector, "issue_hearing") is None
    with pytest.raises(powers.NoPower):
        powers.require(inspector, "issue_hearing")
    needed = make.legal_text(state="signed", in_force_on=None)
    make.power("issue_hearing", text=needed)
    assert powers.power_for(inspector, "issue_hearing") is None


def test_a_power_that_nobody_confirmed_counts_and_says_so_and_a_confirmed_one_goes_before(inspector):
    assert powers.power_for(inspector, "issue_warning").confirmed is False
    make.power("issue_warning", confirmed=True, valid_from=date(2022, 7, 5))
    assert powers.power_for(inspector, "issue_warning").confirmed is True
    assert powers.powers_of(inspector)["issue_warning"].confirmed is True


def test_confirming_a_fine_is_the_chiefs(inspector):
    assert powers.power_for(inspector, "confirm_fine") is None and "confirm_fine" not in powers.powers_of(inspector)
    assert powers.power_for(make.chief(), "confirm_fine") is not None


def test_powers_of_a_day_end_with_their_text(inspector):
    text = make.legal_text(state="repealed", repealed_on=date(2025, 1, 1))
    make.power("issue_hearing", text=text)
    assert powers.power_for(inspector, "issue_hearing", date(2024, 12, 31))
    assert powers.power_for(inspector, "issue_hearing", date(2025, 1, 1)) is None


def given(text, **more):
    return {
        "act": "issue_hearing",
        "inspector_kind": "social_security",
        "text": text.pk,
        "article": "12",
        "valid_from": "05/07/2022",
        "confirmed": "on",
    } | more


def test_a_chief_enters_a_power_once(client, chief):
    text = make.legal_text()
    for _again in range(2):
        assert client.post(f"{HOME}add/", given(text)).status_code == 302
    power = Power.objects.get(act="issue_hearing")
    assert power.confirmed and power.article == "12"
    assert powers.power_for(chief, "issue_hearing") == power


def test_only_texts_in_force_carry_a_power_and_not_before_their_day(client, chief):
    needed = make.legal_text(state="needed", in_force_on=None)
    assert client.post(f"{HOME}add/", given(needed)).status_code == 422
    client.post(f"{HOME}add/", given(make.legal_text(), valid_from="04/07/2022"))
    client.post(f"{HOME}add/", given(make.legal_text(), article=""))
    assert not Power.objects.filter(act="issue_hearing").exists()


def test_a_power_is_confirmed_with_its_article_and_ended_not_deleted(client, chief):
    power = make.power("issue_hearing", confirmed=False)
    there = f"{HOME}power/{power.pk}/"
    assert client.post(f"{there}confirm/", {"c-article": ""}).status_code == 422
    client.post(f"{there}confirm/", {"c-article": "7"})
    power.refresh_from_db()
    assert power.confirmed and power.article == "7"
    client.post(f"{there}end/", {"e-on": "01/10/2026"})
    power.refresh_from_db()
    assert power.valid_to == date(2026, 10, 1)
    page = client.post(f"{there}end/", {"e-on": "02/10/2026"}, follow=True).content.decode()
    assert "ended already" in page
    power.refresh_from_db()
    assert power.valid_to == date(2026, 10, 1)


def test_inspectors_read_and_strangers_do_not(client, inspector):
    power = make.power("issue_hearing")
    assert client.get(f"{HOME}power/{power.pk}/").status_code == 200
    for path in ("add/", f"power/{power.pk}/confirm/", f"power/{power.pk}/end/"):
        assert client.post(f"{HOME}{path}").status_code == 403
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(HOME).status_code == 403


def test_the_matrix_costs_the_same_for_many_powers(inspector, costs_the_same):
    costs_the_same(HOME, lambda: [make.power(act) for act in Act])


def test_nothing_speaks_of_a_sanction_on_workers():
    """Plan 4.3 also mentions measures against employees; none is built, by decision."""
    from django.urls import get_resolver

    from compliance import enums, urls_powers

    choices = [kind for kind in vars(enums).values() if isinstance(kind, type) and issubclass(kind, TextChoices)]
    words = [str(value) for kind in choices for value in kind.values]
    words += [route.name for route in urls_powers.urlpatterns]
    words += [str(key) for key in get_resolver().reverse_dict if isinstance(key, str)]
    forbidden = ("sanction_worker", "worker_sanction", "worker_fine", "fine_worker", "punish", "employee_fine")
    assert not [word for word in words if any(wrong in word.lower() for wrong in forbidden)]
    assert not [
        act for act in Act if "worker" in f"{act.value} {act.label}" or "employee" in f"{act.value} {act.label}"
    ]


def test_a_chief_of_one_province_changes_nothing_for_the_country(client):
    client.force_login(make.chief("12"))
    assert client.get("/en/inspect/powers/").status_code == 200
    for address in ("add/", "texts/new/", "guidelines/new/"):
        assert client.get(f"/en/inspect/powers/{address}").status_code == 403
    assert client.post("/en/inspect/powers/checklists/draft/").status_code == 403
