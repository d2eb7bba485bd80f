"""The law book answers for a date, says where it has it from, and never guesses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import translation

from nssf_portal import law
from nssf_portal.law import book, loader
from nssf_portal.law.enums import ValueType
from nssf_portal.law.models import LawValue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "wage"), [("2022-11-24", 40_000), ("2022-11-25", 80_000), ("2026-11-22", 80_000)])
def test_the_base_daily_wage_changed_on_25_november_2022(day, wage):
    found = law.value("fine.base_daily_wage", on=date.fromisoformat(day))
    assert (found.value, found.unit, found.confirmed) == (wage, "riel", True)


def test_a_value_names_its_source():
    assert "Prakas 168/22" in law.value("deadline.employee_registration", on=date(2026, 1, 1)).source


def test_the_pension_rate_doubles_but_the_day_is_to_be_confirmed():
    later = law.value("contribution.pension.employer_rate", on=date(2027, 10, 1))
    assert (later.value, later.confirmed) == (Decimal("0.04"), False)


def test_no_value_in_force_is_an_error_not_a_guess():
    with pytest.raises(law.NoLawInForce):
        law.value("contribution.pension.floor", on=date(2022, 9, 30))
    with pytest.raises(law.NoLawInForce):
        law.value("no.such.rule")


def test_the_book_is_read_once(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        for _turn in range(5):
            law.value("working_age.minimum")
            law.value("fine.multiplier.maximum")


def test_a_change_is_seen_after_the_book_is_forgotten():
    assert law.value("working_age.minimum").value == 15
    LawValue.objects.filter(code="working_age.minimum").update(number=16)
    book.forget()
    assert law.value("working_age.minimum").value == 16


def test_a_change_by_another_process_is_seen_within_seconds(settings):
    settings.LAW_BOOK_SECONDS = 0
    assert law.value("working_age.minimum").value == 15
    LawValue.objects.filter(code="working_age.minimum").update(number=16)
    assert law.value("working_age.minimum").value == 16


def test_two_values_of_one_code_cannot_hold_on_one_day():
    twin = LawValue.objects.get(code="fine.base_daily_wage", number=80_000)
    twin.pk, twin.valid_from = None, date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="lawvalue_no_overlap"), transaction.atomic():
        twin.save()


def test_a_value_has_exactly_one_type():
    with pytest.raises(IntegrityError, match="lawvalue_one_typed_value"), transaction.atomic():
        LawValue.objects.create(
            code="x", value_type=ValueType.INTEGER, text="1", valid_from=date(2026, 1, 1), source="test"
        )


def test_filling_again_changes_nothing_and_respects_what_was_changed():
    LawValue.objects.filter(code="sla.claim").update(number=9)
    filled = loader.fill()
    assert (filled.values, filled.holidays, filled.hours, filled.checklist) == (0, 0, 0, 0)
    assert law.value("sla.claim").value == 9


def test_every_value_has_a_source():
    assert not LawValue.objects.filter(source="").exists()
    assert len(book.codes()) > 60


def _render(code: str) -> str:
    with translation.override("en"):
        return Template("{% load law %}{% law code %}").render(Context({"code": code}))


def test_an_unconfirmed_value_says_so_where_it_is_used():
    assert "To be confirmed" in _render("sla.claim")
    assert "To be confirmed" not in _render("fine.base_daily_wage")
    assert "80,000&nbsp;៛" in _render("fine.base_daily_wage")


def test_a_missing_rule_is_said_and_not_shown_as_nothing():
    assert "No rule in force" in _render("no.such.rule")


def test_today_is_the_default_day():
    LawValue.objects.create(
        code="test.tomorrow",
        value_type=ValueType.BOOLEAN,
        flag=True,
        valid_from=date.today() + timedelta(days=3),
        source="test",
    )
    with pytest.raises(law.NoLawInForce):
        law.value("test.tomorrow")
