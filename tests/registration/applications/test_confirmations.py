"""One tap for the employer instead of a letter; who asked not to be named is never seen."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.models import Application, Employment, EmploymentConfirmation
from registration.services import applications
from tests.factories.accounts import UserFactory
from tests.factories.applications import asking_employer, sent
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("identity")]


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def owner(enterprise):
    return representative_of(enterprise)


def url(enterprise, made: Application | None = None) -> str:
    base = f"/en/employer/{enterprise.pk}/confirmations/"
    return f"{base}{EmploymentConfirmation.objects.get(application=made).pk}/" if made else base


def test_the_list_names_the_worker_with_sex_and_year_and_nothing_more(client, enterprise, owner):
    made = asking_employer(enterprise, wage=Decimal(777000), khmer_id="320456789")
    client.force_login(owner)
    body = client.get(url(enterprise)).content.decode()
    assert "SAO SREYNEANG" in body and "Female" in body and "1996" in body
    assert "14 August" not in body and "6789" not in body and "777" not in body
    assert made.reference not in body


def test_the_oldest_question_stands_first_and_ten_cost_what_one_costs(
    client, enterprise, owner, django_assert_max_num_queries
):
    first = asking_employer(enterprise, family_name_latin="LATER")
    client.force_login(owner)
    client.get(url(enterprise))
    with django_assert_max_num_queries(25) as one:
        client.get(url(enterprise))
    for n in range(4):
        asking_employer(enterprise, family_name_latin=f"NAME{n}", phone="")
    EmploymentConfirmation.objects.exclude(application=first).update(due_on=date(2026, 1, 5))
    with django_assert_max_num_queries(len(one)):
        body = client.get(url(enterprise)).content.decode()
    assert body.index("NAME0") < body.index("LATER")


def test_yes_with_the_day_and_wage_as_the_worker_said_registers_the_person(client, enterprise, owner):
    made = asking_employer(enterprise, started_on=date(2025, 3, 1), wage=Decimal(900000))
    client.force_login(owner)
    body = client.get(url(enterprise, made)).content.decode()
    assert "01/03/2025" in body and "900,000" in body
    data = {"answer": "yes", "started_on": "01/04/2025", "wage": "១,០០០,០០០"}
    assert "Thank you." in client.post(url(enterprise, made), data, follow=True).content.decode()
    job = Employment.objects.get()
    assert (job.started_on, job.wage, job.entered_by) == (date(2025, 4, 1), 1_000_000, owner)


@pytest.mark.parametrize(
    ("started_on", "wage", "words"),
    [
        ("", "900000", "required"),
        ("tomorrow", "900000", "Write the day, month and year"),
        ("01/01/2090", "900000", "lies in the future"),
        ("01/04/2025", "much", "Write the wage in riel"),
        ("01/04/2025", "-5", "Write the wage in riel"),
    ],
)
def test_a_yes_needs_a_day_and_a_wage(client, enterprise, owner, started_on, wage, words):
    made = asking_employer(enterprise)
    client.force_login(owner)
    answer = client.post(url(enterprise, made), {"answer": "yes", "started_on": started_on, "wage": wage})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert EmploymentConfirmation.objects.get().state == "asked"


def test_no_needs_nothing_and_an_officer_looks(client, enterprise, owner):
    made = asking_employer(enterprise)
    client.force_login(owner)
    assert (
        "An officer looks at it" in client.post(url(enterprise, made), {"answer": "no"}, follow=True).content.decode()
    )
    made.refresh_from_db()
    assert made.work_item.is_open and not Employment.objects.exists()


def test_answering_twice_or_after_a_withdrawal_is_only_told(client, enterprise, owner):
    made, gone = asking_employer(enterprise), asking_employer(enterprise, family_name_latin="OTHER", family_name_km="")
    applications.withdraw(gone)
    client.force_login(owner)
    client.post(url(enterprise, made), {"answer": "no"})
    for one in (made, gone):
        body = client.post(url(enterprise, one), {"answer": "no"}, follow=True).content.decode()
        assert "answered already, or is not asked any more" in body
    assert "Nobody waits for your answer" in client.get(url(enterprise)).content.decode()


def test_a_post_without_an_answer_is_the_page_again(client, enterprise, owner):
    made = asking_employer(enterprise)
    client.force_login(owner)
    assert client.post(url(enterprise, made), {}).status_code == 200
    assert EmploymentConfirmation.objects.get().state == "asked"


def test_a_worker_who_will_not_be_named_is_nowhere_even_by_id(client, enterprise, owner):
    made = sent(enterprise=enterprise, employer_contact="quiet", family_name_latin="SECRET")
    client.force_login(owner)
    assert "SECRET" not in client.get(url(enterprise)).content.decode()
    assert client.get(url(enterprise, made)).status_code == 404
    assert client.post(url(enterprise, made), {"answer": "no"}).status_code == 404
    assert "Answer for" not in client.get("/en/employer/").content.decode()


def test_a_stranger_and_an_officer_have_no_such_page(client, enterprise, owner):
    made = asking_employer(enterprise)
    other = EnterpriseFactory()
    for user in (representative_of(other), UserFactory(grant=("clerk", "12"))):
        client.force_login(user)
        assert client.get(url(enterprise, made)).status_code == 404
        assert client.post(url(enterprise, made), {"answer": "yes"}).status_code == 404
        assert client.get(url(other, made)).status_code == 404
    client.logout()
    assert client.get(url(enterprise, made)).status_code == 302


def test_the_employers_home_says_what_to_do_and_until_when(client, enterprise, owner):
    asking_employer(enterprise)
    client.force_login(owner)
    body = client.get(f"/en/employer/{enterprise.pk}/", follow=True).content.decode()
    home = client.get("/en/employer/", follow=True).content.decode()
    assert "worker" in (body + home) and url(enterprise) in (body + home)
    EmploymentConfirmation.objects.update(due_on=timezone.localdate() - timezone.timedelta(days=1))
    assert (
        "by-when-late"
        in client.get("/en/employer/", follow=True).content.decode()
        + client.get(f"/en/employer/{enterprise.pk}/", follow=True).content.decode()
    )
