"""What can go wrong on the way to a partner, in both dialects X-Road speaks."""

import json
from dataclasses import dataclass

import httpx
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

# Tails of the fault type (X-Road REST protocol, ErrorCodes): worth another try, after a pause.
RETRYABLE = frozenset(
    "networkerror ioerror internalerror databaseerror outdatedglobalconf globalconfoutdated loggingfailed "
    "timestampingfailed maintenancemode servicedisabled sslauthenticationfailed".split()
)
# Never worth another try; an operator has to look.
FINAL = frozenset(
    "accessdenied unknownmember unknownservice badrequest invalidclientidentifier servicetype invalidrequest".split()
)
# Said before the service was handed the message, so certainly nothing was done; after any other fault it may have been.
NOTHING_DONE = FINAL | frozenset(
    "servicedisabled maintenancemode outdatedglobalconf globalconfoutdated sslauthenticationfailed".split()
)


class ExchangeError(Exception):
    """The exchange gave no answer of the partner's own; `in_doubt` when the partner may have acted all the same."""

    in_doubt = False


class ExchangeFault(ExchangeError):
    """A security server refused or failed: `type` as received, `normalised` the same in every version."""

    def __init__(self, type: str, detail: str = "") -> None:  # noqa: A002  (the protocol's own word)
        self.type = type
        self.normalised = normalise(type)
        self.detail = detail
        self.retryable = is_retryable(self.normalised)
        super().__init__(self.normalised)


class ExchangeUnavailable(ExchangeError):
    """Nothing usable came back; `in_doubt` when the partner may have acted all the same."""

    def __init__(self, reason: str, *, in_doubt: bool = False) -> None:
        self.reason = reason
        self.in_doubt = in_doubt
        super().__init__(reason)


def normalise(fault_type: str) -> str:
    """Bring CamelCase (up to 7.7) and snake_case (from 7.8) to one form: lower case, no underscore."""
    return fault_type.strip().lower().replace("_", "")


def is_retryable(normalised: str) -> bool:
    """Classify by the tail: `servicefailed` is only a prefix of the real reason."""
    return normalised.rsplit(".", 1)[-1] in RETRYABLE


def needs_operator(normalised: str) -> bool:
    """Say whether the fault is a matter of rights or configuration, which time does not heal."""
    return normalised.rsplit(".", 1)[-1] in FINAL


def may_have_been_done(normalised: str) -> bool:
    """Say whether the service may have acted before the fault: an answer lost on its way back looks the same to us."""
    family, _dot, _rest = normalised.partition(".")
    return family != "client" and normalised.rsplit(".", 1)[-1] not in NOTHING_DONE


@dataclass(frozen=True, slots=True)
class FaultBody:
    type: str
    message: str
    detail: str


def read_fault(response: httpx.Response, body: bytes) -> ExchangeFault | None:
    """Read the security server's fault; None when the answer is the partner's own (no X-Road-Error)."""
    header = response.headers.get("X-Road-Error")
    if header is None:
        return None
    parsed = _from_json(body) or _from_xml(body) or FaultBody(header, "", "")
    return ExchangeFault(parsed.type or header, parsed.detail)


def _from_json(body: bytes) -> FaultBody | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    return FaultBody(*(_text(data.get(key)) for key in ("type", "message", "detail")))


def _from_xml(body: bytes) -> FaultBody | None:
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, DefusedXmlException):
        return None
    return FaultBody(*(_text(root.findtext(key)) for key in ("type", "message", "detail")))


def _text(value: object) -> str:
    """As it can be kept: JSON may hold zeros and halves of signs, which no database takes."""
    return str(value or "").encode(errors="ignore").decode().replace("\0", "")
