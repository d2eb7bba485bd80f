"""A phone is a contact, not an identity: a code by SMS shows who holds it now; what that opens, the caller decides.

Two counters, on purpose in two places:
- How often is asked, for a phone and from an address, in an hour: one INCR in Valkey each, before anything else, so
  that a flood costs no row lock and no connection. Where it cannot be counted nobody passes (CodesClosed, a 503).
- How often one code is tried: in the code's own row, by one UPDATE ... RETURNING that only touches a row with tries
  left. It decides whether six digits can be guessed, so it must outlive a Valkey that lost its memory; PostgreSQL
  looks at the row again after waiting for its lock, so fifty threads together get exactly the tries of one.

Nothing here asks whether any register knows the phone: the answers cannot tell."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from nssf_portal.accounts.models.contact_code import ContactCode
from nssf_portal.accounts.phone_codes import send_contact_code
from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.ids import uuid7
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or
from nssf_portal.law.limits import LimitClosed, client_address, within_limit

CodesClosed = LimitClosed
"""Codes are neither sent nor looked at while tries cannot be counted; the middleware answers with a 503."""

_TRY = """
UPDATE accounts_contactcode SET attempts = attempts + 1
WHERE phone_index = %s AND purpose = %s AND ended_at IS NULL AND expires_at > now() AND attempts < %s
RETURNING id, digest
"""


def send_code(phone: str, purpose: str, request: HttpRequest) -> bool:
    """Send six digits to a phone (+855...); an earlier code for the same purpose ends.

    False when this phone or this address asked too often in this hour: the same for phones we know and do not know."""
    if not _may("sent", phone, request):
        return False
    code, row = f"{secrets.randbelow(10**6):06d}", uuid7()
    _replace(row, _phone_index(phone), purpose, code)
    send_contact_code(phone, code, language=get_language() or "km", minutes=_minutes())
    return True


def check_code(phone: str, purpose: str, code: str, request: HttpRequest) -> bool:
    """Whether this is the code last sent there for this purpose; right only once, and only while tries are left."""
    if not _may("tried", phone, request):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [_phone_index(phone), purpose, value_or("code.attempts", 5)])
        found = cursor.fetchone()
    if not found or not hmac.compare_digest(found[1].bytes, _digest(found[0], _typed(code)).bytes):
        return False
    used = ContactCode.objects.filter(pk=found[0], ended_at=None).update(ended_at=timezone.now())
    return used == 1


def clear_old() -> int:
    """Forget codes that ended a day ago."""
    old = ContactCode.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1))
    return old.delete()[0]


def _may(act: str, phone: str, request: HttpRequest) -> bool:
    address = within_limit(f"code.{act}.address", client_address(request), default=120, closed=True)
    return address and within_limit(f"code.{act}.phone", phone, default=5, closed=True)


@transaction.atomic
def _replace(row: UUID, phone: UUID, purpose: str, code: str) -> None:
    """End the open code and put the new one, one request after the other for the same phone."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{phone}:{purpose}"])
    ContactCode.objects.filter(phone_index=phone, purpose=purpose, ended_at=None).update(ended_at=now)
    ContactCode.objects.create(
        id=row,
        phone_index=phone,
        purpose=purpose,
        digest=_digest(row, code),
        expires_at=now + timedelta(minutes=_minutes()),
    )


def _minutes() -> int:
    return int(value_or("code.lifetime.minutes", 10))


def _phone_index(phone: str) -> UUID:
    return blind_index("contact", phone)


def _digest(row: UUID, code: str) -> UUID:
    """Keyed, because a million codes are tried in a second; bound to its row."""
    return blind_index("contact-code", f"{row}:{code}")


def _typed(code: str) -> str:
    """Khmer digits and spaces are as good as 123456."""
    return "".join(to_latin_digits(code).split())[:12]
