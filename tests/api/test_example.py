"""The worked example of the developers' page does what the page says, against a running portal."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connections

from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from registration.models import Employment, Roster
from tests.api.conftest import caller_for
from tests.api.test_rosters import row
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import number_block

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "examples" / "submit_roster.py"
pytestmark = pytest.mark.django_db(transaction=True)


def work(stop: threading.Event) -> None:
    """The worker of a real portal: does what is due until told to stop."""
    try:
        while not stop.wait(0.2):
            for job in Job.objects.due():
                jobs.run(job.pk)
    finally:
        connections.close_all()


def test_the_script_sends_waits_shows_and_registers(live_server, tmp_path, monkeypatch):
    monkeypatch.setattr("nssf_portal.jobs.services.ring", lambda job_id: None)
    number_block()
    enterprise = EnterpriseFactory()
    caller = caller_for(enterprise, representative_of(enterprise))
    people = tmp_path / "staff.json"
    people.write_text(json.dumps([row(1), row(2), row(3, identity_number="12")]))
    stop = threading.Event()
    worker = threading.Thread(target=work, args=[stop])
    worker.start()
    settings = {
        "NSSF_URL": live_server.url,
        "NSSF_CLIENT_ID": caller.client.public_id,
        "NSSF_CLIENT_SECRET": caller.secret,
        "PATH": os.environ["PATH"],
    }
    try:
        done = subprocess.run(
            [sys.executable, SCRIPT, people], env=settings, capture_output=True, text=True, timeout=120, check=False
        )
    finally:
        stop.set()
        worker.join()
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == f"sent: {Roster.objects.get().reference}"
    assert lines[2].startswith("row 4 (E3): identity_number: ")
    assert lines[-1] == "registered: 2"
    assert Employment.objects.filter(enterprise=enterprise).count() == 2
