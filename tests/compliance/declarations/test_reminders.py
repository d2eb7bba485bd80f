"""Reminders to declare: before the last day and after it, once, never to who has declared."""

from datetime import date

import pytest

from compliance.services.reminding import remind
from compliance.tasks import daily_declarations
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import render
from tests.compliance.declarations.conftest import OCTOBER, declare, registered
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
BEFORE, SOON, LAST, AFTER = (date(2026, 11, day) for day in (14, 15, 20, 23))


def test_told_once_before_and_once_after(shop, owner):
    assert remind(BEFORE) == 0
    assert [remind(SOON), remind(LAST)] == [1, 0]
    assert remind(date(2026, 11, 21)) == 0
    assert [remind(AFTER), remind(date(2026, 11, 24))] == [1, 0]
    told = list(Message.objects.filter(recipient_user=owner).order_by("id"))
    assert [one.template for one in told] == ["declaration.due_soon", "declaration.overdue"]


def test_who_has_declared_hears_nothing(shop, owner):
    declare(shop, OCTOBER, "no_staff")
    assert remind(SOON) == 0
    assert remind(AFTER) == 0


def test_a_new_enterprise_and_one_not_registered_hear_nothing():
    representative_of(registered(registered_on="2026-11-02"))
    representative_of(registered(state="known", nssf_number=None, registered_on=None))
    assert remind(SOON) == 0


def test_one_message_for_several_enterprises(shop, owner):
    other = registered()
    other.representatives.create(user=owner, role="owner", basis="sample")
    assert remind(SOON) == 1
    assert Message.objects.count() == 1


def test_the_words_name_nobody(shop, owner):
    remind(SOON)
    message = Message.objects.get()
    for language in ("km", "en"):
        words = render(message, language).body
        assert "2026-10" in words
        assert "2026-11-20" in words
        assert shop.name_latin not in words
        assert str(owner) not in words


def test_the_daily_task(shop, owner):
    daily_declarations()
