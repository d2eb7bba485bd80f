"""The daily question to each partner: may we still call your service, and is it still described as it was?

Protocol: X-Road metaservices allowedMethods and getOpenAPI. The first description found is what was agreed."""

import hashlib
import json
import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from nssf_portal.exchange import conf
from nssf_portal.exchange.client import SecurityServer
from nssf_portal.exchange.faults import ExchangeError, ExchangeFault, ExchangeUnavailable
from nssf_portal.exchange.identifiers import ServiceId
from nssf_portal.exchange.operator_models import ContractCheck, ContractResult
from nssf_portal.exchange.registries import registry_services
from nssf_portal.exchange.wire import PATIENT_SECONDS
from nssf_portal.jobs.services import Running

logger = logging.getLogger(__name__)
JOB = "exchange.contracts"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# Words for people; changing them changes no contract.
_PROSE = frozenset({"description", "summary", "example", "examples", "title", "tags", "externalDocs"})


def partner_services() -> dict[str, ServiceId]:
    """Every service of a partner that we are set up to call, by what we use it for."""
    found = dict(registry_services())
    for name, service in (("identity", conf.kyc_service()), ("informal", conf.informal_service())):
        if service:
            found.setdefault(name, service)
    return found


def check_all() -> list[ContractCheck]:
    """Ask about each service; effects: one row each, and an operator is told of what is not as agreed."""
    return [check(service) for service in partner_services().values()]


def run(_running: Running) -> None:
    """The job an operator starts."""
    check_all()


def check(service: ServiceId) -> ContractCheck:
    """Ask about one service and note what was found; silence is noted as silence, never as a change."""
    try:
        result, shape, told = _found(service)
    except (ExchangeError, ImproperlyConfigured) as error:
        reason = error.type if isinstance(error, ExchangeFault) else getattr(error, "reason", "not-configured")
        result, shape, told = ContractResult.UNREACHABLE, "", reason
    if result in (ContractResult.CHANGED, ContractResult.MISSING):
        logger.error("the contract of %s is %s: an operator must look", service, result)
    return ContractCheck.objects.create(service=str(service), result=result, shape=shape, told=told[:500])


def _found(service: ServiceId) -> tuple[ContractResult, str, str]:
    server = SecurityServer()
    if service.service_code not in server.allowed_methods(service.provider, timeout=PATIENT_SECONDS):
        return ContractResult.MISSING, "", ", ".join(server.listed_methods(service.provider, timeout=PATIENT_SECONDS))
    shape, told = _description(server, service)
    agreed = ContractCheck.objects.agreed(str(service)).values_list("shape", flat=True).first()
    same = agreed is None or agreed == shape
    return (ContractResult.KEPT if same else ContractResult.CHANGED), shape, told


def _description(server: SecurityServer, service: ServiceId) -> tuple[str, str]:
    """Give the digest of a description and its endpoints; both empty where a service is not described."""
    try:
        answer = server.description(service, timeout=PATIENT_SECONDS)
    except ExchangeFault as fault:
        if fault.retryable:
            raise
        return "", ""
    if answer.status != 200:
        raise ExchangeUnavailable("no-description")
    return shape_of(answer.body)


def shape_of(document: bytes) -> tuple[str, str]:
    """Give the digest of what programs rely on (paths and schemas), and the endpoints in words.

    A description that is not JSON is compared as it was written."""
    try:
        data = json.loads(document)
    except RecursionError:
        raise ExchangeUnavailable("unknown-shape") from None
    except ValueError:
        return hashlib.sha256(b" ".join(document.split())).hexdigest(), ""
    if not isinstance(data, dict) or not isinstance(data.get("paths"), dict):
        raise ExchangeUnavailable("unknown-shape")
    relied_on = _without_prose({name: data.get(name) for name in ("paths", "components")})
    text = json.dumps(relied_on, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest(), _endpoints(data["paths"])


def _without_prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_prose(inner) for name, inner in value.items() if not _is_prose(name, inner)}
    return [_without_prose(inner) for inner in value] if isinstance(value, list) else value


def _is_prose(name: str, value: Any) -> bool:
    """A property of somebody's data may be called "title": then it is a schema, not a word."""
    return name in _PROSE and not (isinstance(value, dict) and ("type" in value or "$ref" in value))


def _endpoints(paths: dict[str, Any]) -> str:
    found = [
        f"{method.upper()} {path}"
        for path, item in sorted(paths.items())
        if isinstance(item, dict)
        for method in METHODS
        if method in item
    ]
    return "; ".join(found)
