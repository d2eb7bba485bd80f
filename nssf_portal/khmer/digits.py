"""Khmer and Latin digits."""

_KHMER = "០១២៣៤៥៦៧៨៩"
_LATIN = "0123456789"
_FULL_WIDTH = "０１２３４５６７８９"
_TO_LATIN = str.maketrans(_KHMER + _FULL_WIDTH, _LATIN * 2)
_TO_KHMER = str.maketrans(_LATIN, _KHMER)


def to_latin_digits(text: str) -> str:
    """The same text with Khmer (and full-width) digits as 0-9."""
    return text if text.isascii() else text.translate(_TO_LATIN)


def to_khmer_digits(text: object) -> str:
    """The same text with 0-9 as Khmer digits, for official paper."""
    return str(text).translate(_TO_KHMER)
