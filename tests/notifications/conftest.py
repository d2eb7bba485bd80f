"""A real SMS gateway stand-in, one person and a few templates."""

import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model

from nssf_portal.doubles.sms_gateway import SmsGatewayDouble
from nssf_portal.notifications import templates
from nssf_portal.notifications.templates import Template

HELLO = Template(
    code="test.hello",
    km=lambda facts: f"ប.ស.ស.៖ សូមមើល {facts.link} លេខ {facts['reference']}",
    en=lambda facts: f"NSSF: see {facts.link} number {facts['reference']}",
    subject_km="សារពី ប.ស.ស.",
    subject_en="A message from NSSF",
    link_path="/m/{token}/",
)


@pytest.fixture(autouse=True)
def known_template() -> Iterator[None]:
    templates.register(HELLO)
    yield
    templates._templates.pop(HELLO.code)


@pytest.fixture
def gateway(settings, tmp_path) -> Iterator[SmsGatewayDouble]:
    with SmsGatewayDouble(file=tmp_path / "sms.jsonl") as double:
        settings.SMS_GATEWAY_URL = double.url
        settings.SMS_GATEWAY_KEY = double.key
        yield double


@pytest.fixture
def worker(db):
    return get_user_model().objects.create(email="sok@example.invalid", phone="+85512345678", language="km")


@pytest.fixture(autouse=True)
def no_run_in_progress(settings) -> None:
    """Keep the "somebody is sending" mark of tests beside this one out of it."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}
