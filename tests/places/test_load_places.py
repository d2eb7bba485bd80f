"""Loading the national list of places: complete, repeatable, every defect of the source reported."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from nssf_portal.places.enums import Level
from nssf_portal.places.models import Place
from nssf_portal.places.services import load_places

pytestmark = pytest.mark.django_db


def test_a_migrated_database_knows_every_place():
    counts = Counter(Place.objects.current().values_list("level", flat=True))
    assert counts == {"province": 25, "district": 210, "commune": 1662, "village": 14576}


def test_a_second_load_changes_nothing():
    report = load_places(2025)
    assert (report.rows, report.created, report.updated, report.unchanged) == (16473, 0, 0, 16473)


def test_loading_puts_back_what_was_altered():
    Place.objects.filter(code="1201").update(name_latin="Elsewhere")
    report = load_places(2025)
    assert report.updated == 1
    assert Place.objects.get(code="1201").name_latin == "Chamkar Mon"


def test_the_defects_of_the_source_are_reported():
    codes = Counter(problem["code"] for problem in load_places(2025).problems)
    assert codes["repeated_code"] == 25
    assert codes["placeholder_code"] == 1
    assert codes["commune_missing"] == 1
    assert codes["zero_width_space"] == 6


def test_the_commune_without_a_row_is_made_from_its_villages():
    commune = Place.objects.get(code="120913")
    assert commune.made
    assert commune.parent.code == "1209"
    assert Place.objects.children("120913").count() == 13


def test_a_real_name_given_to_a_made_commune_survives_the_next_load():
    Place.objects.filter(code="120913").update(name_latin="Real Name")
    load_places(2025)
    assert Place.objects.get(code="120913").name_latin == "Real Name"


def test_villages_that_share_a_code_are_all_kept():
    assert Place.objects.filter(code="08120301").count() == 7
    assert Place.objects.filter(code="0506140-", level=Level.VILLAGE).count() == 9


def test_no_name_holds_an_invisible_space():
    assert not Place.objects.filter(name_km__contains="\u200b").exists()
    assert not Place.objects.filter(name_latin__contains="\u200b").exists()


def test_an_unknown_year_is_refused():
    with pytest.raises(LookupError):
        load_places(1998)


def test_the_database_refuses_a_second_current_commune_with_one_code():
    twin = Place.objects.get(code="120101")
    twin.pk, twin.release = None, 2024
    with pytest.raises(IntegrityError, match="place_one_current"), transaction.atomic():
        twin.save()
