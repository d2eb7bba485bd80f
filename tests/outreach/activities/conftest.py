"""An officer of Phnom Penh at the desk, and what a plan looks like."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach.models import ActivityType
from tests.factories import outreach as made

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def desk(officer):
    return signed_in(officer)


def text(response) -> str:
    return response.content.decode()


def plan(**fields) -> dict:
    day = timezone.localdate() + timedelta(days=10)
    return {
        "submission_id": str(uuid.uuid4()),
        "type": ActivityType.objects.get(code="workshop-weekly").pk,
        "name_km": "សិក្ខាសាលា",
        "name_en": "Market workshop",
        "on": f"{day:%d/%m/%Y}",
        "starts": "៩:០០",
        "ends": "11:00",
        "place_code": "120101",
        "venue": "Commune hall",
        "position": "11.5564, 104.9282",
        "target_group": "workers",
        "languages": ["km", "sgn"],
        "capacity": "40",
        "is_public": "on",
        "takes_sign_ups": "on",
    } | fields
