"""An employer's staff as a list: who sees it, what it shows, how it is searched, filtered and paged."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from enterprises.models import Establishment
from nssf_portal.audit.models import ReadLog
from registration.models import Employment, Member
from registration.staff_slots import enterprise_panel, nav_item, waiting_people
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, person, send_roster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    OfficeFactory(code="HQ")
    with translation.override("en"):
        yield


@pytest.fixture
def shop():
    return EnterpriseFactory()


@pytest.fixture
def owner(shop):
    return representative_of(shop)


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def staffed(shop, count=3, **changes):
    confirmed(send_roster(shop, [person(n, **changes) for n in range(1, count + 1)]))
    return list(Employment.objects.filter(enterprise=shop).order_by("id"))


def page(shop):
    return reverse("registration:staff", args=[shop.pk])


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def rows_of(response):
    return text_of(response).count('<th scope="row">')


def test_shows_each_person_with_a_masked_identity_number(shop, signed_in):
    employment = staffed(shop, 1)[0]
    shown = text_of(signed_in.get(page(shop)))
    assert "1 person on your staff" in shown
    assert employment.member.member_number in shown
    assert "•••• " in shown
    assert "100000037" not in shown
    assert "816,000 ៛" in shown
    assert ReadLog.objects.filter(screen="employer.staff", subject_id=shop.pk).count() == 1


def test_a_stranger_finds_nothing(shop, client):
    employment = staffed(shop, 1)[0]
    client.force_login(representative_of(EnterpriseFactory()))
    for name, extra in [
        ("staff", []),
        ("staff_add", []),
        ("staff_export", []),
        ("staff_person", [employment.pk]),
        ("staff_change", [employment.pk]),
        ("staff_end", [employment.pk]),
    ]:
        assert client.get(reverse(f"registration:{name}", args=[shop.pk, *extra])).status_code == 404, name
        assert client.post(reverse(f"registration:{name}", args=[shop.pk, *extra])).status_code in (404, 405), name


def test_somebody_elses_employee_is_not_found_through_ones_own_enterprise(shop, signed_in):
    other = staffed(EnterpriseFactory(), 1)[0]
    for name in ("staff_person", "staff_change", "staff_end"):
        assert signed_in.get(reverse(f"registration:{name}", args=[shop.pk, other.pk])).status_code == 404


def test_a_clerk_of_the_place_reads_and_changes_nothing(shop, client):
    employment = staffed(shop, 1)[0]
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(page(shop)).status_code == 200
    assert client.get(reverse("registration:staff_person", args=[shop.pk, employment.pk])).status_code == 200
    for name, extra in [("staff_add", []), ("staff_change", [employment.pk]), ("staff_end", [employment.pk])]:
        assert client.get(reverse(f"registration:{name}", args=[shop.pk, *extra])).status_code == 403
    assert client.get(reverse("registration:staff_export", args=[shop.pk])).status_code == 403


def test_only_the_methods_a_page_has(shop, signed_in):
    employment = staffed(shop, 1)[0]
    assert signed_in.post(reverse("registration:staff_person", args=[shop.pk, employment.pk])).status_code == 405
    assert signed_in.put(page(shop)).status_code == 405


@pytest.mark.parametrize("text", ["chantha", "SOK CHAN", "E00005", "e00005"])
def test_search_finds_by_name_and_staff_number(shop, signed_in, text):
    staffed(shop, 9)
    assert rows_of(signed_in.post(page(shop), {"q": text})) == 1


def test_search_finds_by_khmer_name_and_by_the_start_of_the_member_number(shop, signed_in):
    first = staffed(shop, 3)[0]
    Member.objects.filter(pk=first.member_id).update(family_name_km="សុខ", given_name_km="ដារ៉ា", key_km="សaខ")
    member = Member.objects.get(pk=first.member_id)
    member.set_keys()
    member.save(update_fields=["key_km", "key_latin"])
    assert rows_of(signed_in.post(page(shop), {"q": "ដារា"})) <= 1
    assert rows_of(signed_in.post(page(shop), {"q": "ដារ៉ា"})) == 1
    assert rows_of(signed_in.post(page(shop), {"q": member.member_number})) == 1


def test_an_identity_number_is_no_way_to_search(shop, signed_in):
    staffed(shop, 2)
    assert rows_of(signed_in.post(page(shop), {"q": "100000037"})) == 0


def test_filters_stand_in_the_address(shop, signed_in):
    first, second, third = staffed(shop, 3)
    branch = Establishment.objects.create(enterprise=shop, name_latin="Branch", commune_code="120102")
    Employment.objects.filter(pk=first.pk).update(establishment=branch, department="Office")
    Employment.objects.filter(pk=second.pk).update(presence="maternity", started_on="2026-11-01")
    Member.objects.filter(pk=third.member_id).update(born_on=timezone.localdate() - datetime.timedelta(days=16 * 366))
    for query, expected in [
        (f"?establishment={branch.pk}", 1),
        ("?department=Office", 1),
        ("?presence=maternity", 1),
        ("?since=2026-10-01", 1),
        ("?tab=young", 1),
        ("?tab=away", 1),
        ("?tab=left", 0),
        ("?establishment=nonsense&since=never&presence=x&tab=y", 3),
    ]:
        assert rows_of(signed_in.get(page(shop) + query)) == expected, query


def test_leavers_stand_apart_with_day_and_reason(shop, signed_in):
    first = staffed(shop, 2)[0]
    Employment.objects.filter(pk=first.pk).update(ended_on="2026-11-05", end_reason="retired")
    assert rows_of(signed_in.get(page(shop))) == 1
    left = text_of(signed_in.get(page(shop) + "?tab=left"))
    assert "5 November 2026" in left
    assert "retired" in left


def test_pages_of_fifty_show_everybody_once(shop, signed_in):
    staffed(shop, 120)
    seen, address = [], page(shop)
    for _turn in range(3):
        response = signed_in.get(address)
        seen += [row.pk for row in response.context["page"].rows]
        address = page(shop) + response.context["next_address"]
    assert len(seen) == len(set(seen)) == 120
    assert response.context["page"].next_mark == ""


def test_pages_of_leavers_go_on_by_the_last_day(shop, signed_in):
    staffed(shop, 60)
    Employment.objects.filter(enterprise=shop).update(ended_on="2026-11-05", end_reason="retired")
    first = signed_in.get(page(shop) + "?tab=left")
    second = signed_in.get(page(shop) + first.context["next_address"])
    assert len(first.context["page"].rows) == 50
    assert len(second.context["page"].rows) == 10


def queries_of(client, address):
    """Without the law book's, which is asked anew every few seconds, however many people there are."""
    with CaptureQueriesContext(connection) as made:
        client.get(address)
    return [query["sql"] for query in made if "law_" not in query["sql"]]


def test_the_number_of_queries_does_not_grow_with_the_staff(shop, signed_in):
    staffed(shop, 3)
    signed_in.get(page(shop))
    few = queries_of(signed_in, page(shop))
    confirmed(send_roster(shop, [person(n) for n in range(10, 50)]))
    assert len(queries_of(signed_in, page(shop))) == len(few)


def test_no_name_ever_stands_in_a_link_of_the_list(shop, signed_in):
    staffed(shop, 60)
    shown = text_of(signed_in.post(page(shop), {"q": "sok"}))
    assert "q=" not in shown
    assert 'name="after"' in shown


def test_slots_lead_to_the_staff(shop, owner, rf):
    staffed(shop, 2)
    request = rf.get(page(shop))
    request.user = owner
    assert nav_item(request).url == page(shop)
    assert nav_item(request).active
    assert enterprise_panel(request, shop).context["current"] == "2"
    assert waiting_people(request, shop) == []
