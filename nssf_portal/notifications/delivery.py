"""The ways out: SMS by the government's gateway, e-mail by Django. Each says how it went, or that nobody knows."""

import smtplib
import ssl
from functools import lru_cache
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from nssf_portal.exchange.conf import sms_gateway_url

DEMO_KEY = "sample-key"


class SendLater(Exception):
    """Surely not sent: try again, after `seconds` if it was said; `whole_channel` when others would fare the same."""

    def __init__(self, reason: str, seconds: int | None = None, *, whole_channel: bool = True) -> None:
        self.reason = reason
        self.seconds = seconds
        self.whole_channel = whole_channel
        super().__init__(reason)


class SendRefused(Exception):
    """Surely not sent, and never will be."""


class SendInDoubt(Exception):
    """Perhaps sent: a person may have it already, so it is not sent again."""


class SmsGateway(Protocol):
    def send(self, recipient: str, text: str, label: str) -> str:
        """Hand over one SMS and give the provider's number for it."""
        ...


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Load the system's certificates once; httpx would read them for every message."""
    return ssl.create_default_context()


class NomsaGateway:
    """NOMSA's transactional SMS (nomsa.gov.kh): Bearer key, 201 with an id, delivered later."""

    path = "/v1/transactional/sms"

    def __init__(self, url: str = "", key: str = "") -> None:
        self.url = (url or sms_gateway_url()) + self.path
        key = key or settings.SMS_GATEWAY_KEY or (DEMO_KEY if settings.DEMO else "")
        self.options: dict[str, Any] = {
            "headers": {"Authorization": f"Bearer {key}"},
            "timeout": httpx.Timeout(15, connect=5),
            "verify": _trusted(),
            "trust_env": False,
        }

    def send(self, recipient: str, text: str, label: str) -> str:
        """Hand over one SMS and give the provider's number for it."""
        return self._accepted(self._post({"body": text, "recipient": recipient, "label": label}))

    def status(self, provider_id: str) -> str:
        """Ask how a message fares: UNSENT, accepted, sent, delivered, errored, redacted; "" when nobody answers."""
        try:
            answer = httpx.get(f"{self.url}/{provider_id}", **self.options)
            return str(answer.json().get("status", ""))
        except (httpx.HTTPError, ValueError, AttributeError):
            return ""

    def _post(self, data: dict[str, str]) -> httpx.Response:
        try:
            return httpx.post(f"{self.url}/send", json=data, **self.options)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise SendLater("no-connection") from error
        except httpx.HTTPError as error:
            raise SendInDoubt(type(error).__name__) from error

    def _accepted(self, answer: httpx.Response) -> str:
        if answer.status_code in (429, 503):
            raise SendLater(f"http-{answer.status_code}", _seconds(answer.headers.get("Retry-After")))
        if 400 <= answer.status_code < 500:
            raise SendRefused(f"http-{answer.status_code}")
        if answer.status_code not in (200, 201, 202):
            raise SendInDoubt(f"http-{answer.status_code}")
        return _provider_id(answer)


def _seconds(header: str | None) -> int | None:
    return min(int(header), 3600) if header and header.isascii() and header.isdigit() else None


def _provider_id(answer: httpx.Response) -> str:
    """Read the id; the gateway took the message, so an odd body changes nothing about that."""
    try:
        data: Any = answer.json()
    except ValueError:
        return ""
    return str(data.get("id", ""))[:100] if isinstance(data, dict) else ""


def sms_gateway() -> SmsGateway:
    """Give the adapter the setting names (SMS_ADAPTER, a dotted path)."""
    path = getattr(settings, "SMS_ADAPTER", "nssf_portal.notifications.delivery.NomsaGateway")
    return import_string(path)()


def send_email(recipient: str, subject: str, body: str) -> None:
    """Send one e-mail; until the connection stands nothing can have gone out."""
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise SendLater("no-connection") from error
    try:
        EmailMessage(subject, body, to=[recipient], connection=connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise SendRefused(type(error).__name__) from error
    except (smtplib.SMTPException, OSError) as error:
        raise SendInDoubt(type(error).__name__) from error
    finally:
        connection.close()
