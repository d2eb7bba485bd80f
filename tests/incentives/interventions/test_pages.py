"""The pages of emergency relief: declaring, the list, deciding, the report, what an employer sees; who may not."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.models import Adjustment, Declaration
from compliance.services import reliefs
from incentives.models import Intervention
from incentives.services import intervention_jobs, interventions
from nssf_portal.jobs import services as running
from nssf_portal.jobs.models import Job
from tests.factories import compliance
from tests.factories import incentives as made
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
THIS = calendar.first_of(timezone.localdate())
LATER = calendar.after(THIS, 2)


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def chief(db):
    return made.chief()


def url(page: str, one: Intervention | None = None) -> str:
    return reverse(f"relief:{page}", args=[one.pk] if one else [])


def given(**fields) -> dict:
    return {
        "submission_id": str(uuid.uuid4()), "name_km": "ទឹកជំនន់", "name_en": "Flood of November", "kind": "flood",
        "effect": "suspension", "reason": "Roads under water", "legal_ground": "Decision 12 (invented)",
        "from_month": f"{THIS:%Y-%m}", "to_month": f"{LATER:%Y-%m}", "sectors": ["C"], "provinces": ["12"],
    } | fields  # fmt: skip


def listed(officer, count: int = 3, **fields) -> Intervention:
    for n in range(count):
        EnterpriseFactory(sector="C", name_latin=f"Garment {n}")
    one = made.intervention(
        effect="suspension", sectors=["C"], from_month=THIS, to_month=LATER, created_by=officer, **fields
    )
    interventions.select(one, by=officer)
    return one


def applied(officer, chief, count: int = 3) -> Intervention:
    one = listed(officer, count)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    running.run(Job.objects.get(kind=intervention_jobs.APPLY).pk)
    one.refresh_from_db()
    return one


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_officer_declares_makes_the_list_and_proposes(client, officer):
    EnterpriseFactory(sector="C", activity="Garment")
    client.force_login(officer)
    assert "No emergency relief is in force" in text(client.get(url("emergencies")))
    form = given()
    said = client.post(url("emergency_new"), form)
    one = Intervention.objects.get()
    assert said.url == url("emergency", one) == client.post(url("emergency_new"), form).url
    assert (one.places, one.sectors, one.state) == (["12"], ["C"], "drafted")
    assert "Make the list" in text(client.get(url("emergency", one)))
    client.post(url("emergency_select", one))
    page = text(client.get(url("emergency", one)))
    assert "1 enterprise is on the list" in page and "Propose relief for 1 enterprise" in page
    client.post(url("emergency_propose", one))
    page = text(client.get(url("emergency", one)))
    assert "You proposed it" in page and "Grant relief to" not in page
    assert "Proposed to the second person" in page


def test_the_rule_s_mistakes_are_said_at_their_field(client, officer):
    client.force_login(officer)
    wrong = given(to_month=f"{calendar.after(THIS, -1):%Y-%m}", places="Nowhere at all", legal_ground="")
    page = client.post(url("emergency_new"), wrong)
    assert page.status_code == 422 and not Intervention.objects.exists()
    assert {"to_month", "places", "legal_ground"} <= set(page.context["form"].errors)
    long = client.post(url("emergency_new"), given(to_month=f"{calendar.after(THIS, 12):%Y-%m}"))
    assert "12 months at most" in text(long)


def test_places_are_read_by_name_or_code_and_a_province_swallows_its_parts(client, officer):
    client.force_login(officer)
    client.post(url("emergency_new"), given(provinces=["17"], places="1201\n1701"))
    assert Intervention.objects.get().places == ["17", "1201"]


def test_a_new_one_begins_like_an_old_one(client, officer):
    old = made.intervention(name_en="The flood of old", places=["1201", "17"], sectors=["I"])
    client.force_login(officer)
    form = client.get(url("emergency_new") + f"?like={old.pk}").context["form"]
    assert (form["name_en"].value(), form["places"].value(), form["provinces"].value()) == (
        "The flood of old", "1201", ["17"],
    )  # fmt: skip


def test_the_rule_is_changed_while_nothing_is_proposed(client, officer):
    one = listed(officer)
    client.force_login(officer)
    assert client.get(url("emergency_change", one)).status_code == 200
    client.post(url("emergency_change", one), given(name_en="Another name"))
    one.refresh_from_db()
    assert (one.state, one.name_en) == ("drafted", "Another name")
    interventions.select(one, by=officer)
    interventions.propose(one, by=officer)
    assert "take the proposal back" in text(client.post(url("emergency_change", one), given()))
    client.post(url("emergency_redraft", one))
    one.refresh_from_db()
    assert one.state == "drafted"


def test_the_list_is_filtered_and_enterprises_taken_off_and_put_back(client, officer, django_assert_max_num_queries):
    one = listed(officer, 3)
    first = one.lines.first()
    client.force_login(officer)
    with django_assert_max_num_queries(22):
        page = client.get(url("emergency_list", one) + "?sector=C&province=12&size=micro&q=garment")
    assert page.context["page"].paginator.count == 3
    assert client.get(url("emergency_list", one) + "?size=large").context["page"].paginator.count == 0
    ticked = {"act": "exclude", "lines": [str(first.pk), "nonsense"]}
    assert client.post(url("emergency_lines", one), ticked).status_code == 422
    client.post(url("emergency_lines", one), ticked | {"reason": "moved away"})
    page = text(client.get(url("emergency_list", one) + "?show=excluded"))
    assert "moved away" in page and "Put the ticked ones back" in page
    assert "moved away" in text(client.get(reverse("relief:emergency_line", args=[first.pk])))
    client.post(url("emergency_lines", one), {"act": "put_back", "lines": [str(first.pk)]})
    assert one.lines.filter(state="selected").count() == 3


def test_the_second_person_grants_and_everybody_sees_how_far_it_is(client, officer, chief):
    one = listed(officer)
    interventions.propose(one, by=officer)
    client.force_login(chief)
    home = text(client.get(url("emergencies")))
    assert "1 emergency relief waits for the second person" in home
    assert "Grant relief to 3 enterprises" in text(client.get(url("emergency", one)))
    client.post(url("emergency_grant", one))
    assert "The work begins" in text(client.get(url("emergency", one)))
    job = Job.objects.get(kind=intervention_jobs.APPLY)
    running.run(job.pk)
    page = text(client.get(url("emergency", one)))
    assert "Relief applied to 3 enterprises" in page and "The work begins" not in page
    again = client.post(url("emergency_grant", one), follow=True)
    assert "already decided or changed" in text(again)


def test_work_that_stopped_is_taken_up_again(client, officer, chief):
    one = listed(officer)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    Job.objects.update(state="dead", finished_at=timezone.now())
    client.force_login(chief)
    assert "stopped after several failures" in text(client.get(url("emergency", one)))
    client.post(url("emergency_again", one))
    assert Job.objects.get().state == "queued"
    assert "nothing to take up" in text(client.post(url("emergency_again", one), follow=True))


def test_refusing_ending_and_taking_back_ask_for_the_reason(client, officer, chief):
    one = listed(officer)
    interventions.propose(one, by=officer)
    client.force_login(chief)
    assert client.get(url("emergency_refuse", one)).status_code == 200
    assert client.post(url("emergency_refuse", one), {"reason": ""}).status_code == 422
    client.post(url("emergency_refuse", one), {"reason": "no decision of the minister"})
    assert "no decision of the minister" in text(client.get(url("emergency", one)))


def test_the_chief_ends_it_early_and_then_takes_it_back(client, officer, chief):
    one = applied(officer, chief)
    client.force_login(chief)
    assert client.post(url("emergency_end", one), {"last_month": f"{LATER:%Y-%m}", "reason": "x"}).status_code == 422
    client.post(url("emergency_end", one), {"last_month": f"{THIS:%Y-%m}", "reason": "the water is gone"})
    running.run(Job.objects.get(kind=intervention_jobs.END).pk)
    page = text(client.get(url("emergency", one)))
    assert "It ended early" in page and "the water is gone" in page
    assert Adjustment.objects.granted().filter(to_month=THIS).count() == 3
    client.post(url("emergency_revoke", one), {"reason": "the decision was void"})
    running.run(Job.objects.get(kind=intervention_jobs.REVERSE).pk)
    assert "the decision was void" in text(client.get(url("emergency", one)))
    assert not Adjustment.objects.granted().exists()


def test_the_report_says_who_was_reached_and_what_was_relieved(client, officer, chief):
    one = applied(officer, chief, 2)
    client.force_login(officer)
    page = text(client.get(url("emergency_report", one)))
    assert "2 enterprises, 3 months of relief" in page and "not computed" in page
    line = one.lines.first()
    sums = {"occupational_risk": 100, "health_care": 200, "pension_employer": 300, "pension_worker": 400}
    Declaration.objects.filter(pk=compliance.declaration(line.enterprise, month=THIS).pk).update(**sums)
    page = text(client.get(url("emergency_report", one)))
    assert "1,000" in page and "From 1 declaration filed so far, of 6 months" in page
    assert "Standing before and after" in page and "something is owed" in page


@pytest.mark.parametrize(
    ("effect", "said"), [("late_accepted", "0 late declarations"), ("interest_relief", "Interest depends")]
)
def test_what_cannot_be_computed_says_why(client, officer, effect, said):
    one = listed(officer, 1)
    Intervention.objects.update(effect=effect)
    client.force_login(officer)
    assert said in text(client.get(url("emergency", one)))


def test_an_employer_sees_why_nothing_is_due(client, officer, chief):
    one = applied(officer, chief, 1)
    shop = one.lines.get().enterprise
    client.force_login(representative_of(shop))
    page = text(client.get(reverse("employer_declarations:months", args=[shop.pk])))
    assert "Relief in force" in page and "Sample decision (invented)" in page and "Roads under water" in page
    reliefs.revoke_many([one.lines.get().adjustment_id], by=chief, reason="void")
    assert "Relief in force" not in text(client.get(reverse("employer_declarations:months", args=[shop.pk])))


def test_officers_of_a_province_inspectors_and_employers_do_not_see_them(client, officer):
    one = listed(officer, 1)
    line = reverse("relief:emergency_line", args=[one.lines.get().pk])
    client.force_login(made.officer("12"))
    assert client.get(url("emergency", one)).status_code == 404
    assert client.get(line).status_code == 404
    assert client.get(url("emergency_new")).status_code == 403
    client.force_login(representative_of(one.lines.get().enterprise))
    for page in (url("emergencies"), url("emergency", one), url("emergency_list", one), line):
        assert client.get(page).status_code == 403
    client.force_login(officer)
    assert client.get(url("emergency_grant", one)).status_code == 405
    assert client.post(url("emergency_grant", one)).status_code == 403
    assert client.get(url("emergency_revoke", one)).status_code == 403


def test_the_overview_asks_few_questions(client, officer, django_assert_max_num_queries):
    one = listed(officer, 8)
    client.force_login(officer)
    client.get(url("emergency", one))
    with django_assert_max_num_queries(32):
        client.get(url("emergency", one))
    for _ in range(3):
        made.intervention(from_month=date(2026, 9, 1))
    with django_assert_max_num_queries(20):
        client.get(url("emergencies"))
