"""SMS: NOMSA's platform, PlasGate behind it, and the order in which they are asked."""

from collections.abc import Sequence

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nssf_portal.exchange.conf import sms_gateway_url
from nssf_portal.notifications.delivery import Gateway, SendLater, answer_json, judge, options, post

DEMO_KEY = "sample-key"
REDACTED = 410


class Nomsa:
    """NOMSA's transactional SMS (nomsa.gov.kh): Bearer key, 201 with an id, delivered later, state by GET."""

    name = "nomsa"
    path = "/v1/transactional/sms"

    def __init__(self) -> None:
        self.url = sms_gateway_url() + self.path
        key = settings.SMS_GATEWAY_KEY or (DEMO_KEY if settings.DEMO else "")
        self.headers = {"Authorization": f"Bearer {key}"}

    def send(self, recipient: str, text: str, label: str) -> str:
        """Hand over one SMS and give the provider's number for it."""
        data = {"body": text, "recipient": recipient, "label": label}
        answer = post(f"{self.url}/send", json=data, headers=self.headers)
        judge(answer)
        return str(answer_json(answer).get("id", ""))[:100]

    def status(self, provider_id: str) -> str:
        """Ask how a message fares: UNSENT, accepted, sent, delivered, errored, redacted; "" when nobody answers."""
        try:
            answer = httpx.get(f"{self.url}/{provider_id}", **options(headers=self.headers))
        except httpx.HTTPError:
            return ""
        if answer.status_code == REDACTED:
            return "redacted"
        return str(answer_json(answer).get("status", "")) if answer.is_success else ""


class PlasGate:
    """PlasGate's REST: one key travels in the address, so neither errors nor logs may ever name the address."""

    name = "plasgate"

    def __init__(self) -> None:
        base = settings.PLASGATE_URL.rstrip("/") or (sms_gateway_url() if settings.DEMO else "")
        if not base:
            raise ImproperlyConfigured("PLASGATE_URL must be set outside demo mode")
        self.url = f"{base}/rest/send"
        self.key = settings.PLASGATE_KEY or (DEMO_KEY if settings.DEMO else "")
        self.headers = {"X-Secret": settings.PLASGATE_SECRET or (DEMO_KEY if settings.DEMO else "")}

    def __repr__(self) -> str:
        return "<PlasGate>"

    def send(self, recipient: str, text: str, label: str) -> str:
        """Hand over one SMS; numbers go without the plus."""
        data = {"sender": settings.PLASGATE_SENDER, "to": recipient.lstrip("+"), "content": text}
        answer = post(self.url, params={"private_key": self.key}, json=data, headers=self.headers)
        judge(answer)
        said = answer_json(answer)
        return str(said.get("queue_id") or said.get("message_id") or "")[:100]

    def status(self, provider_id: str) -> str:
        """PlasGate publishes no question for one message: nobody can tell."""
        return ""


KNOWN: dict[str, type[Nomsa] | type[PlasGate]] = {gateway.name: gateway for gateway in (Nomsa, PlasGate)}
TELLING = frozenset({Nomsa.name})
"""Gateways that can be asked whether a message arrived."""


def named(name: str) -> Gateway:
    """Give the adapter of a name in SMS_GATEWAYS."""
    if name not in KNOWN:
        raise ImproperlyConfigured(f"SMS_GATEWAYS knows {', '.join(KNOWN)}, not {name!r}")
    return KNOWN[name]()


class SmsRoute:
    """The gateways in their order, for one run: one that surely did not take a message passes it to the next.

    In doubt nobody else is asked: the person would get it twice."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.gateways = [named(name.strip()) for name in names or settings.SMS_GATEWAYS]
        self.resting: dict[str, SendLater] = {}

    def send(self, recipient: str, text: str, label: str) -> tuple[str, str]:
        """Hand over one SMS; give the gateway that took it and its number there."""
        for gateway in self.gateways:
            if gateway.name in self.resting:
                continue
            try:
                return gateway.name, gateway.send(recipient, text, label)
            except SendLater as later:
                self.resting[gateway.name] = later
        raise min(self.resting.values(), key=lambda later: later.seconds or 0)
