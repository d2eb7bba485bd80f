"""Cleaning of typed text: what nobody can see goes, what somebody typed stays."""

_INVISIBLE = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0E, 0x1C),
        0x7F,
        *range(0x80, 0xA0),
        0xAD,  # soft hyphen
        0x200B,  # zero-width space, put between Khmer words by many keyboards
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)


def clean(text: str) -> str:
    """Text without invisible signs, trimmed, runs of any space made one; Khmer spelling is left as typed."""
    if text.isprintable():  # invisible signs and odd spaces are not, whatever the script
        if " " not in text:
            return text
    else:
        # No NFC here: it can change Khmer spellings (Unicode Technical Note 61).
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def has_khmer(text: str) -> bool:
    """Whether any sign of the text is Khmer."""
    return not text.isascii() and any("\u1780" <= sign <= "\u17ff" for sign in text)
