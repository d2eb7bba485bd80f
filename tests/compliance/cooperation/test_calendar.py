"""One calendar of two inspectorates: what each sees of the other, no second visit without a reason, joint visits."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.models import CaseInspector, ConflictOfInterest, Visit
from compliance.services import asking, calendar, joint
from compliance.services.refusing import Refused, Tied
from tests.factories import compliance
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
CALENDAR = "/en/inspect/together/calendar/"
DAY = date(2030, 3, 15)
MONTH = f"{CALENDAR}?month=2030-03"


@pytest.fixture(autouse=True)
def ministry():
    OfficeFactory(code="HQ", tree="mlvt")
    OfficeFactory(code="12", tree="mlvt")
    compliance.institution("MLVT")


def labour(code="12"):
    return UserFactory(grant=("labour_inspector", code, "mlvt"))


def visit(name="Bayon Bakery", day=DAY, **fields):
    case = compliance.case_file(EnterpriseFactory(name_latin=name, tin=f"K{uuid.uuid4().hex[:9]}"), compliance.chief())
    return compliance.visit(case, planned_on=day, **fields)


def planned(enterprise, by, day=DAY, **said):
    return calendar.plan(enterprise, on=day, by=by, submission_id=uuid.uuid4(), **said)[0]


def test_labour_inspectors_see_announced_visits_of_their_places_without_the_case(client):
    made = visit()
    user = labour()
    client.force_login(user)
    assert client.get("/en/accounts/").url == "/en/inspect/together/"
    text = client.get(MONTH).text
    assert "Bayon Bakery" in text and made.case.reference not in text and str(made.case_id) not in text
    client.force_login(labour("17"))
    assert "Bayon Bakery" not in client.get(MONTH).text


def test_a_visit_without_announcement_is_a_busy_day_until_it_was_held(client):
    made = visit(announced=False)
    client.force_login(labour())
    text = client.get(MONTH).text
    assert "busy" in text and "Bayon Bakery" not in text
    Visit.objects.filter(pk=made.pk).update(state="held", held_at=timezone.now(), held_by=made.planned_by)
    assert "Bayon Bakery" in client.get(MONTH).text


def test_the_fund_sees_both_trees_and_its_cases(client):
    made = visit()
    planned(EnterpriseFactory(name_latin="Lotus Hotel"), labour())
    client.force_login(compliance.inspector())
    text = client.get(MONTH).text
    assert "Bayon Bakery" in text and "Lotus Hotel" in text and f"visit-{made.pk}" in text
    client.force_login(compliance.inspector("17"))
    assert "Bayon Bakery" not in client.get(MONTH).text


def test_a_second_visit_within_the_months_needs_a_reason(client):
    made = visit()
    client.force_login(labour())
    given = {"number": made.enterprise.tin, "planned_on": "20/05/2030", "submission_id": uuid.uuid4()}
    refused = client.post(f"{CALENDAR}plan/", given)
    assert refused.status_code == 422 and "visited again so soon" in refused.text
    answer = client.post(f"{CALENDAR}plan/", given | {"reason": "An accident was reported."})
    assert answer.url.startswith(f"{CALENDAR}?month=2030-05")
    assert client.post(f"{CALENDAR}plan/", given | {"reason": "again"}).status_code == 302
    second = Visit.objects.get(case__isnull=True)
    assert (second.repeat_reason, second.office.tree) == ("An accident was reported.", "mlvt")
    client.force_login(compliance.inspector())
    assert "An accident was reported." in client.get(f"{CALENDAR}?month=2030-05").text
    assert "another visit near" in client.get(MONTH).text


def test_a_refusal_never_tells_of_a_visit_without_announcement():
    made = visit(announced=False)
    assert planned(made.enterprise, labour()).repeat_reason == ""


def test_far_enough_apart_no_reason_is_asked():
    made = visit()
    assert planned(made.enterprise, labour(), DAY + timedelta(days=400)).repeat_reason == ""


def test_an_enterprise_of_another_place_or_ones_own_is_not_planned():
    user = labour("17")
    with pytest.raises(Refused):
        planned(EnterpriseFactory(), user)
    enterprise = EnterpriseFactory()
    owner = representative_of(enterprise)
    owner.grants.create(role="labour_inspector", office=OfficeFactory(code="12", tree="mlvt"))
    with pytest.raises(Refused):
        planned(enterprise, owner)


def test_a_day_that_is_past_is_not_planned():
    with pytest.raises(Refused):
        planned(EnterpriseFactory(), labour(), date(2020, 1, 1))


def test_their_own_visits_are_held_or_cancelled_by_them(client):
    made = planned(EnterpriseFactory(), labour(), timezone.localdate())
    client.force_login(labour())
    assert client.post(f"{CALENDAR}{made.pk}/act/", {"act": "held"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "held"
    other = planned(EnterpriseFactory(), labour())
    client.post(f"{CALENDAR}{other.pk}/act/", {"act": "held"})
    client.post(f"{CALENDAR}{other.pk}/act/", {"act": "cancel", "reason": ""})
    other.refresh_from_db()
    assert other.state == "planned"
    client.post(f"{CALENDAR}{other.pk}/act/", {"act": "cancel", "reason": "moved"})
    other.refresh_from_db()
    assert (other.state, other.cancelled_reason) == ("cancelled", "moved")
    client.force_login(compliance.inspector())
    assert client.post(f"{CALENDAR}{made.pk}/act/", {"act": "held"}).status_code == 403
    assert client.post(f"{CALENDAR}{made.pk}/act/", {"act": "sing"}).status_code == 404
    client.force_login(labour("17"))
    assert client.post(f"{CALENDAR}{made.pk}/act/", {"act": "held"}).status_code == 404


def test_a_chief_proposes_and_a_labour_inspector_joins_the_case(client):
    made = visit()
    client.force_login(made.case.opened_by)
    client.post(f"{CALENDAR}{made.pk}/act/", {"act": "propose"})
    user = labour()
    client.force_login(user)
    assert "joint visit, not answered" in client.get(MONTH).text
    assert "Bayon Bakery" in client.get("/en/inspect/together/?kind=joint").text
    client.post(f"{CALENDAR}{made.pk}/act/", {"act": "accept"})
    assert CaseInspector.objects.active().filter(case=made.case, user=user).exists()
    assert made.case.kind != "joint" and type(made.case).objects.visible_to(user).get().kind == "joint"
    assert "Bayon Bakery" not in client.get("/en/inspect/together/").text


def test_who_joined_is_joined_once_and_a_colleague_no_longer_declines(client):
    made, first, second = visit(), labour(), labour()
    joint.propose(made, by=made.case.opened_by)
    assert joint.accept(made, by=first) == joint.accept(made, by=first)
    client.force_login(second)
    text = client.get(MONTH).text
    assert "Take part" in text and "We cannot come" not in text
    with pytest.raises(Refused):
        joint.decline(made, reason="No car.", by=second)


def test_declining_needs_a_reason_and_leaves_the_visit_to_the_fund(client):
    made = visit()
    joint.propose(made, by=made.case.opened_by)
    client.force_login(labour())
    client.post(f"{CALENDAR}{made.pk}/act/", {"act": "decline", "reason": ""})
    assert Visit.objects.get(pk=made.pk).joint_with is not None
    client.post(f"{CALENDAR}{made.pk}/act/", {"act": "decline", "reason": "No car."})
    assert Visit.objects.get(pk=made.pk).joint_with is None
    assert made.case.entries.filter(note="No car.").exists()


def test_a_labour_inspector_with_a_tie_cannot_join():
    made, user = visit(), labour()
    joint.propose(made, by=made.case.opened_by)
    ConflictOfInterest.objects.create(
        user=user, enterprise=made.enterprise, tie="family", declared_by=user, submission_id=uuid.uuid4()
    )
    with pytest.raises(Tied):
        joint.accept(made, by=user)


def test_an_inspector_does_not_propose_and_an_unannounced_visit_is_not_proposed(client):
    made = visit()
    client.force_login(compliance.inspector())
    assert client.post(f"{CALENDAR}{made.pk}/act/", {"act": "propose"}).status_code == 403
    hidden = visit("Hidden", announced=False)
    with pytest.raises(Refused):
        joint.propose(hidden, by=hidden.case.opened_by)


def test_nobody_accepts_what_was_not_proposed(client):
    made = visit()
    client.force_login(labour())
    assert client.post(f"{CALENDAR}{made.pk}/act/", {"act": "accept"}).status_code == 403


def send(client, text):
    file = SimpleUploadedFile("plan.csv", text.encode("utf-8-sig"), content_type="text/csv")
    return client.post(f"{CALENDAR}upload/", {"file": file})


def test_a_plan_in_a_file_is_taken_row_by_row_and_once(client):
    near, free = visit(), EnterpriseFactory(tin="K001-000000001")
    client.force_login(labour())
    assert client.get(f"{CALENDAR}upload/").status_code == 200
    text = (
        "number,date,reason,note\n"
        f"{free.tin},15/03/2030,,\n"
        f"{near.enterprise.tin},16/03/2030,,\n"
        "K999,15/03/2030,,\n"
        f"{free.tin},one day,,\n"
        ",,,\n"
    )
    answer = send(client, text).text
    assert "1 visit is in the calendar" in answer and Visit.objects.filter(case__isnull=True).count() == 1
    assert "no enterprise in your places" in answer and "date cannot be read" in answer and "so soon" in answer
    send(client, text)
    assert Visit.objects.filter(case__isnull=True).count() == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", 'number,date\n"open,1\n'])
def test_what_is_no_plan_is_refused_whole(client, text):
    client.force_login(labour())
    assert send(client, text).status_code == 422


def test_the_plan_starts_from_a_line_of_a_shared_list(client):
    now = {"decided_at": timezone.now(), "decided_by": compliance.chief()}
    line = compliance.target_line(state="accepted", **now)
    share = compliance.list_share(line.list)
    url = f"{CALENDAR}plan/?share={share.pk}&line={line.pk}"
    client.force_login(labour())
    assert line.enterprise.reference in client.get(url).text
    client.force_login(labour("17"))
    assert line.enterprise.reference not in client.get(url).text


def test_the_funds_inspectors_plan_elsewhere_and_strangers_nowhere(client):
    client.force_login(compliance.inspector())
    assert client.get(f"{CALENDAR}plan/").status_code == 403
    client.force_login(representative_of(EnterpriseFactory()))
    assert client.get(CALENDAR).status_code == 403
    client.force_login(UserFactory(grant=("local_authority", "120101", "local")))
    assert client.get(CALENDAR).status_code == 403
    assert client.get(f"{CALENDAR}?month=nonsense").status_code == 403


def test_the_case_page_shows_what_others_said(client):
    from compliance.presenting_cooperation import case_context

    case = compliance.case_file()
    asked = asking.ask(case.enterprise, case.opened_by, case=case)
    shown = case_context(case.opened_by, case)
    assert [row for row, _tag in shown["questions"]] == [asked.question] and not shown["may_ask"]


@pytest.mark.parametrize("who", [compliance.inspector, labour])
def test_a_month_costs_the_same_for_many(client, django_assert_max_num_queries, who):
    for n in range(8):
        visit(f"Unit {n}")
    client.force_login(who())
    with django_assert_max_num_queries(22):
        client.get(MONTH)
