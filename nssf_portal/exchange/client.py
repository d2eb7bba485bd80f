"""Our side as an X-Road consumer: ask, write the exchange log, answer or raise."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from django.conf import settings

from nssf_portal.exchange import budget, conf, evidence_log
from nssf_portal.exchange.faults import ExchangeError, ExchangeFault, ExchangeUnavailable, needs_operator
from nssf_portal.exchange.identifiers import ClientId, ServiceId
from nssf_portal.exchange.models import Exchange, Outcome
from nssf_portal.exchange.wire import Call, Endpoint, Result, send
from nssf_portal.identifiers.crypto import encrypt

logger = logging.getLogger(__name__)

MAX_KEPT_BYTES = 256 * 1024


class SecurityServer:
    """Our own security server: every message to a partner goes through it."""

    def __init__(self, endpoint: Endpoint | str | None = None, client: ClientId | None = None) -> None:
        self.endpoint = Endpoint(endpoint) if isinstance(endpoint, str) else endpoint or configured_endpoint()
        self.client = client or conf.client_id()

    def get(self, service: ServiceId, path: str = "", query: Mapping[str, str] | None = None, **more: Any) -> Result:
        """Ask with GET; nothing that tells who a person is belongs in the path or the query."""
        return self.call(Call("GET", service, path, query, **more))

    def post(self, service: ServiceId, path: str = "", body: Any = None, **more: Any) -> Result:
        """Send with POST; it is repeated only when the caller says it is `idempotent`."""
        return self.call(Call("POST", service, path, body=body, **more))

    def call(self, call: Call) -> Result:
        """Send, log, and give the partner's own answer; raise ExchangeFault or ExchangeUnavailable otherwise."""
        result = self.call_all([call])[0]
        if result.error is not None:
            raise result.error
        return result

    def call_all(self, calls: Sequence[Call]) -> list[Result]:
        """Send several at once, so that a page waits for the slowest only; errors stay in the results."""
        timed = [replace(call, timeout=budget.seconds()) if call.timeout is None else call for call in calls]
        for call in timed:
            announce(call, self.client)
        with budget.spending():
            results = self._send(timed)
        for result in results:
            record(result, self.client)
        return results

    def _send(self, calls: Sequence[Call]) -> list[Result]:
        if len(calls) < 2:
            return [send(call, self.client, self.endpoint) for call in calls]
        with ThreadPoolExecutor(max_workers=len(calls)) as pool:
            return list(pool.map(lambda call: send(call, self.client, self.endpoint), calls))

    def allowed_methods(self, provider: ClientId, timeout: float | None = None) -> list[str]:
        """Ask which services of a provider we may call."""
        return service_codes(self._meta(provider, "allowedMethods", timeout=timeout).json)

    def listed_methods(self, provider: ClientId, timeout: float | None = None) -> list[str]:
        """Ask which services a provider has, ours to call or not."""
        return service_codes(self._meta(provider, "listMethods", timeout=timeout).json)

    def description(self, service: ServiceId, timeout: float | None = None) -> Result:
        """Ask for a service's OpenAPI description, JSON or YAML as the provider wrote it."""
        query = {"serviceCode": service.service_code}
        return self._meta(service.provider, "getOpenAPI", query, timeout=timeout, wants_json=False)

    def _meta(self, provider: ClientId, code: str, query: Mapping[str, str] | None = None, **more: Any) -> Result:
        more |= {"subject_kind": "contract-check", "patient": more["timeout"] is not None}
        return self.get(ServiceId.parse(f"{provider}/{code}"), query=query, **more)


def service_codes(data: Any) -> list[str]:
    """Read a list of services; the annex of the protocol writes serviceCode, its examples service_code."""
    rows = data.get("service") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise ExchangeUnavailable("unknown-shape")
    found = (row.get("service_code") or row.get("serviceCode") for row in rows if isinstance(row, dict))
    return [str(code) for code in found if code]


def configured_endpoint() -> Endpoint:
    """Read address and certificates from the settings."""
    names = ("CAMDX_TLS_CERTIFICATE", "CAMDX_TLS_KEY", "CAMDX_TLS_PINNED")
    return Endpoint(conf.security_server_url(), *(getattr(settings, name, "") for name in names))


def announce(call: Call, client: ClientId) -> None:
    """Note before it goes out what may be sent only once: should we die before the answer, the line stands alone."""
    if not call.may_repeat and call.seconds >= budget.LEAST_SECONDS:
        evidence_log.write(
            service=str(call.service),
            client=str(client),
            xroad_id=call.id,
            method=call.method,
            outcome=Outcome.SENT,
            duration_ms=0,
            user_id=getattr(call.user, "pk", None),
            subject_kind=call.subject_kind,
        )


def record(result: Result, client: ClientId) -> Exchange:
    """Write the exchange log row; the answer is kept encrypted, its digest beside it."""
    call, error = result.call, result.error
    _alert(result)
    return evidence_log.write(
        service=str(call.service),
        client=str(client),
        xroad_id=result.evidence.xroad_id,
        request_id=result.evidence.request_id,
        request_hash=result.evidence.request_hash,
        method=call.method,
        status=result.status,
        outcome=_outcome(result),
        fault_type=_fault_type(error),
        duration_ms=result.duration_ms,
        user_id=getattr(call.user, "pk", None),
        subject_kind=call.subject_kind,
        body_digest=result.body_digest,
        body=_sealed(result),
    )


def _outcome(result: Result) -> str:
    if result.error is None:
        return str(Outcome.OK)
    if result.in_doubt:
        return str(Outcome.IN_DOUBT)
    return str(Outcome.FAULT if isinstance(result.error, ExchangeFault) else Outcome.UNAVAILABLE)


def _fault_type(error: ExchangeError | None) -> str:
    return "" if error is None else str(error.type if isinstance(error, ExchangeFault) else error)[:200]


def _sealed(result: Result) -> bytes | None:
    if not result.body or len(result.body) > MAX_KEPT_BYTES:
        return None
    return encrypt(result.body, result.evidence.xroad_id.bytes)


def _alert(result: Result) -> None:
    error, service = result.error, result.call.service
    if isinstance(error, ExchangeFault) and needs_operator(error.normalised):
        logger.error("CamDX refused %s: %s (rights or configuration, an operator must look)", service, error)
    if result.in_doubt:
        logger.error("no answer of %s to %s: an operator must ask whether it was done", service, result.call.id)
