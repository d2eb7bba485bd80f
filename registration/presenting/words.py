"""Words of the roster pages that belong to no single row."""

import re

NBSP = "\u00a0"


def bound(text: str) -> str:
    """Numbers stay with the word after them."""
    return re.sub(r"(?<=\d) ", NBSP, text)


def plural_of(words: str, n: int) -> str:
    """What `ngettext` chose, with the number put in and bound to its word (ngettext stays where it can be found)."""
    return bound(words % {"n": f"{n:,}"})
