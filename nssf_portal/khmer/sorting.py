"""Alphabetical order for short lists sorted in Python."""

from nssf_portal.khmer.cleaning import clean


def sort_key(text: str) -> str:
    """A key for sorted(): Khmer signs are coded in dictionary order, so cleaned code points will do."""
    return clean(text).casefold()
