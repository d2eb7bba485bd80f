"""Line breaks for Khmer on paper: the PDF engine cannot break a Khmer line by itself."""

import re

from nssf_portal.khmer.cleaning import has_khmer

ZERO_WIDTH_SPACE = "\u200b"
_KHMER_RUN = re.compile("[\u1780-\u17d3\u17dc\u17dd]{4,}")


def insert_breaks(text: str) -> str:
    """The text with a zero-width space between Khmer words; for print only, never stored."""
    if not has_khmer(text):
        return text
    return _KHMER_RUN.sub(_split_run, text.replace(ZERO_WIDTH_SPACE, ""))


def _split_run(found: re.Match[str]) -> str:
    from khmercut import tokenize  # loads a 20 MB model: only processes that print pay for it

    return ZERO_WIDTH_SPACE.join(tokenize(found.group()))
