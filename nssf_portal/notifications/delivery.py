"""How a message leaves the house: what every way out says of itself, and e-mail by Django."""

import smtplib
import ssl
from functools import lru_cache
from typing import Any, NoReturn, Protocol

import httpx
from django.core.mail import EmailMessage, get_connection


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


class Gateway(Protocol):
    """A way out with somebody else's machine at its end."""

    name: str

    def send(self, recipient: str, text: str, label: str) -> str:
        """Hand over one message and give the provider's number for it; "" when it gives none."""
        ...

    def status(self, provider_id: str) -> str:
        """Say how a message fares in NOMSA's words (sent, delivered, errored ...); "" when nobody can tell."""
        ...


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Load the system's certificates once; httpx would read them for every message."""
    return ssl.create_default_context()


def options(**more: Any) -> dict[str, Any]:
    """What every call of a gateway has: certificates checked, no proxy of the environment, an end to patience."""
    return {"timeout": httpx.Timeout(15, connect=5), "verify": trusted(), "trust_env": False} | more


def post(url: str, **more: Any) -> httpx.Response:
    """POST and tell "surely not sent" from "perhaps sent". No error names the address: keys travel in some."""
    try:
        return httpx.post(url, **options(**more))
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise SendLater("no-connection") from None
    except httpx.HTTPError as error:
        raise SendInDoubt(type(error).__name__) from None


def judge(answer: httpx.Response, *, wait: int | None = None) -> None:
    """Turn a gateway's refusal into ours.

    429 and 503: later; 401 and 403: our own key, later too, since no message is at fault; another 4xx (410 among them):
    never; anything else that is no success: perhaps sent."""
    code = answer.status_code
    if code in (200, 201, 202):
        return
    if code in (401, 403, 429, 503):
        raise SendLater(f"http-{code}", wait or seconds(answer.headers.get("Retry-After")))
    _settled(code)


def _settled(code: int) -> NoReturn:
    if 400 <= code < 500:
        raise SendRefused(f"http-{code}")
    raise SendInDoubt(f"http-{code}")


def seconds(header: str | None) -> int | None:
    """Read a Retry-After of seconds, an hour at most."""
    return min(int(header), 3600) if header and header.isascii() and header.isdigit() else None


def answer_json(answer: httpx.Response) -> dict[str, Any]:
    """Read an answer's object; the gateway took the message, so an odd body changes nothing about that."""
    try:
        data: Any = answer.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


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
