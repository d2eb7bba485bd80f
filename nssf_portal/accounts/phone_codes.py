"""Codes by SMS. The number being proved is not on the account yet, so it waits in the cache, never in the outbox."""

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.translation import get_language

from nssf_portal.ids import uuid7

if TYPE_CHECKING:
    from nssf_portal.notifications.models import Message

KIND = "phone_code"
KEPT_FOR = 15 * 60


def send_code(phone: str, code: str, *, language: str) -> None:
    """Send the code that proves a number."""
    _send("accounts.phone_code", phone, language, {"code": code})


def send_unknown_number(phone: str) -> None:
    """Somebody asked for a code for a number no account has: only the phone's holder learns so."""
    _send("accounts.phone_unknown", phone, get_language() or "km", {})


def send_known_number(phone: str) -> None:
    """Somebody signed up with a number that has an account: only the phone's holder learns so."""
    _send("accounts.phone_known", phone, get_language() or "km", {})


def send_contact_code(phone: str, code: str, *, language: str, minutes: int) -> None:
    """Send the code that shows who holds a phone (nssf_portal.accounts.contact_codes)."""
    _send("accounts.contact_code", phone, language, {"code": code, "minutes": minutes})


def number_of(message: "Message") -> str | None:
    """Find the number again when the message is sent; gone after the time a code is good for."""
    return cache.get(f"{KIND}:{message.recipient_ref}")


def _send(template: str, phone: str, language: str, parameters: dict[str, str | int]) -> None:
    from nssf_portal.notifications.services import enqueue

    token = str(uuid7())
    cache.set(f"{KIND}:{token}", phone, KEPT_FOR)
    enqueue(
        event="accounts.phone",
        template=template,
        channel="sms",
        address_ref=f"{KIND}:{token}",
        language=language,
        parameters=parameters,
        dedup_key=f"{template}:{token}",
    )


def register() -> None:
    """Make the texts and the way to the number known; called when the app is ready."""
    from nssf_portal.notifications import recipients, templates

    recipients.register(KIND, number_of)
    for template in _texts(templates.Template):
        templates.register(template)


def _texts(template: type) -> list:
    return [
        template("accounts.phone_code", km=_code_km, en=_code_en, urgent=True),
        template("accounts.contact_code", km=_contact_km, en=_contact_en, urgent=True),
        template("accounts.phone_unknown", km=_unknown_km, en=_unknown_en, urgent=True),
        template("accounts.phone_known", km=_known_km, en=_known_en, urgent=True),
    ]


def _code_km(facts) -> str:
    return f"ប.ស.ស.៖ លេខកូដរបស់អ្នកគឺ {facts['code']}។ មានសុពលភាព 15 នាទី។ កុំប្រាប់នរណាឡើយ។"


def _code_en(facts) -> str:
    return f"NSSF: your code is {facts['code']}. Good for 15 minutes. Tell it to nobody."


def _contact_km(facts) -> str:
    return f"ប.ស.ស.៖ លេខកូដ {facts['code']} សុពលភាព {facts['minutes']} នាទី។ កុំប្រាប់នរណា សូម្បីបុគ្គលិក ប.ស.ស.។"


def _contact_en(facts) -> str:
    code, minutes = facts["code"], facts["minutes"]
    return f"NSSF: code {code}, good for {minutes} minutes. Tell it to nobody, not even to NSSF staff."


def _unknown_km(facts) -> str:
    return "ប.ស.ស.៖ មានគេស្នើសុំលេខកូដសម្រាប់លេខនេះ តែគ្មានគណនីទេ។ បើមិនមែនអ្នកទេ សូមកុំខ្វល់។"


def _unknown_en(facts) -> str:
    return "NSSF: a code was asked for this number, but it has no account. If it was not you, ignore this."


def _known_km(facts) -> str:
    return "ប.ស.ស.៖ លេខនេះមានគណនីរួចហើយ។ សូមចូលប្រើដោយពាក្យសម្ងាត់ ឬប្ដូរពាក្យសម្ងាត់ថ្មី។"


def _known_en(facts) -> str:
    return "NSSF: this number has an account already. Sign in with your password, or reset it."
