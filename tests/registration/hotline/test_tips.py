"""Tips: anybody gives one, inspectors of the place read it, and who gave it is behind a reason and a log."""

import uuid

import pytest
from django.apps import apps

from enterprises.models import Representative
from nssf_portal.audit.models import ReadLog
from nssf_portal.work.models import WorkItem
from registration.models import Tip, TipSource
from registration.services.tips import tips_about
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.service import tip

pytestmark = pytest.mark.django_db
TIPS = "/en/desk/tips/"
SECRET = "Vibol 012 999 888"


@pytest.fixture
def inspector():
    return UserFactory(grant=("inspector", "12"))


def give(client, **changes):
    data = {"about": "not_registered", "enterprise": "Bright Bricks", "submission_id": uuid.uuid4()}
    return client.post("/en/register/tip/", data | changes)


def test_a_tip_needs_no_name_and_makes_no_work_for_clerks(client):
    same = uuid.uuid4()
    for _again in range(2):
        answer = give(client, submission_id=same, province="12")
    made = Tip.objects.get()
    assert made.reference in client.get(answer.url).content.decode()
    assert (made.place_code, made.enterprise_typed) == ("12", "Bright Bricks")
    assert not TipSource.objects.exists() and not WorkItem.objects.exists()
    assert "Choose what is wrong." in give(client, about="").content.decode()


def test_a_known_number_is_that_enterprise_and_its_place(client):
    enterprise = EnterpriseFactory()
    give(client, enterprise=enterprise.nssf_number, province="17")
    made = Tip.objects.get()
    assert (made.enterprise, made.place_code) == (enterprise, "120101")


def test_the_source_is_kept_apart_encrypted_and_in_no_history(client):
    give(client, contact=SECRET)
    source = TipSource.objects.get()
    assert source.reveal() == SECRET and b"Vibol" not in bytes(source.contact_cipher)
    event = apps.get_model("registration", "TipSourceEvent").objects.get()
    assert not hasattr(event, "contact_cipher")
    assert "Vibol" not in str(Tip.objects.values().get())


def test_an_inspector_sees_the_source_after_a_reason_that_is_logged(client, inspector):
    made = tip(contact=SECRET)
    client.force_login(inspector)
    page = f"{TIPS}{made.pk}/"
    for address in (TIPS, page):
        assert "Vibol" not in client.get(address).content.decode()
    client.post(page, {"act": "look"})
    assert "Write the reason." in client.post(page + "source/", {"reason": ""}).content.decode()
    assert SECRET in client.post(page + "source/", {"reason": "To ask for the address"}).content.decode()
    read = ReadLog.objects.get(screen="desk.tip.source")
    assert (read.user, read.revealed, read.reason) == (inspector, True, "To ask for the address")
    assert client.get(page + "source/").status_code == 405


def test_who_is_not_of_the_place_or_not_an_inspector_reads_nothing(client):
    made = tip(contact=SECRET)
    for grant, status in ((("inspector", "17"), 404), (("clerk", "12"), 403), (("hotline_agent", "HQ"), 403)):
        client.force_login(UserFactory(grant=grant))
        assert client.get(f"{TIPS}{made.pk}/").status_code == status
        assert client.post(f"{TIPS}{made.pk}/source/", {"reason": "x"}).status_code == status
    client.force_login(UserFactory(grant=("chief_inspector", "12")))
    assert client.get(f"{TIPS}{made.pk}/").status_code == 200


def test_an_inspector_who_owns_the_enterprise_never_sees_the_tip(client, inspector):
    enterprise = EnterpriseFactory()
    made = tip(enterprise)
    Representative.objects.create(enterprise=enterprise, user=inspector, role="owner", basis="sample")
    client.force_login(inspector)
    assert client.get(f"{TIPS}{made.pk}/").status_code == 404
    assert made.reference not in client.get(TIPS).content.decode()


def test_an_agent_takes_a_tip_down_and_cannot_read_it_again(client):
    agent = UserFactory(grant=("hotline_agent", "HQ"))
    client.force_login(agent)
    data = {"about": "pressure", "enterprise": "Bright Bricks", "contact": SECRET, "submission_id": uuid.uuid4()}
    client.post("/en/desk/hotline/tip/", data)
    made = Tip.objects.get()
    assert (made.taken_by, made.channel) == (agent, "hotline")
    assert client.get(f"{TIPS}{made.pk}/").status_code == 403


def test_a_tip_is_looked_into_and_closed_with_what_came_of_it(client, inspector):
    made = tip()
    client.force_login(inspector)
    page = f"{TIPS}{made.pk}/"
    client.post(page, {"act": "look"})
    assert "This field is required." in client.post(page, {"outcome": ""}).content.decode()
    for _again in range(2):
        client.post(page, {"outcome": "Visited: eleven registered."})
    made.refresh_from_db()
    assert (made.state, made.looked_at_by, made.outcome) == ("closed", inspector, "Visited: eleven registered.")
    assert made.reference in client.get(TIPS + "?closed=1").content.decode()


def test_others_learn_only_how_many(inspector):
    one, two = EnterpriseFactory(), EnterpriseFactory()
    tip(one, contact=SECRET), tip(one)
    assert tips_about([one, two.pk]) == {one.pk: 2}


def test_the_list_asks_the_same_however_long(client, inspector, django_assert_max_num_queries):
    client.force_login(inspector)
    tip(EnterpriseFactory())
    client.get(TIPS)
    with django_assert_max_num_queries(14) as first:
        client.get(TIPS)
    for _n in range(4):
        tip(EnterpriseFactory(), contact=SECRET)
    with django_assert_max_num_queries(len(first)):
        client.get(TIPS)
