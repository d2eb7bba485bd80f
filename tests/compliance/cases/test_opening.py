"""Opening, assigning, closing and reopening a case."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from compliance.enums import CaseState
from compliance.models import CaseFile, ConflictOfInterest, Power
from compliance.powers import NoPower
from compliance.services import cases
from compliance.services.refusing import Refused, Tied
from enterprises.models import Representative
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as make
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


def opened(by=None, **fields) -> CaseFile:
    given = {"enterprise": EnterpriseFactory(), "kind": "ordinary", "submission_id": uuid.uuid4()} | fields
    return cases.open_case(by=by or make.inspector(), **given)


def tie(user, enterprise) -> None:
    ConflictOfInterest.objects.create(user=user, enterprise=enterprise, tie="family", declared_by=user)


def test_who_opens_leads_and_the_same_submission_is_the_same_case():
    by, key, enterprise = make.inspector(), uuid.uuid4(), EnterpriseFactory()
    first = opened(by, enterprise=enterprise, submission_id=key)
    again = opened(by, enterprise=enterprise, submission_id=key)

    assert first == again
    assert first.inspectors.get().leads
    assert first.office.code == "12"
    assert [entry.act for entry in first.entries.all()] == ["opened"]


def test_an_enterprise_has_one_open_case():
    enterprise = EnterpriseFactory()
    opened(enterprise=enterprise)
    with pytest.raises(cases.AlreadyOpen):
        opened(enterprise=enterprise)


def test_an_inspector_of_another_province_opens_nothing_here():
    with pytest.raises(PermissionDenied):
        opened(make.inspector("17"))


def test_who_is_tied_cannot_open_or_be_assigned():
    by, enterprise = make.inspector(), EnterpriseFactory()
    tie(by, enterprise)
    with pytest.raises(Tied):
        opened(by, enterprise=enterprise)

    case = opened(enterprise=enterprise)
    with pytest.raises(Tied):
        cases.assign(case, by, by=make.chief())
    owner = make.inspector()
    Representative.objects.create(enterprise=enterprise, user=owner, role="owner", basis="sample")
    with pytest.raises(Tied):
        cases.assign(case, owner, by=make.chief())


def test_a_tie_declared_later_takes_the_case_out_of_sight():
    by = make.inspector()
    case = opened(by)
    tie(by, case.enterprise)
    assert not CaseFile.objects.visible_to(by).exists()


def test_a_special_visit_needs_its_ground_and_a_text_in_force():
    Power.objects.filter(act="visit_unannounced").delete()
    with pytest.raises(NoPower):
        opened(kind="special", ground="complaint", ground_text="x")
    make.power("visit_unannounced")
    with pytest.raises(Refused):
        opened(kind="special", ground="complaint")
    assert opened(kind="special", ground="complaint", ground_text="Workers told us").ground == "complaint"


def test_a_follow_up_follows_a_case_of_the_same_enterprise():
    with pytest.raises(Refused):
        opened(kind="follow_up")
    with pytest.raises(Refused):
        opened(kind="follow_up", follows=make.case_file(state="opened"))


def test_the_chief_gives_the_case_to_one_who_leads():
    case, other = opened(), make.inspector()
    cases.assign(case, other, by=make.chief(), leads=True)
    cases.assign(case, other, by=make.chief(), leads=True)

    assert case.inspectors.active().get(leads=True).user == other
    assert case.inspectors.active().count() == 2
    with pytest.raises(PermissionDenied):
        cases.assign(case, other, by=make.inspector())
    with pytest.raises(Refused):
        cases.assign(case, make.inspector("17"), by=make.chief())


def test_outcomes_that_rest_on_minutes_or_settled_findings():
    by = make.inspector()
    case = opened(by)
    with pytest.raises(Refused):
        cases.close(case, outcome="compliant", text="Fine", by=by)
    make.finding(case)
    with pytest.raises(Refused):
        cases.close(case, outcome="complied", text="", by=by)
    cases.close(case, outcome="not_found", text="Nobody there", by=by)

    assert case.state == CaseState.CLOSED
    with pytest.raises(NotPossible):
        cases.close(case, outcome="not_found", text="Again", by=by)


def test_only_a_chief_reopens_and_says_why():
    by = make.inspector()
    case = opened(by)
    cases.close(case, outcome="withdrawn", text="Wrong unit", by=by)
    with pytest.raises(PermissionDenied):
        cases.reopen(case, text="No", by=by)
    cases.reopen(case, text="It was the right unit", by=make.chief())

    case.refresh_from_db()
    assert (case.state, case.outcome) == ("opened", "")
    assert case.entries.first().act == "reopened"
