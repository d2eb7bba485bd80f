"""A registered enterprise with staff, its owner, and a day on which October is to be declared."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from compliance.models import Declaration
from compliance.services.declaring import file_declaration
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.law import book, clock
from registration.models import Employment
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, employment

OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _fresh_law_book():
    book.forget()
    clock.forget()
    yield
    book.forget()
    clock.forget()


@pytest.fixture
def shop(db) -> Enterprise:
    return registered()


@pytest.fixture
def owner(shop) -> User:
    return representative_of(shop)


@pytest.fixture
def employer(client: Client, owner) -> Client:
    client.force_login(owner)
    return client


def registered(**fields) -> Enterprise:
    made = EnterpriseFactory(**fields)
    made.refresh_from_db()  # days as days
    return made


def worker(shop: Enterprise, started: date = date(2025, 1, 6), ended: date | None = None, **fields) -> Employment:
    made = employment(MemberFactory(), shop, started, ended)
    for name, value in fields.items():
        setattr(made, name, value)
    if fields:
        made.save()
    return made


def declare(shop: Enterprise, month: date = OCTOBER, kind: str = "staff", **given) -> Declaration:
    given = {"submission_id": uuid.uuid4(), "by": None} | given
    return file_declaration(enterprise=shop, month=month, kind=kind, **given)


def dollars(amount: str) -> dict:
    return {"wage": Decimal(amount), "wage_currency": "USD"}
