"""Fields as people meet them: hint, error with a shape, and what was typed stays."""

import uuid
from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from nssf_portal.ui.forms import DigitsField, KhmerDateField, PhoneField, PictureRadioSelect, PortalForm


class Worker(PortalForm):
    phone = PhoneField(label="Phone", help_text="For example 012 345 678")
    born = KhmerDateField(label="Born", required=False)
    who = forms.ChoiceField(
        label="Who",
        choices=[("f", "Factory")],
        widget=PictureRadioSelect(pictures={"f": "factory"}, hints={"f": "Big"}),
    )
    agree = forms.BooleanField(label="I agree")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_a_field_names_its_hint_and_its_error_for_screen_readers():
    html = Worker({"phone": "012 34"})["phone"].as_field_group()
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_error"' in html and 'id="id_phone_helptext"' in html
    assert "govuk-input--error" in html and 'value="012 34"' in html and "required" not in html


def test_an_optional_field_says_so():
    assert "(optional)" in Worker()["born"].as_field_group()


def test_picture_radios_show_picture_and_hint():
    html = Worker()["who"].as_field_group()
    assert "<legend" in html and "radio-cards" in html and "Big" in html and "<svg" in html


def test_a_checkbox_stands_before_its_label():
    html = Worker()["agree"].as_field_group()
    assert html.index("<input") < html.index("I agree")


def test_the_error_summary_links_to_the_first_choice_and_names_the_field():
    html = render_to_string("components/error_summary.html", {"form": Worker({"phone": "012 345 678", "agree": "on"})})
    assert "There is a problem" in html and '<a href="#id_who_0">Who: This field is required.</a>' in html


def test_no_error_no_summary():
    assert render_to_string("components/error_summary.html", {"form": Worker()}).strip() == ""


def test_an_intake_form_carries_a_fresh_submission_id():
    first, second = (Worker(with_submission_id=True)["submission_id"].value() for _ in range(2))
    assert uuid.UUID(str(first)) != uuid.UUID(str(second))


@pytest.mark.parametrize("typed", ["012 345 678", "០១២ ៣៤៥ ៦៧៨", "+855 12 345 678", "012-345-678"])
def test_a_phone_number_is_read_however_it_is_typed(typed):
    assert PhoneField().clean(typed) == "+85512345678"


def test_a_short_phone_number_says_how_many_digits():
    with pytest.raises(forms.ValidationError, match="9 or 10 digits"):
        PhoneField().clean("012 34")


@pytest.mark.parametrize("typed", ["3 មេសា 1998", "៣/៤/១៩៩៨", "3 April 1998", "1998-04-03"])
def test_a_date_is_read_however_it_is_typed(typed):
    assert KhmerDateField().clean(typed) == date(1998, 4, 3)


def test_a_date_that_can_be_read_two_ways_is_asked_about():
    with pytest.raises(forms.ValidationError, match="3 April 1998 or 4 March 1998"):
        KhmerDateField(day_first=False).clean("03/04/1998")


@pytest.mark.parametrize(("typed", "words"), [("1998", "day and the month"), ("soon", "day, month and year")])
def test_a_date_that_is_not_one_says_what_to_write(typed, words):
    with pytest.raises(forms.ValidationError, match=words):
        KhmerDateField().clean(typed)


def test_digits_are_kept_plain():
    assert DigitsField().clean("០១០ ២៣-៤") == "010234"
