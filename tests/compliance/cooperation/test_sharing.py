"""A shared list: exactly the fields of the partner's kind, only decided lines, only in one's places, until it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.enums import SharedField
from compliance.models import ListShare, PartyField, TargetReason
from compliance.services import sharing
from compliance.services.refusing import Refused
from nssf_portal.accounts.models import RoleGrant
from tests.factories import compliance
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
SHARED = "/en/inspect/together/shared/"


def labour(code="12"):
    return UserFactory(grant=("labour_inspector", code, "mlvt"))


def commune(code="120101"):
    return UserFactory(grant=("local_authority", code, "local"))


def contact(code="GDT"):
    user = UserFactory()
    RoleGrant.objects.create(user=user, role="institution_contact", institution=compliance.institution(code))
    return user


def unit(commune_code="120101", **fields):
    given = {"state": "known", "nssf_number": None, "registered_on": None} | fields
    return EnterpriseFactory(commune_code=commune_code, **given)


def accepted(listed, rank=1, **fields):
    enterprise = unit(**fields)
    by = {"decided_at": timezone.now(), "decided_by": compliance.chief()}
    return compliance.target_line(listed, enterprise, state="accepted", rank=rank, **by)


@pytest.fixture
def listed():
    return compliance.target_list()


def page(client, user, share):
    client.force_login(user)
    return client.get(f"{SHARED}{share.pk}/")


def test_the_commune_sees_name_place_and_address_and_nothing_else(client, listed):
    line = accepted(listed, name_latin="Bayon Bakery", address="Street 5", tin="K001-123456789", declared_workers=37)
    TargetReason.objects.create(line=line, signal="information", strength=1, points=1)
    share = compliance.list_share(listed, "local")
    text = page(client, commune(), share).content.decode()
    assert "Bayon Bakery" in text and "Street 5" in text
    assert "K001-123456789" not in text and "37" not in text.split("<table")[1] and "Information" not in text
    shown = [column.field for column in sharing.columns(share)]
    assert shown == ["name", "place", "address"]


def test_a_field_is_shown_as_long_as_it_has_a_row_and_no_longer(client, listed):
    accepted(listed, tin="K001-123456789")
    share = compliance.list_share(listed, "local")
    PartyField.objects.create(party="local", field=SharedField.NUMBERS, source="agreement of May", confirmed=True)
    assert "K001-123456789" in page(client, commune(), share).content.decode()
    PartyField.objects.filter(party="local").exclude(field="name").delete()
    assert [column.field for column in sharing.columns(share)] == ["name"]


def test_reasons_for_labour_inspectors_never_tell_of_information_received(client, listed):
    line = accepted(listed)
    for signal in ("information", "unregistered"):
        TargetReason.objects.create(line=line, signal=signal, strength=1, points=1)
    text = page(client, labour(), compliance.list_share(listed)).content.decode()
    assert "Known to a registry, not registered" in text and "Information received" not in text


def test_every_field_of_the_list_can_be_shown(client, listed):
    line = accepted(listed, declared_workers=30, sector="C", tin="K001-123456789")
    TargetReason.objects.create(line=line, signal="size", strength=1, points=1)
    case = compliance.case_file(line.enterprise)
    compliance.visit(case)
    PartyField.objects.filter(party="labour").delete()
    PartyField.objects.bulk_create(PartyField(party="labour", field=f, source="all") for f in SharedField.values)
    assert page(client, labour(), compliance.list_share(listed)).status_code == 200


def test_refused_proposed_and_next_lines_are_nobodys_matter(listed):
    now = {"decided_at": timezone.now(), "decided_by": compliance.chief()}
    compliance.target_line(listed, unit(), rank=1)
    compliance.target_line(listed, unit(), rank=2, state="refused", reason="closed", **now)
    compliance.target_line(listed, unit(), rank=3, state="accepted", chosen_by="next", **now)
    shown = accepted(listed, 4)
    assert list(sharing.lines(compliance.list_share(listed), labour())) == [shown]


def test_the_capitals_department_and_the_ministry_share_the_capital_by_size(listed):
    """Prakas 185 of 28 August 2008."""
    small, big = accepted(listed, 1, declared_workers=100), accepted(listed, 2, declared_workers=101)
    share = compliance.list_share(listed)
    assert list(sharing.lines(share, labour("12"))) == [small]
    assert list(sharing.lines(share, labour("HQ"))) == [big]


def test_a_labour_inspector_of_another_province_finds_nothing(client, listed):
    accepted(listed)
    assert page(client, labour("17"), compliance.list_share(listed)).status_code == 404
    assert b"one visit instead of two" not in client.get(SHARED).content


def test_a_national_list_shows_each_authority_its_own_place(listed):
    national = compliance.target_list("HQ")
    here, there = accepted(national, 1), accepted(national, 2, commune_code="170101")
    share = compliance.list_share(national, "local")
    assert list(sharing.lines(share, commune())) == [here]
    assert list(sharing.lines(share, commune("17"))) == [there]


def test_one_institution_sees_nothing_of_anothers(client, listed):
    accepted(listed)
    share = compliance.list_share(listed, "institution", institution=compliance.institution("MOC"))
    assert page(client, contact("GDT"), share).status_code == 404
    assert page(client, contact("MOC"), share).status_code == 200


def test_who_owns_the_enterprise_does_not_see_it_on_the_list(listed):
    line, user = accepted(listed), commune()
    line.enterprise.representatives.create(user=user, role="owner", basis="sample")
    assert not sharing.lines(compliance.list_share(listed, "local"), user).exists()


def test_the_chief_shares_and_the_partner_is_told(client, listed):
    chief, there = compliance.chief(), labour()
    client.force_login(chief)
    until = timezone.localdate() + timedelta(days=20)
    given = {"party": "labour", "purpose": "one visit", "until": f"{until:%d/%m/%Y}"}
    url = f"/en/inspect/together/lists/{listed.pk}/share/"
    assert client.get(url).status_code == 200
    answer = client.post(url, given)
    share = ListShare.objects.get()
    assert answer.url == f"{SHARED}{share.pk}/" and share.until == until
    assert b"shared with them already" in client.post(url, given).content
    from nssf_portal.notifications.models import Message

    assert Message.objects.get(template="list.shared").recipient_user == there


def test_an_institution_must_be_named(client, listed):
    client.force_login(compliance.chief())
    url = f"/en/inspect/together/lists/{listed.pk}/share/"
    answer = client.post(url, {"party": "institution", "purpose": "x", "until": "01/12/2026"})
    assert answer.status_code == 422 and b"Choose the institution" in answer.content


def test_ending_a_share_closes_it_at_once(client, listed):
    accepted(listed)
    share, chief, there = compliance.list_share(listed), compliance.chief(), labour()
    assert page(client, there, share).status_code == 200
    assert client.get(f"{SHARED}{share.pk}/end/").status_code == 405
    assert client.post(f"{SHARED}{share.pk}/end/").status_code == 403
    client.force_login(chief)
    assert client.post(f"{SHARED}{share.pk}/end/").url == SHARED
    assert client.post(f"{SHARED}{share.pk}/end/").status_code == 302
    assert page(client, there, share).status_code == 404
    assert not sharing.lines(share, there).exists()


def test_after_its_last_day_a_share_is_over_and_the_list_can_be_shared_anew(client, listed):
    share = compliance.list_share(listed)
    ListShare.objects.filter(pk=share.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert page(client, labour(), share).status_code == 404
    until = timezone.localdate() + timedelta(days=5)
    assert sharing.share(listed, party="labour", purpose="again", until=until, by=compliance.chief()).pk != share.pk


def test_a_share_without_end_is_refused(listed):
    until = timezone.localdate() + timedelta(days=1000)
    with pytest.raises(Refused):
        sharing.share(listed, party="labour", purpose="x", until=until, by=compliance.chief())


def test_a_chief_of_another_province_and_an_inspector_cannot_share(client, listed):
    url = f"/en/inspect/together/lists/{listed.pk}/share/"
    client.force_login(compliance.chief("17"))
    assert client.get(url).status_code == 404
    client.force_login(compliance.inspector())
    assert client.get(url).status_code == 403


def test_an_owner_of_an_enterprise_may_not_enter(client, listed):
    client.force_login(representative_of(EnterpriseFactory()))
    assert client.get(SHARED).status_code == 403
    client.logout()
    assert "/accounts/login/" in client.get(SHARED).url


def test_the_list_costs_the_same_for_one_line_and_for_many(client, listed, django_assert_max_num_queries):
    for rank in range(1, 13):
        line = accepted(listed, rank)
        TargetReason.objects.create(line=line, signal="size", strength=1, points=1)
    share = compliance.list_share(listed)
    client.force_login(labour())
    with django_assert_max_num_queries(24):
        client.get(f"{SHARED}{share.pk}/")
    with django_assert_max_num_queries(16):
        client.get(SHARED)
