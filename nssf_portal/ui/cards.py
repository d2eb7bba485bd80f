"""The front page asks "Who are you?"; apps open their way in through the slot `home.cards`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui import slots


@dataclass(frozen=True)
class Card:
    """One way in. Without a url the way is not open yet: the help page says what to do today."""

    key: str
    picture: str
    title: str
    text: str
    url: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.url)


@dataclass(frozen=True)
class OpenWay:
    """What an app returns from its `home.cards` item: the card's key and where it now leads."""

    key: str
    url: str
    text: str = ""


WAYS = (
    Card(
        "employer",
        "factory",
        _("Employer or owner"),
        _("Register the enterprise and its staff by sending one list once."),
    ),
    Card("employee", "person", _("Employee"), _("See whether your employer has registered you.")),
    Card("self_employed", "tuktuk", _("Self-employed"), _("Tuk-tuk drivers, sellers, builders: register yourself.")),
    Card("domestic", "house", _("Domestic worker"), _("Register yourself, or the house owner registers you.")),
    Card("casual", "sprout", _("Casual worker"), _("Work by the day or by the season.")),
    Card("dependant", "people", _("Dependant"), _("Husband, wife and children of a member.")),
)


def cards(request: HttpRequest) -> list[Card]:
    """The six cards, with those open that an app has opened."""
    opened = {way.key: way for way in slots.items("home.cards", request)}
    return [_opened(card, opened) for card in WAYS]


def closed_ways(all_cards: Iterable[Card]) -> list[Card]:
    return [card for card in all_cards if not card.is_open]


def _opened(card: Card, opened: dict[str, OpenWay]) -> Card:
    if way := opened.get(card.key):
        return replace(card, url=way.url, text=way.text or card.text)
    return replace(card, url=_sign_in()) if card.key == "employer" else card


def _sign_in() -> str:
    try:
        return reverse("account_login")
    except NoReverseMatch:
        return ""
