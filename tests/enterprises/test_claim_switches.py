"""What somebody proved for one number is never taken for another: numbers changed on the way, and meanwhile."""

import uuid

import pytest

from enterprises.models import Claim, Enterprise, Representative
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.enterprises.conftest import ASIA, MONY, STRANGER, Way, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
OTHERS = "L001-123456789"


@pytest.fixture
def victim():
    enterprise = EnterpriseFactory(nssf_number="100050", name_latin="Somebody Else", phone="+85512000000", tin=OTHERS)
    representative_of(enterprise)
    return enterprise


@pytest.fixture
def one_look_up():
    LawValue.objects.filter(code="lookup.enterprise.limit").update(number=1)
    book.forget()
    yield
    book.forget()


def test_a_number_typed_after_the_limit_proves_nothing(camdx, way, person, victim, one_look_up):
    """The registry names this person for another number: no rule makes them the owner of this one."""
    way.start("tin").number(ASIA).go_on().person(**MONY)
    claim = Claim.objects.get()
    way.post(f"/en/employer/register/{claim.pk}/number/", number=OTHERS)
    assert way.page.status_code == 429
    way.post(f"/en/employer/register/{claim.pk}/data/", name_latin="Mine now", commune_code="120101", workers="4")
    claim.refresh_from_db()
    assert (claim.tin, claim.matched_role, claim.look_up_state, claim.state) == (OTHERS, "", "", "draft")
    assert not Representative.objects.filter(user=person).exists()
    victim.refresh_from_db()
    assert victim.name_latin == "Somebody Else"


@pytest.mark.parametrize("path", ["none", "household"])
def test_a_number_left_behind_on_another_way_in_is_not_used(camdx, way, person, victim, photo, clerk, path):
    way.start("tin").number(OTHERS)
    claim = Claim.objects.get()
    way.post(f"/en/employer/register/{claim.pk}/what/", path=path)
    way.person(**STRANGER).data()
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    claim.refresh_from_db()
    assert claim.state == "submitted"
    signed_in(clerk).post(f"/en/desk/claims/{claim.pk}/", {"decision": "approve"})
    made = Representative.objects.get(user=person).enterprise
    assert made != victim and made.tin == ""
    victim.refresh_from_db()
    assert victim.name_latin == "Somebody Else"


def test_registered_and_represented_since_the_look_up_is_for_the_officers(camdx, way, person):
    way.start("tin").number(ASIA).go_on().person(**MONY)
    representative_of(EnterpriseFactory(nssf_number="100007", name_latin="Asia Nova", tin=ASIA))
    way.data()
    claim = Claim.objects.get()
    assert (claim.state, claim.needed_why) == ("submitted", "represented")
    assert not Representative.objects.filter(user=person).exists()


def test_the_same_person_asking_again_for_what_was_sent_is_told_so(camdx, way, person, photo):
    EnterpriseFactory(nssf_number="100007", name_latin="Asia Nova", tin=ASIA)
    way.start("tin").number(ASIA).go_on().person(**STRANGER)
    way.post(file=photo(), submission_id=str(uuid.uuid4()))
    assert Claim.objects.get().state == "submitted"
    again = Way(signed_in(person)).start("tin").number(ASIA)
    assert again.page.status_code == 200 and Claim.objects.get(state="submitted").reference in again.text
    again.go_on().person(**STRANGER)
    again.post(file=photo(), submission_id=str(uuid.uuid4()))
    assert Claim.objects.filter(state="submitted").count() == 1 and Claim.objects.count() == 2
    assert Enterprise.objects.count() == 1


def test_the_hours_look_ups_are_counted_for_each_person(camdx, way, one_look_up):
    way.start("tin").number(ASIA)
    other = Way(signed_in(UserFactory())).start("tin").number(ASIA)
    assert other.step == "found"
