"""The description of the API is what the API does: the committed copy, and cases made from it by thousands.

`NSSF_LONG=1` makes at least 10,000 cases (`make trust` sets it); without it a sample keeps the suite quick."""

import json
import os
import warnings
from collections import Counter
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client

from nssf_portal.api.models import ApiClient
from nssf_portal.api.scopes import all_scopes
from tests.api.conftest import caller_for
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import confirmed, number_block, person, send_roster

COPY = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
LONG = bool(os.environ.get("NSSF_LONG"))
SEED = 20261123
LEAST = 10_000 if LONG else 150
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
    "use_after_free",
)


@pytest.mark.django_db
def test_the_committed_copy_is_what_the_code_says():
    """After a change: manage.py spectacular --format openapi-json --file docs/openapi.json, and look at the diff."""
    told = Client().get("/api/schema/").json()
    assert told == json.loads(COPY.read_text(encoding="utf-8"))
    assert told["openapi"] == "3.0.3"


def test_every_operation_says_what_happens_in_trouble():
    for path, operations in json.loads(COPY.read_text(encoding="utf-8"))["paths"].items():
        for method, operation in operations.items():
            answers = set(operation["responses"])
            assert {"406", "500", "503"} <= answers, (path, method)
            if path != "/api/v1/token":
                assert {"400", "401", "403", "404", "429"} <= answers, (path, method)
                assert operation["security"] == [{"bearer": []}]


def configured(token: str):
    from schemathesis.config import SchemathesisConfig

    checks = {name: {"enabled": True} for name in CHECKS}
    others = ("positive_data_acceptance", "missing_required_header", "unsupported_method", "object_level_authorization")
    checks |= {name: {"enabled": False} for name in (*others, "ensure_resource_availability")}
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            # Its client in the same process does not unpack what the portal packs.
            "headers": {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
            "continue-on-failure": True,
            "checks": checks,
            "generation": {"max-examples": 450 if LONG else 8, "database": "none", "no-shrink": True},
            "phases": {
                "coverage": {"enabled": LONG},
                "stateful": {"generation": {"max-examples": 150 if LONG else 3}},
            },
        }
    )


@pytest.fixture
def everything(transactional_db, monkeypatch):
    """A programme that may do all there is, with something of everything to find."""
    monkeypatch.setattr("nssf_portal.law.limits.value_or", lambda code, default: 10**9)
    monkeypatch.setattr("nssf_portal.jobs.services.ring", lambda job_id: None)
    number_block()
    enterprise = EnterpriseFactory()
    caller = caller_for(enterprise, representative_of(enterprise))
    ApiClient.objects.update(scopes=[scope.code for scope in all_scopes()])
    caller.client.refresh_from_db()
    from nssf_portal.api.clients import issue_token

    caller.token = issue_token(caller.client)[0]
    confirmed(send_roster(enterprise, [person(n) for n in range(1, 4)]))
    return caller


def without_a_network(monkeypatch) -> None:
    """The tool's repeated requests carry settings of sockets, which there are none of in one process."""
    from schemathesis.transport.wsgi import WSGITransport

    send = WSGITransport.send

    def plain(self, case, **kwargs):
        for name in ("max_redirects", "verify", "cert", "proxies"):
            kwargs.pop(name, None)
        return send(self, case, **kwargs)

    monkeypatch.setattr(WSGITransport, "send", plain)


def test_cases_made_from_the_description_find_nothing(everything, monkeypatch):
    import schemathesis

    without_a_network(monkeypatch)
    schema = schemathesis.openapi.from_wsgi("/api/schema/", WSGIHandler(), config=configured(everything.token))
    cases, checks, failures = Counter(), Counter(), Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tool's own
        for event in schemathesis.engine.from_schema(schema).execute():
            _read(event, cases, checks, failures)
            _write_down(cases, checks, failures)
    connections.close_all()
    told = _told(cases, checks)
    assert not failures, f"{told}\n" + "\n".join(f"{n} x {what}" for what, n in failures.most_common(40))
    assert sum(cases.values()) >= LEAST, told


def _told(cases: Counter, checks: Counter) -> str:
    return f"{sum(cases.values())} cases {dict(cases)}, {sum(checks.values())} checks {dict(checks)}"


def _write_down(cases: Counter, checks: Counter, failures: Counter) -> None:
    """After each operation, so that a long run that is stopped tells how far it came."""
    if out := os.environ.get("NSSF_CASES"):
        found = [f"{n} x {what}" for what, n in failures.most_common()]
        Path(out).write_text("\n".join([_told(cases, checks), *found]) + "\n")


def _read(event, cases: Counter, checks: Counter, failures: Counter) -> None:
    recorder = getattr(event, "recorder", None)
    if type(event).__name__ in ("NonFatalError", "FatalError"):
        failures[f"{type(event).__name__} {getattr(event, 'label', '')} {str(event.info)[:800]}"] += 1
    if recorder is None:
        return
    cases[str(event.phase)] += len(recorder.interactions)
    for nodes in recorder.checks.values():
        for node in nodes:
            checks[node.name] += 1
            if node.failure_info is not None:
                failure = node.failure_info.failure
                failures[f"{recorder.label} {node.name}: {failure.title}: {failure.message[:300]}"] += 1
