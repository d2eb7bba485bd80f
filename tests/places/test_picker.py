"""Choosing a commune step by step, without and with JavaScript."""

import pytest
from django import forms
from django.urls import reverse
from django.utils import translation

from nssf_portal.places.fields import CommuneField

pytestmark = pytest.mark.django_db


class AddressForm(forms.Form):
    commune_code = CommuneField(label="Where")


def test_the_first_step_offers_provinces_only():
    html = AddressForm()["commune_code"].as_widget()
    assert html.count('<option value="12"') == 1
    assert '<option value="1201"' not in html


def test_choosing_a_province_asks_for_the_district():
    with translation.override("en"):
        form = AddressForm({"commune_code_province": "12", "commune_code_district": "", "commune_code": ""})
        assert not form.is_valid()
        assert form.errors["commune_code"] == ["Now choose the district or khan."]
        html = form["commune_code"].as_widget()
    assert '<option value="12" selected' in html
    assert '<option value="1201"' in html
    assert '<option value="120101"' not in html


def test_choosing_all_three_gives_the_commune():
    form = AddressForm({"commune_code_province": "12", "commune_code_district": "1201", "commune_code": "120101"})
    assert form.is_valid()
    assert form.cleaned_data["commune_code"] == "120101"


def test_a_commune_code_alone_is_enough_also_in_khmer_digits():
    form = AddressForm({"commune_code": "១២០១០១"})
    assert form.is_valid()
    assert form.cleaned_data["commune_code"] == "120101"


def test_changing_the_province_voids_the_old_district_and_commune():
    form = AddressForm({"commune_code_province": "08", "commune_code_district": "1201", "commune_code": "120101"})
    assert not form.is_valid()
    assert '<option value="08" selected' in form["commune_code"].as_widget()


@pytest.mark.parametrize("code", ["999999", "12010101", "abc", "12010"])
def test_what_is_not_a_commune_is_refused(code):
    assert not AddressForm({"commune_code": code}).is_valid()


def test_the_children_view_gives_options_to_anybody(client):
    answer = client.get(reverse("places:children"), {"parent": "12"})
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert 'value="1201"' in answer.content.decode()


def test_the_children_view_speaks_the_language_of_its_address(client):
    with translation.override("en"):
        url = reverse("places:children")
    assert "Chamkar Mon" in client.get(url, {"parent": "12"}).content.decode()


@pytest.mark.parametrize("parent", ["120101", "zz", "1"])
def test_there_is_nothing_below_what_is_no_province_or_district(client, parent):
    assert client.get(reverse("places:children"), {"parent": parent}).status_code == 404


def test_the_children_view_only_answers_get(client):
    assert client.post(reverse("places:children")).status_code == 405
