"""A registered shop with an owner and staff in Phnom Penh, its officer and who decides after the officer."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from compliance.declaring import months
from compliance.models import CaseFile
from enterprises.models import Enterprise
from incentives.services import relieving
from nssf_portal.accounts.models import User
from nssf_portal.law import book, clock
from registration.models import Employment
from tests.factories import compliance, incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, employment

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def _fresh_law_book(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    book.forget()
    clock.forget()
    yield
    book.forget()
    clock.forget()


@pytest.fixture
def shop(db) -> Enterprise:
    made = EnterpriseFactory()
    made.refresh_from_db()
    return made


@pytest.fixture
def owner(shop) -> User:
    return representative_of(shop)


@pytest.fixture
def officer(db) -> User:
    return incentives.officer()


@pytest.fixture
def chief(db) -> User:
    return incentives.chief()


def month(back: int = 1) -> date:
    return months.after(months.first_of(timezone.localdate()), -back)


def worker(shop: Enterprise, started: date = date(2025, 1, 6), **fields) -> Employment:
    made = employment(MemberFactory(), shop, started, None)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def ask(shop: Enterprise, by: User, kind: str = "lateness", **fields):
    """A request with an ordinary reason; last month unless told otherwise."""
    given = {"reason": fields.pop("reason", None) or incentives.relief_reason(kind), "text": "Under water."}
    if kind != "penalty":
        given |= {"from_month": month(), "to_month": month()}
    given |= {"submission_id": uuid.uuid4()} | fields
    return relieving.ask(enterprise=shop, kind=kind, by=by, **given)


def propose(request, by: User, **fields):
    given = {"legal_ground": "Prakas (invented)", "reason": "a flood", "submission_id": uuid.uuid4()} | fields
    return relieving.propose(request, by=by, **given)


def fine_of(shop: Enterprise):
    case = CaseFile.objects.filter(enterprise=shop).first() or compliance.case_file(shop)
    return compliance.confirmed_fine(case)


def pdf(name: str = "proof.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get("/en" + reverse(name, args=args).removeprefix("/en"), query)


def send(client, user, name, *args, query: str = "", **data):
    client.force_login(user)
    return client.post("/en" + reverse(name, args=args).removeprefix("/en") + query, data)
