"""An officer's studies: the question, a live table, a scheme tried, and what a programme may have done."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from incentives.effect import computing
from incentives.effect.matching import Rules, month_after
from incentives.enums import FigureTable
from incentives.models import IncentiveRequest, Programme, Simulation
from incentives.services import studies
from tests.factories import incentives as made
from tests.incentives.effect.conftest import _PEOPLE, EARLY, enterprise, taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
CODE = "studied-loan"
LOAN = "ប្រាក់កម្ចីការប្រាក់ទាប ធនាគារសហគ្រាសធុនតូច និងមធ្យម"
METHOD = "Loans of the last year, by size.\n\nCompared with the banks' own."
QUESTION = "តើអាចកំណត់កម្រិតអតិបរមានៃអត្រាការប្រាក់ សម្រាប់ប្រាក់កម្ចីរបស់សហគ្រាសធុនមីក្រូ និងធុនតូចបានដែរឬទេ?"


@pytest.fixture
def officer(settings, transactional_db, monkeypatch):
    settings.DEMO = True
    cache.clear()
    _PEOPLE.clear()
    monkeypatch.setattr(computing.Rules, "read", classmethod(lambda cls: Rules(6, 2, 2, 500, 12, 3)))
    user = made.officer()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    yield user
    cache.clear()
    IncentiveRequest.objects.filter(programme__code=CODE).delete()  # seeded tables outlive a test that commits
    Programme.objects.filter(code=CODE).delete()


def loan():
    """Some took it up and grew."""
    reached_on = month_after(timezone.localdate().replace(day=1), -9)
    after = month_after(reached_on, 2)
    found = made.programme(CODE, name_km=LOAN, name_en="Low-interest loan, SME Bank")
    for number in range(4):
        taken(found, enterprise(EARLY, *[after] * (2 + number % 2)), reached_on)
        enterprise(EARLY, *[after] * (number % 2))
    taken(found, enterprise(EARLY), timezone.localdate())
    taken(found, enterprise(EARLY, sector="Q", commune_code="080101"), reached_on)
    return found


def test_an_officer_studies_a_question_and_an_effect(eye, officer):
    programme = loan()
    study = made.study(question=QUESTION, method=METHOD, opened_by=officer)
    studies.keep_copy(study, FigureTable.PROVINCE, by=officer)
    tried = Simulation(
        title="Half of the contributions of micro enterprises", kind="discount", share=50, months=12, take_up=60,
        only_good=False, sizes=["micro"], law_on=date(2026, 11, 1), assumptions="Take-up as in a survey (invented)",
    )  # fmt: skip
    studies.simulate(study, tried, by=officer, submission_id=study.pk)
    eye.sign_in(officer.email, PASSWORD)
    for name, path in {
        "studies_1_home": "studies/",
        "studies_2_study": f"studies/{study.pk}/",
        "studies_3_tables": "studies/tables/?table=sector",
        "studies_4_try": f"studies/{study.pk}/try/",
        "studies_5_scheme": f"studies/{study.pk}/schemes/{tried.pk}/",
        "effect_1_home": "effect/",
        "effect_2_loan": f"effect/programmes/{programme.pk}/",
    }.items():
        eye.go(f"/incentives/{path}")
        eye.look(name)
