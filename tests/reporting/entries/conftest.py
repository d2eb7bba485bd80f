"""A plan that runs, a row of it, its contact, and who reads all."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from reporting.models import MeasurePart
from reporting.periods import Period
from tests.factories import reporting as made

Q3 = Period.parse("2026Q3")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def english(name: str, *args) -> str:
    """The address of the English page, whatever language the last page was in."""
    with translation.override("en"):
        return reverse(name, args=args)


def text(response) -> str:
    return response.content.decode()


def submission() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def plan(db):
    return made.plan(code="entries", starts_on=date(2025, 1, 1), ends_on=date(2099, 12, 31))


@pytest.fixture
def row(plan):
    """1.5, led by MISTI, supported by NSSF."""
    measure = made.measure("1.5", of=plan, lead="MISTI")
    MeasurePart.objects.create(version=measure.versions.get(), institution=made.institution("NSSF"), part="support")
    return measure


@pytest.fixture
def owed(row):
    """What MISTI is asked."""
    return made.entry(row, call=made.call())


@pytest.fixture
def contact(db):
    return made.contact("MISTI")


@pytest.fixture
def ministry(contact):
    return signed_in(contact)


@pytest.fixture
def secretariat(db):
    return signed_in(made.analyst())
