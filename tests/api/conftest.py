"""A registered enterprise, its owner, and programmes with tokens."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.api import clients
from nssf_portal.api.models import ApiClient
from registration.api.connecting import connect
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

ALL = ("rosters.read", "rosters.write", "staff.read", "staff.export", "enterprise.read", "webhooks.manage")


@dataclass
class Caller:
    """A programme with its token; `get` and `post` speak as it does."""

    client: ApiClient
    secret: str = ""
    token: str = ""
    http: Client = field(default_factory=Client)

    def headers(self, **extra: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", "accept-language": "en", **extra}

    def get(self, path: str, **headers: str):
        return self.http.get(f"/api/v1/{path}", headers=self.headers(**headers))

    def delete(self, path: str):
        return self.http.delete(f"/api/v1/{path}", headers=self.headers())

    def post(self, path: str, data: Any = None, *, key: str | None = "", **headers: str):
        if key is not None:
            headers["idempotency-key"] = key or uuid.uuid4().hex
        body = data if isinstance(data, (str, bytes)) else json.dumps(data if data is not None else {})
        kind = headers.pop("content_type", "application/json")
        return self.http.post(f"/api/v1/{path}", body, content_type=kind, headers=self.headers(**headers))


def caller_for(enterprise: Enterprise, owner: User, *scopes: str) -> Caller:
    made = connect(enterprise=enterprise, name="Payroll", scopes=scopes or ALL, by=owner)
    text, _token = clients.issue_token(made.client)
    return Caller(made.client, made.secret, text)


def system_caller(*scopes: str, kind: str = "partner") -> Caller:
    made = clients.create_client(name="System", scopes=scopes, by=UserFactory(), kind=kind)
    text, _token = clients.issue_token(made.client)
    return Caller(made.client, made.secret, text)


@pytest.fixture
def enterprise(db) -> Enterprise:
    OfficeFactory(code="HQ")
    return EnterpriseFactory()


@pytest.fixture
def owner(enterprise) -> User:
    return representative_of(enterprise)


@pytest.fixture
def payroll(enterprise, owner) -> Caller:
    return caller_for(enterprise, owner)


@pytest.fixture
def stranger(db) -> Caller:
    other = EnterpriseFactory()
    return caller_for(other, representative_of(other))
