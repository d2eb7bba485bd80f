"""`check --deploy` refuses what must not be served."""

import pytest
from django.core.checks import run_checks


def refusals():
    return {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}


@pytest.fixture
def good(settings, tmp_path):
    settings.DEMO = False
    settings.KEYS_FILE = tmp_path / "keys.json"
    settings.KEYS_FILE.write_text("{}")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_HTTPONLY = True


def test_good_settings_pass(good):
    assert not {refusal for refusal in refusals() if refusal.startswith("accounts.")}


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("DEMO", True, "accounts.E001"),
        ("SESSION_COOKIE_SECURE", False, "accounts.E003"),
        ("CSRF_COOKIE_SECURE", False, "accounts.E003"),
        ("SECOND_FACTOR_ENFORCED", False, "accounts.E004"),
    ],
)
def test_bad_ones_are_refused(good, settings, name, value, refusal):
    setattr(settings, name, value)
    assert refusal in refusals()


def test_missing_keys_are_refused(good, settings):
    settings.KEYS_FILE.unlink()
    assert "accounts.E002" in refusals()
