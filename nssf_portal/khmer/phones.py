"""Cambodian telephone numbers."""

import re

from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits

_SEPARATORS = re.compile(r"[\s().\-–—_]+")
_NUMBER = re.compile(r"(?:\+?855|00855|0)0?([1-9][0-9]{7,8})")
_PLAIN = re.compile(r"(?:\+855|00855|855|0)([0-9]{8,9})")


def normalise_phone(text: str) -> str | None:
    """The number as +855 and eight or nine digits, or None when it is not 0 or +855 followed by so many."""
    if len(text) in (9, 10) and text[0] == "0" != text[1] and text.isascii() and text.isdecimal():
        return "+855" + text[1:]  # the ordinary way, in a list of thousands
    digits = _SEPARATORS.sub("", to_latin_digits(clean(text)))
    found = _NUMBER.fullmatch(digits) or _PLAIN.fullmatch(digits)
    return f"+855{found.group(1)}" if found else None


def display_phone(canonical: str) -> str:
    """A stored number the way people say it: 012 336 128."""
    if not canonical.startswith("+855"):
        return canonical
    local = "0" + canonical[4:]
    return f"{local[:3]} {local[3:6]} {local[6:]}"
