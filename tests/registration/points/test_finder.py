"""The finder of offices, desks and stops: hours from data, a map link, what to bring."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from nssf_portal.accounts.institutions import seed_offices
from nssf_portal.accounts.models import Office
from registration.models import PointHours, ServicePoint
from registration.services import points

pytestmark = pytest.mark.django_db
PAGE = "/en/register/places/"


@pytest.fixture
def desk():
    return ServicePoint.objects.create(
        kind="market_desk", name_km="តុផ្សារ", name_en="Desk, Orussey market", commune_code="120303",
        latitude="11.56300", longitude="104.91400", source="test", valid_from=timezone.localdate(),
    )  # fmt: skip


def test_offices_have_a_point_each_and_a_second_run_makes_none(db):
    seed_offices()
    made = points.seed_offices()
    assert made == Office.objects.filter(tree="nssf").count()
    assert points.seed_offices() == 0


def test_without_a_province_nothing_is_listed(client):
    page = client.get(PAGE)
    assert page.context["found"] is None
    assert page.status_code == 200


def test_a_desk_shows_todays_hours_and_its_spot_on_the_map(client, desk):
    PointHours.objects.create(point=desk, weekday=timezone.localdate().weekday(), opens=time(0, 0), closes=time(23, 59))
    page = client.get(PAGE, {"province": "12"})
    (found,) = page.context["found"]
    assert found.is_open
    assert found.times == [(time(0, 0), time(23, 59))]
    assert "mlat=11.56300" in page.content.decode()


def test_a_stop_is_open_on_its_date_only_and_says_when_it_comes_next(client, desk):
    coming = timezone.localdate() + timedelta(days=3)
    PointHours.objects.create(point=desk, date=coming, opens=time(8, 0), closes=time(16, 0))
    (found,) = client.get(PAGE, {"province": "12"}).context["found"]
    assert found.times == []
    assert not found.is_open
    assert found.next_date == coming


def test_hours_nobody_wrote_down_are_not_known_never_closed(client, desk):
    page = client.get(PAGE, {"province": "12"})
    assert page.context["found"][0].times is None
    assert "Hours not known" in page.content.decode()


def test_a_date_without_hours_is_a_closed_day(client, desk):
    today = timezone.localdate()
    PointHours.objects.create(point=desk, weekday=today.weekday(), opens=time(8, 0), closes=time(17, 0))
    PointHours.objects.create(point=desk, date=today)
    (found,) = client.get(PAGE, {"province": "12"}).context["found"]
    assert found.times == []


def test_a_district_shows_its_own_points_only(client, desk):
    assert client.get(PAGE, {"province": "12", "district": "1201"}).context["found"] == []
    assert len(client.get(PAGE, {"province": "12", "district": "1203"}).context["found"]) == 1


def test_nonsense_in_the_address_is_the_first_page(client, desk):
    assert client.get(PAGE, {"province": "99", "kind": "zoo"}).context["found"] is None


def test_what_to_bring_is_the_law_books_list(client):
    kinds = [item.document for item in client.get(PAGE).context["bring"]]
    assert kinds == ["khmer_id"]


def test_queries_do_not_grow_with_the_points(client, desk, django_assert_max_num_queries):
    for number in range(30):
        ServicePoint.objects.create(
            kind="stop", name_km=f"{number}", name_en=f"Stop {number}", commune_code="120101", source="test"
        )
    client.get(PAGE, {"province": "12"})
    with django_assert_max_num_queries(6):
        client.get(PAGE, {"province": "12"})
