"""A declared tie: nothing of the enterprise is seen or decided by that inspector, and the chief is told."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from compliance.models import CaseFile, ConflictOfInterest, Finding, Fine, Notice, TargetLine, Visit
from compliance.services import cases, conflicts
from compliance.services.refusing import Tied
from nssf_portal.notifications.models import Message
from tests.factories import compliance as make
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
ME = "/en/inspect/powers/me/"


@pytest.fixture
def inspector(client):
    user = make.inspector()
    client.force_login(user)
    return user


def given(enterprise, **more) -> dict:
    return {
        "enterprise": enterprise.pk,
        "tie": "family",
        "note": "my sister",
        "submission_id": str(uuid.uuid4()),
    } | more


def test_an_enterprise_is_found_by_name_or_number_in_ones_own_places(client, inspector):
    here = EnterpriseFactory(name_latin="Angkor Bakery", commune_code="120101")
    there = EnterpriseFactory(name_latin="Angkor Farm", commune_code="170101")
    for enterprise in (here, there):
        enterprise.set_keys()
        enterprise.save()
    page = client.post(f"{ME}search/", {"text": "angkor"}).content.decode()
    assert "Angkor Bakery" in page and "Angkor Farm" not in page
    assert "Angkor Bakery" in client.post(f"{ME}search/", {"text": here.nssf_number}).content.decode()
    assert "No enterprise of your places" in client.post(f"{ME}search/", {"text": there.nssf_number}).content.decode()


def test_it_is_declared_once_and_ended_once(client, inspector):
    enterprise, sent = EnterpriseFactory(), None
    sent = given(enterprise)
    for _again in range(2):
        assert client.post(f"{ME}declare/", sent).status_code == 302
    client.post(f"{ME}declare/", given(enterprise))
    tie = ConflictOfInterest.objects.get()
    assert "my sister" not in client.get(ME).content.decode()
    client.post(f"{ME}ties/{tie.pk}/end/")
    page = client.post(f"{ME}ties/{tie.pk}/end/", follow=True).content.decode()
    assert "ended already" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        ConflictOfInterest.objects.filter(pk=tie.pk).update(ended_by=None)


def test_what_is_missing_is_asked_and_a_stranger_enterprise_is_404(client, inspector):
    assert client.post(f"{ME}declare/", given(EnterpriseFactory(), tie="")).status_code == 422
    assert client.post(f"{ME}declare/", {"enterprise": "no"}).status_code == 422
    assert client.post(f"{ME}declare/", given(EnterpriseFactory(commune_code="170101"))).status_code == 404
    other = make.conflict()
    assert client.post(f"{ME}ties/{other.pk}/end/").status_code == 404
    assert not ConflictOfInterest.objects.filter(user=inspector).exists()


def test_the_tied_reach_nothing_of_the_enterprise(client, inspector):
    enterprise = EnterpriseFactory()
    case = make.case_file(enterprise)
    line = make.target_line(enterprise=EnterpriseFactory(state="known", nssf_number=None, registered_on=None))
    found = make.finding(case)
    rows = {
        CaseFile: case,
        TargetLine: line,
        Notice: make.served(case),
        Fine: make.fine(case, finding=found),
        Finding: found,
        Visit: make.visit(case),
    }
    for model, row in rows.items():
        assert model.objects.visible_to(inspector).filter(pk=row.pk).exists(), model
    for one in (enterprise, line.enterprise):
        conflicts.declare(user=inspector, enterprise=one, tie="share", note="", submission_id=uuid.uuid4())
    for model, row in rows.items():
        assert not model.objects.visible_to(inspector).filter(pk=row.pk).exists(), model
    assert client.get(f"/en/inspect/cases/{case.pk}/").status_code == 404
    assert client.get(f"/en/inspect/powers/recommend/{case.pk}/").status_code == 404
    assert CaseFile.objects.visible_to(make.inspector()).filter(pk=case.pk).exists()


def test_who_works_on_a_case_steps_back_and_the_chief_is_told_without_the_reason(client, inspector):
    chief, elsewhere = make.chief(), make.chief("17")
    case = make.case_file(by=inspector)
    client.post(f"{ME}declare/", given(case.enterprise))
    mine = case.inspectors.get(user=inspector)
    assert mine.ended_at and mine.ended_by == inspector
    assert not CaseFile.objects.visible_to(inspector).filter(pk=case.pk).exists()
    told = Message.objects.filter(template=conflicts.STEPPED_BACK)
    assert [message.recipient_user for message in told] == [chief] and elsewhere
    assert told.get().parameters == {"case": case.reference}
    entry = case.entries.get(act="assigned")
    assert "sister" not in entry.note and "Stepped back" in entry.note


def test_headquarters_is_told_where_the_only_chief_steps_back(client):
    chief, head = make.chief(), make.UserFactory(grant=("chief_inspector", "HQ"))
    client.force_login(chief)
    client.post(f"{ME}declare/", given(make.case_file(by=chief).enterprise))
    assert [message.recipient_user for message in Message.objects.filter(template=conflicts.STEPPED_BACK)] == [head]


def test_a_tied_inspector_cannot_be_assigned(inspector):
    case, chief = make.case_file(), make.chief()
    conflicts.declare(user=inspector, enterprise=case.enterprise, tie="worked", note="", submission_id=uuid.uuid4())
    with pytest.raises(Tied):
        cases.assign(case, inspector, by=chief)


def test_a_tie_that_is_over_opens_the_places_again_and_gives_no_case_back(inspector):
    case = make.case_file(by=inspector)
    tie = conflicts.declare(
        user=inspector, enterprise=case.enterprise, tie="other", note="", submission_id=uuid.uuid4()
    )
    conflicts.end(tie, by=inspector)
    assert CaseFile.objects.visible_to(inspector).filter(pk=case.pk).exists()
    assert not case.inspectors.active().filter(user=inspector).exists()


def test_the_page_is_for_inspectors_of_either_tree_and_says_what_it_does_not_know(client, inspector):
    assert "Trainings are not written down" in client.get(ME).content.decode()
    client.force_login(make.UserFactory(grant=("labour_inspector", "12", "mlvt")))
    assert client.get(ME).status_code == 200
    client.force_login(make.UserFactory(grant=("clerk", "12")))
    assert client.get(ME).status_code == 403
