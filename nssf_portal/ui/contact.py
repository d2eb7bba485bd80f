"""How to reach the Fund: numbers and hours are data, so that a change of hours is not a release."""

from typing import TypedDict

from django.conf import settings
from django.utils.translation import gettext_lazy as _


class Contact(TypedDict):
    """What the footer and the help pages say."""

    hotline: list[str]
    hotline_hours: str
    counter_hours: str
    headquarters_hours: str


DEFAULT: Contact = {
    "hotline": ["1286", "1297"],
    "hotline_hours": _("Day and night"),
    "counter_hours": _("Monday to Sunday, 8:30 to 17:30"),
    "headquarters_hours": _("Monday to Sunday, 7:00 to 22:00"),
}


def contact() -> Contact:
    """The numbers and hours in force; `PORTAL_CONTACT` in the settings replaces any of them."""
    return DEFAULT | getattr(settings, "PORTAL_CONTACT", {})
