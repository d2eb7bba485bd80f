"""A card for people's eyes: the panel on /verify/, the card on a screen, the card on plastic."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation

from nssf_portal.documents.pdf import qr_png, typeset
from nssf_portal.khmer.dates import format_date
from nssf_portal.ui.contact import contact
from nssf_portal.ui.slots import Panel
from registration.cards import keys
from registration.cards.claims import Claims
from registration.cards.services import payload_of
from registration.models.card import Card

TEMPLATE = "pdf/card.html"


def verify_panel(request: HttpRequest, obj: Any = None) -> Panel:
    """The scanner on the page where papers are checked, with the public keys it needs."""
    return Panel("registration/_card_check.html", {"keys": keys.jwks(), "months": "|".join(month_names())})


def month_names() -> list[str]:
    """In the page's language, for its script: not every browser knows Khmer."""
    language = translation.get_language() or "km"
    return [format_date(date(2000, month, 1), language, precision="month").split()[0] for month in range(1, 13)]


def card_context(card: Card, language: str, *, with_qr: bool = True) -> dict[str, Any]:
    """What the card shows, on a screen and on plastic; the QR code is a picture, as cheap as text (25 ms)."""
    member = card.member
    return {
        "hotline": contact()["hotline"][0],
        "card": card,
        "member": member,
        "number": grouped(member.member_number),
        "born": format_date(member.born_on, language, precision=member.born_precision),
        "issued_on": format_date(timezone.localdate(card.issued_at), language),
        "until": format_date(card.expires_on, language),
        "qr_src": qr_png(payload_of(card), scale=6) if with_qr else "",
    }


def card_pdf(card: Card, language: str) -> bytes:
    """The card in the size of a bank card (ISO/IEC 7810 ID-1). Raises PdfUnavailable."""
    with translation.override(language):
        context = card_context(card, language)
    return typeset(TEMPLATE, context, language)


def grouped(number: str) -> str:
    """1023448719 as 1023 448 719: easier to read aloud; older forms stay as they are."""
    return f"{number[:4]} {number[4:7]} {number[7:]}" if len(number) == 10 and number.isdigit() else number


def born(claims: Claims) -> str:
    """The birth date of a card that was read, as exact as it is."""
    day = datetime.strptime(claims.born, "%Y%m%d").replace(tzinfo=UTC).date()
    return format_date(day, translation.get_language() or "km", precision=claims.precision)


def until(claims: Claims) -> str:
    """Its last day."""
    last = datetime.fromtimestamp(claims.expires_at - 1, tz=UTC)
    return format_date(timezone.localdate(last), translation.get_language() or "km")
