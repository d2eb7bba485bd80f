"""Each thing the portal stands on is ok, or what to do about it is said."""

import json
from pathlib import Path

import pytest
from django.test import RequestFactory

from nssf_portal.runtime import checks, readiness, views
from nssf_portal.runtime.readiness import Answer


def test_healthz_says_which_one_is_down(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "check_database", lambda: Answer("database", True))
    monkeypatch.setattr(readiness, "check_broker", lambda: Answer("broker", True))
    assert views.healthz(rf.get("/healthz")).status_code == 200
    monkeypatch.setattr(readiness, "check_broker", lambda: Answer("broker", False, "secret address"))
    response = views.healthz(rf.get("/healthz"))
    assert response.status_code == 503
    assert json.loads(response.content) == {"ok": False, "database": True, "broker": False}
    assert views.healthz(rf.post("/healthz")).status_code == 405


def test_a_database_without_khmer_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "check_database", lambda: Answer("database", True))
    monkeypatch.setattr(readiness, "khmer_trigrams", lambda: 0)
    assert [error.id for error in checks.khmer_has_letters(databases=["default"])] == ["runtime.E001"]
    monkeypatch.setattr(readiness, "khmer_trigrams", lambda: 7)
    assert checks.khmer_has_letters(databases=["default"]) == []
    assert checks.khmer_has_letters(databases=None) == []


def test_keys_others_can_read_are_reported(settings, tmp_path: Path) -> None:
    settings.KEYS_FILE = tmp_path / "keys.json"
    settings.DEMO = False
    assert "missing" in readiness.check_keys().advice
    settings.KEYS_FILE.write_text("{}")
    settings.KEYS_FILE.chmod(0o644)
    assert "chmod 600" in readiness.check_keys().advice
    settings.KEYS_FILE.chmod(0o600)
    assert readiness.check_keys().ok
    settings.KEYS_FILE.write_text("not json")
    assert not readiness.check_keys().ok


def test_storage_that_can_not_be_written_is_reported(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert readiness.check_storage().ok
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert "can't be written" in readiness.check_storage().advice


def test_a_broker_that_does_not_answer_is_reported(settings, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock?db=0"
    assert "REDIS_URL" in readiness.check_broker().advice
