"""Our side as an X-Road consumer: ask, write the exchange log, answer or raise."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings

from nssf_portal.exchange import conf, evidence_log
from nssf_portal.exchange.faults import ExchangeError, ExchangeFault, needs_operator
from nssf_portal.exchange.identifiers import ClientId, ServiceId
from nssf_portal.exchange.models import Exchange, Outcome
from nssf_portal.exchange.wire import PAGE_SECONDS, Call, Endpoint, Result, send
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
        result = send(call, self.client, self.endpoint)
        record(result, self.client)
        if result.error is not None:
            raise result.error
        return result

    def call_all(self, calls: Sequence[Call]) -> list[Result]:
        """Send several at once, so that a page waits for the slowest only; errors stay in the results."""
        if not calls:
            return []
        with ThreadPoolExecutor(max_workers=len(calls)) as pool:
            results = list(pool.map(lambda call: send(call, self.client, self.endpoint), calls))
        for result in results:
            record(result, self.client)
        return results

    def allowed_methods(self, provider: ClientId, timeout: float = PAGE_SECONDS) -> list[str]:
        """Ask which services of a provider we may call (daily contract check)."""
        service = ServiceId.parse(f"{provider}/allowedMethods")
        found = self.get(service, timeout=timeout).json.get("service", [])
        return [str(row.get("service_code") or row.get("serviceCode")) for row in found]


def configured_endpoint() -> Endpoint:
    """Read address and certificates from the settings."""
    names = ("CAMDX_TLS_CERTIFICATE", "CAMDX_TLS_KEY", "CAMDX_TLS_PINNED")
    return Endpoint(conf.security_server_url(), *(getattr(settings, name, "") for name in names))


def record(result: Result, client: ClientId) -> Exchange:
    """Write the exchange log row; the answer is kept encrypted, its digest beside it."""
    call, error = result.call, result.error
    _alert(error, call)
    return evidence_log.write(
        service=str(call.service),
        client=str(client),
        xroad_id=result.evidence.xroad_id,
        request_id=result.evidence.request_id,
        request_hash=result.evidence.request_hash,
        method=call.method,
        status=result.status,
        outcome=_outcome(error),
        fault_type=_fault_type(error),
        duration_ms=result.duration_ms,
        user_id=getattr(call.user, "pk", None),
        subject_kind=call.subject_kind,
        body_digest=result.body_digest,
        body=_sealed(result),
    )


def _outcome(error: ExchangeError | None) -> str:
    if error is None:
        return str(Outcome.OK)
    return str(Outcome.FAULT if isinstance(error, ExchangeFault) else Outcome.UNAVAILABLE)


def _fault_type(error: ExchangeError | None) -> str:
    return "" if error is None else str(error.type if isinstance(error, ExchangeFault) else error)[:200]


def _sealed(result: Result) -> bytes | None:
    if not result.body or len(result.body) > MAX_KEPT_BYTES:
        return None
    return encrypt(result.body, result.evidence.xroad_id.bytes)


def _alert(error: ExchangeError | None, call: Call) -> None:
    if isinstance(error, ExchangeFault) and needs_operator(error.normalised):
        logger.error("CamDX refused %s: %s (rights or configuration, an operator must look)", call.service, error)
