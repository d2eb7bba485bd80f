"""Names of places in both languages, and finding a place by what people call it."""

import pytest

from nssf_portal.places import names
from nssf_portal.places.models import Place

pytestmark = pytest.mark.django_db


def test_a_commune_is_named_with_its_whole_path():
    assert names.place_name("120101", "en").endswith("Chamkar Mon, Phnom Penh")
    assert names.place_name("120101", "km").startswith("ភ្នំពេញ ")


def test_an_unknown_code_is_shown_as_it_is():
    assert names.name_of("99", "en") == "99"
    assert names.place_name("", "en") == ""


def test_provinces_are_named_as_people_name_them():
    provinces = names.province_names("en")
    assert len(provinces) == 25
    assert provinces["17"] == "Siem Reap"
    assert names.province_names("km")["08"] == "កណ្ដាល"


def test_names_need_one_query_for_all(django_assert_num_queries):
    names.forget()
    with django_assert_num_queries(1):
        names.province_names("km")
        names.place_name("120101", "en")


@pytest.mark.parametrize("text", ["Siem Reap", "siemreap", "សៀមរាប", "17"])
def test_search_finds_a_province_by_any_of_its_names(text):
    assert Place.objects.search(text).first().code == "17"


def test_search_finds_an_alias():
    assert Place.objects.search("kampong som").first().code == "18"


def test_search_for_nothing_finds_nothing():
    assert not Place.objects.search(" ").exists()


def test_children_come_in_the_order_of_their_codes():
    codes = [place.code for place in Place.objects.children("12")]
    assert codes[0] == "1201"
    assert codes == sorted(codes)
    assert len(codes) == 14
    assert not Place.objects.children("nonsense").exists()
